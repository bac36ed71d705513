import { type Comparison, type Conflict, haveOppositeSigns, isExponentOf } from './comparison.js';
import { isOfSgd, type Participant, signOf } from './participants.js';
import type { Cause } from './verdict.js';

/** The probable cause of a conflict, the test that isolates it in words, and the number that the test rests on. */
export interface ProbableCause {
  readonly cause: Cause;
  readonly test: string;
  readonly by: Participant;
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
function opposesOwnExponent({ participants }: Comparison, measured: Participant): boolean {
  return participants.some((one) => isExponentOf(one, measured) && haveOppositeSigns(one, measured));
}

/** SGD sides with the SDE, so it is the chain's step that sets the simulation apart. */
function isFaultOfStep({ participants }: Comparison, ofSde: Participant, ofSgd: Participant): boolean {
  if (ofSde.path !== 'exponents.eulerMaruyama' && ofSde.path !== 'evidence.sde') return false;
  const sde = find(participants, 'exponents.sde');
  return sde !== null && signOf(sde.interval) === signOf(ofSgd.interval);
}

function sdeNotSgd({ participants }: Comparison, ofSgd: Participant): ProbableCause {
  const exponent = find(participants, 'exponents.sgd');
  if (exponent === null) {
    const test =
      'there is no exponent of SGD itself to compare with; the measured one departs from the SDE: halve the learning rate';
    return { cause: 'sde-not-sgd', test, by: ofSgd };
  }
  const test =
    'the exponent of SGD itself, of a product of random matrices (theory §6), against that of its SDE: they part at this learning rate';
  return { cause: 'sde-not-sgd', test, by: exponent };
}

function stepError({ participants }: Comparison, otherwise: Participant): ProbableCause {
  const chain = find(participants, 'exponents.eulerMaruyama');
  const test =
    'the exponent of the Euler-Maruyama chain at this dt (theory §6) against that of the SDE: they part at this step; halve dt';
  return { cause: 'step-error', test, by: chain ?? otherwise };
}

/** A factor by which distance may change while directions settle; less than that over the horizon is no slope. */
const transientFactor = 10;

function departure({ participants, prediction, measurements }: Comparison, measured: Participant): ProbableCause {
  const evidence = measured.path === 'evidence.sgd' ? measurements.sgd : measurements.sde;
  const own = participants.find((one) => isExponentOf(one, measured));
  const excess = (measured.value ?? 0) - (own?.value ?? 0);
  if (prediction.reducible && excess > 0) {
    const test =
      'the linearised family leaves a subspace invariant, and rounding couples its blocks, which raises the measured exponent: measure along each block (theory §5)';
    return { cause: 'reducible-rounding', test, by: measured };
  }
  if (evidence !== null && evidence.floorReached > 0) {
    const test = `${evidence.floorReached} of ${evidence.trajectories} trajectories reached the smallest distance that the arithmetic resolves: repeat in double precision`;
    return { cause: 'float-floor', test, by: measured };
  }
  if (evidence !== null && evidence.diverged === 0 && Math.abs(excess) * evidence.horizon < Math.log(transientFactor)) {
    const test =
      'over the whole horizon the two differ by less than a factor of 10 in distance, within what settling directions cost: extend the horizon';
    return { cause: 'finite-time', test, by: measured };
  }
  const test = 'the measured trajectories do not follow the linearisation: start nearer to the set';
  return { cause: 'basin', test, by: measured };
}

function find(participants: readonly Participant[], path: Participant['path']): Participant | null {
  return participants.find((one) => one.path === path) ?? null;
}
