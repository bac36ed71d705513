import { InputError } from '../../arithmetic/inputError.js';
import type { Certificate } from '../../kernel/exponent/certificate.js';
import type { AffineSet, Model } from '../../model/model.js';
import type { Derivation } from '../../symbolic/derivation.js';
import { deriveSet } from '../../symbolic/derive.js';
import { certifySet } from '../certificate/certifySet.js';
import { sdeExponent } from '../exponents.js';
import { evaluateLinearisation } from '../linearisation/evaluatedLinearisation.js';
import { numericDirections } from '../linearisation/numericDirections.js';
import { dyadic } from '../matrices/dyadic.js';

/** A zero of the SDE's exponent λ in one constant, the others held, between two values at which its sign is known. */
export interface NumericThreshold {
  readonly constant: string;
  /** λ has opposite signs at the two ends; a hair apart, or as near as the sign of λ could be decided */
  readonly bracket: readonly [number, number];
  /** on which side the set attracts */
  readonly attractive: 'below' | 'above';
  /** proofs of the signs at the two ends; null where none was found, and the sign rests on an interval of λ */
  readonly certificates: readonly [Certificate | null, Certificate | null];
}

/** How closely a range is looked through. */
export interface ThresholdOptions {
  readonly seed: number;
  /** values at which the range is looked at for changes of sign, ends included; 33 unless given */
  readonly looks?: number;
  /** width of a bracket, relative to the range; 1e-9 unless given */
  readonly tolerance?: number;
}

/**
 * The zeros of λ in one constant over a range, by bracketing (theory §5); for sets without a closed form.
 *
 * Zeros closer to one another than the looks may be missed. Throws InputError for a constant that the model lacks and for
 * a range that is none.
 */
export function findThresholds(
  model: Model,
  set: AffineSet,
  constant: string,
  [from, to]: readonly [number, number],
  { seed, looks = 33, tolerance = 1e-9 }: ThresholdOptions,
): NumericThreshold[] {
  if (!model.constants.has(constant)) {
    throw new InputError(model.name, `${constant} is no constant`, [...model.constants.keys()].join(', '));
  }
  if (!(from < to && Number.isFinite(to - from))) {
    throw new InputError(constant, `the range ${from} to ${to}`, 'two finite numbers, the smaller first');
  }
  const derivation = deriveSet(model, set);
  const at = (value: number): Model => withConstant(model, constant, value);
  const signAt = (value: number): number => signOfExponent(at(value), derivation, seed);
  const points = Array.from({ length: looks }, (_, i) => from + ((to - from) * i) / (looks - 1));
  const decided = points.map((value) => ({ value, sign: signAt(value) })).filter(({ sign }) => sign !== 0);
  return decided.slice(1).flatMap((right, i): NumericThreshold[] => {
    const left = decided[i];
    if (left.sign === right.sign) return [];
    const bracket = narrowed(signAt, left.value, right.value, left.sign, tolerance * (to - from));
    const certificates = [certifySet(at(bracket[0]), derivation), certifySet(at(bracket[1]), derivation)] as const;
    return [{ constant, bracket, attractive: left.sign < 0 ? 'below' : 'above', certificates }];
  });
}

/** The model with one constant at another value. */
export function withConstant(model: Model, constant: string, value: number): Model {
  return { ...model, constants: new Map(model.constants).set(constant, dyadic(value)) };
}

/** The sign of λ at the model's constants, 0 where its interval holds 0 or it is not to be had. */
function signOfExponent(model: Model, derivation: Derivation, seed: number): -1 | 0 | 1 {
  const { linearisation, set, eigenDirections } = derivation;
  if (linearisation === null || linearisation.baseMoves) return 0;
  const evaluated = evaluateLinearisation(model, set.base, linearisation);
  if (evaluated === null) return 0;
  const directions = eigenDirections && numericDirections(model, eigenDirections, set.base);
  const { interval } = sdeExponent({ ...evaluated, directions, seed });
  return interval[1] < 0 ? -1 : interval[0] > 0 ? 1 : 0;
}

/** Halves a bracket until it is narrow; where the sign in the middle is undecided, quarters are tried before giving up. */
function narrowed(
  signAt: (value: number) => number,
  left: number,
  right: number,
  leftSign: number,
  width: number,
): [number, number] {
  let [low, high] = [left, right];
  while (high - low > width) {
    const middle = [1 / 2, 1 / 4, 3 / 4]
      .map((share) => low + share * (high - low))
      .find((value) => signAt(value) !== 0);
    if (middle === undefined || !(middle > low && middle < high)) break;
    if (signAt(middle) === leftSign) low = middle;
    else high = middle;
  }
  return [low, high];
}
