import { type Comparison, type Conflict, haveOppositeSigns, isExponentOf } from './comparison.js';
import { isOfSgd, type Quantity, signOf } from './quantities.js';
import type { Cause } from './verdict.js';

/** The probable cause of a conflict, the test that isolates it in words, and the number that the test rests on. */
export interface ProbableCause {
  readonly cause: Cause;
  /** what experiments are to tell apart, the most probable first; empty where the numbers at hand have told */
  readonly suspects: readonly Cause[];
  readonly test: string;
  readonly by: Quantity;
}

/**
 * The probable cause of a conflict, read off the numbers at hand (theory §7): first whether the two processes differ
 * (SDE, its Euler–Maruyama chain, SGD), then whether a measurement departs from the exponent of its own process.
 */
export function causeOf(comparison: Comparison, { first, second }: Conflict): ProbableCause {
  if (isExponentOf(first, second)) return departure(comparison, second);
  const departing = [first, second].find((one) => opposesOwnExponent(comparison, one));
  if (departing !== undefined) return departure(comparison, departing);
  if (isOfSgd(first) !== isOfSgd(second)) {
    const [ofSgd, ofSde] = isOfSgd(first) ? [first, second] : [second, first];
    return isFaultOfStep(comparison, ofSde, ofSgd) ? stepError(comparison, ofSde) : sdeNotSgd(comparison, ofSgd);
  }
  return stepError(comparison, second);
}

/** A measurement of the opposite sign to the exponent of the very process that it measures. */
function opposesOwnExponent({ quantities }: Comparison, measured: Quantity): boolean {
  return quantities.some((one) => isExponentOf(one, measured) && haveOppositeSigns(one, measured));
}

/** SGD sides with the SDE, so it is the chain's step that sets the simulation apart. */
function isFaultOfStep({ quantities }: Comparison, ofSde: Quantity, ofSgd: Quantity): boolean {
  if (ofSde.path === 'exponents.sde' || ofSde.path === 'exponents.sdeAveraged') return false;
  const sde = find(quantities, 'exponents.sde') ?? find(quantities, 'exponents.sdeAveraged');
  return sde !== null && signOf(sde.interval) === signOf(ofSgd.interval);
}

function sdeNotSgd({ quantities }: Comparison, ofSgd: Quantity): ProbableCause {
  const exponent = find(quantities, 'exponents.sgd') ?? find(quantities, 'exponents.sgdAveraged');
  if (exponent === null) {
    const test =
      'there is no exponent of SGD itself to compare with; the measured one departs from the SDE: halve the learning rate';
    return { cause: 'sde-not-sgd', suspects: ['sde-not-sgd'], test, by: ofSgd };
  }
  const test =
    'the exponent of SGD itself, of a product of random matrices (theory §6), against that of its SDE: they part at this learning rate';
  return { cause: 'sde-not-sgd', suspects: ['sde-not-sgd'], test, by: exponent };
}

function stepError({ quantities }: Comparison, otherwise: Quantity): ProbableCause {
  const chain = find(quantities, 'exponents.eulerMaruyama') ?? find(quantities, 'exponents.eulerMaruyamaAveraged');
  const test =
    'the exponent of the Euler-Maruyama chain at this dt (theory §6) against that of the SDE: they part at this step; halve dt';
  return { cause: 'step-error', suspects: ['step-error'], test, by: chain ?? otherwise };
}

/** A factor by which distance may change while directions settle; less than that over the horizon is no slope. */
const transientFactor = 10;

/** A measurement that departs from the exponent of its own process: experiments tell the suspects apart. */
function departure({ quantities, prediction, measurements }: Comparison, measured: Quantity): ProbableCause {
  const evidence = measured.path === 'evidence.sgd' ? measurements.sgd : measurements.sde;
  const own = quantities.find((one) => isExponentOf(one, measured));
  const excess = (measured.value ?? 0) - (own?.value ?? 0);
  const isShort = evidence !== null && Math.abs(excess) * evidence.horizon < Math.log(transientFactor);
  const suspects: Cause[] = isShort ? ['finite-time', 'basin'] : ['basin', 'finite-time'];
  // single precision is suspected even where nothing fell to its floor
  if (measured.path === 'evidence.sgd') suspects.push('float-floor');
  if (evidence !== null && evidence.floorReached > 0) suspects.unshift('float-floor');
  // rounding feeds the faster block, so it can only raise the exponent; higher precision would hide what it is
  if (prediction.reducible && excess > 0) suspects.unshift('reducible-rounding');
  const test = 'the measurement departs from the exponent of its own process';
  return { cause: suspects[0], suspects: [...new Set(suspects)], test, by: measured };
}

function find(quantities: readonly Quantity[], path: Quantity['path']): Quantity | null {
  return quantities.find((one) => one.path === path) ?? null;
}
