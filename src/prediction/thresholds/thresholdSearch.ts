import type { Certificate } from '../../kernel/exponent/certificate.js';
import type { Followed } from '../../kernel/proved.js';
import { learningRateValue, momentumValue } from '../../model/constants.js';
import type { AffineSet, Model } from '../../model/model.js';
import type { Derivation } from '../../symbolic/derivation.js';
import { deriveSet } from '../../symbolic/derive.js';
import type { CertifyOptions } from '../certificate/certify.js';
import { certifySet } from '../certificate/certifySet.js';
import { exponentProblem } from '../exponentProblem.js';
import { signWithin } from '../interval.js';
import { momentExponent, topExponent } from '../moments/momentExponents.js';
import type { Exponent } from '../prediction.js';
import { type Axis, type Constants, type Scale, type Spacing, scaleOf, withConstant } from './axis.js';
import { closedGrowths, type ThresholdQuantity } from './closedGrowths.js';
import { growthRanges } from './growthRanges.js';
import { type Isolated, isolateZeros } from './isolateZeros.js';

/** A zero of an exponent in one constant, the others held, between two values at which its sign is known. */
export interface ThresholdBracket {
  readonly constant: string;
  /** the exponent has opposite signs at the two ends; a hair apart, or as near as its sign could be decided */
  readonly bracket: readonly [number, number];
  /** on which side the set attracts */
  readonly attractive: 'below' | 'above';
  /** 1 where the signs rest on enclosures; else 1 less the chance that any of the looks had its sign wrong */
  readonly level: number;
}

/** The same with proofs of the signs at the two ends; null where none was found, and the sign rests on an interval of λ. */
export interface NumericThreshold extends ThresholdBracket {
  readonly certificates: readonly [Followed<Certificate> | null, Followed<Certificate> | null];
}

/** The zeros of an exponent over a range. */
export interface FoundThresholds<Zero extends ThresholdBracket = ThresholdBracket> {
  /** rising */
  readonly zeros: readonly Zero[];
  /** whether enclosures show that its sign changes nowhere else in the range; else zeros between the looks may be missed */
  readonly complete: boolean;
}

/** How closely a range is looked through. */
export interface SearchOptions {
  readonly seed: number;
  /** whose zeros; λ of the SDE unless given */
  readonly quantity?: ThresholdQuantity;
  /** values at which the range is looked at for changes of sign, ends included; 33 unless given */
  readonly looks?: number;
  /** width of a bracket, relative to the range (to its ratio where looks are in equal ratios); 1e-9 unless given */
  readonly tolerance?: number;
  /** called after every look with the share of the looks that are done */
  readonly onLook?: (share: number) => void;
}

/** The same for a range of its own, and how long certificates are searched for. */
export interface ThresholdOptions extends SearchOptions, Pick<CertifyOptions, 'mostCoefficients'> {
  /** linear unless given */
  readonly spacing?: Spacing;
}

/**
 * The zeros of an exponent in one constant over a range, by bracketing (theory §5, §6).
 *
 * Zeros at which it keeps its sign are none of them, and those closer to one another than the looks may be missed where the
 * exponent has no formula (see searchThresholds). Throws InputError for a constant that the model lacks and for a range
 * that is none.
 */
export function findThresholds(
  model: Model,
  set: AffineSet,
  constant: string,
  range: readonly [number, number],
  options: ThresholdOptions,
): NumericThreshold[] {
  return [...searchThresholds(model, set, constant, range, options).zeros];
}

/** The same, and whether they are all. */
export function searchThresholds(
  model: Model,
  set: AffineSet,
  constant: string,
  range: readonly [number, number],
  { spacing = 'linear', ...options }: ThresholdOptions,
): FoundThresholds<NumericThreshold> {
  scaleOf(model, { constant, range, spacing });
  return certifiedThresholds(model, deriveSet(model, set), { constant, range, spacing }, options);
}

/** The same for a set that is derived already. Certificates are those of the sign of the SDE's λ, which there are of nothing else. */
export function certifiedThresholds(
  model: Model,
  derivation: Derivation,
  axis: Axis,
  options: SearchOptions & Pick<CertifyOptions, 'mostCoefficients'>,
): FoundThresholds<NumericThreshold> {
  const { mostCoefficients, quantity = ofSde } = options;
  const limit = mostCoefficients === undefined ? {} : { mostCoefficients };
  const certificateAt = (value: number): Followed<Certificate> | null =>
    quantity.process === 'sde' && quantity.moment === null
      ? certifySet(withConstant(model, axis.constant, value), derivation, limit)
      : null;
  const { zeros, complete } = bracketThresholds(model, derivation, axis, options);
  const certified = zeros.map((found) => ({
    ...found,
    certificates: [certificateAt(found.bracket[0]), certificateAt(found.bracket[1])] as const,
  }));
  return { zeros: certified, complete };
}

/** The brackets alone. Throws InputError as findThresholds does. */
export function bracketThresholds(
  model: Model,
  derivation: Derivation,
  axis: Axis,
  options: SearchOptions,
): FoundThresholds {
  const { seed, quantity = ofSde } = options;
  const scale = scaleOf(model, axis);
  const growths = closedGrowths(model, derivation, quantity);
  const bounds = growths && growthRanges(model, derivation.set, growths, axis.constant);
  const { changes, complete } = bounds === null ? nothingKnown : isolateZeros(bounds, scale);
  const boundsAt = (at: number): ReturnType<ExponentAt> => {
    const interval = bounds?.(at, at)?.value;
    return interval === undefined ? null : { value: (interval[0] + interval[1]) / 2, interval, level: 1 };
  };
  const found =
    complete && bounds !== null
      ? bracketsBetween(scale, changes.flat(), options, boundsAt)
      : bracketsBetween(scale, coordinatesOf(scale, options.looks, changes.flat()), options, (at) =>
          exponentAt(withConstant(model, axis.constant, at), derivation, quantity, seed),
        );
  const zeros = found.filter(({ bracket }) => bracket.every((at) => isMeant(withConstant(model, axis.constant, at))));
  return { zeros: zeros.map((zero) => ({ ...zero, constant: axis.constant })), complete };
}

/** Whether learning rate and momentum lie where a model may have them. */
function isMeant(model: Model): boolean {
  const momentum = momentumValue(model);
  return learningRateValue(model) > 0 && momentum >= 0 && momentum < 1;
}

const nothingKnown: Isolated = { changes: [], complete: false };

/**
 * The brackets of the zeros of anything that has an interval (null where it is not to be had) at every value of a constant.
 * Throws InputError as findThresholds does.
 */
export function bracketZeros<Stated extends Constants>(
  model: Stated,
  axis: Axis,
  options: Omit<SearchOptions, 'seed' | 'quantity'>,
  exponentOf: (at: Stated) => ReturnType<ExponentAt>,
): ThresholdBracket[] {
  const scale = scaleOf(model, axis);
  const { constant } = axis;
  const at: ExponentAt = (value) => exponentOf(withConstant(model, constant, value));
  return bracketsBetween(scale, coordinatesOf(scale, options.looks), options, at).map((zero) => ({
    ...zero,
    constant,
  }));
}

/** An exponent at a value of the constant; null where it is not to be had. */
type ExponentAt = (value: number) => Pick<Exponent, 'value' | 'interval' | 'level'> | null;

/** A bracket between each two of some coordinates, rising, between which the sign changes. */
function bracketsBetween(
  scale: Scale,
  places: readonly number[],
  { tolerance = 1e-9, onLook = () => {} }: Pick<SearchOptions, 'tolerance' | 'onLook'>,
  exponentOf: ExponentAt,
): Omit<ThresholdBracket, 'constant'>[] {
  let doubt = 0;
  const lookAt = (coordinate: number): Look => {
    const found = exponentOf(scale.valueAt(coordinate));
    if (found === null) return { at: coordinate, sign: 0, value: 0 };
    doubt += 1 - found.level;
    return { at: coordinate, sign: signWithin(found.interval), value: found.value };
  };
  const decided = places.flatMap((at, i) => {
    const look = lookAt(at);
    onLook((i + 1) / places.length);
    return look.sign === 0 ? [] : [look];
  });
  const brackets = decided.slice(1).flatMap((right, i) => {
    const left = decided[i];
    if (left.sign === right.sign) return [];
    const ends = narrowed(lookAt, left, right, tolerance * (scale.to - scale.from));
    return [{ ends, attractive: left.sign < 0 ? ('below' as const) : ('above' as const) }];
  });
  return brackets.map(({ ends, attractive }) => ({
    bracket: [scale.valueAt(ends[0]), scale.valueAt(ends[1])],
    attractive,
    level: Math.max(0, 1 - doubt),
  }));
}

const ofSde: ThresholdQuantity = { process: 'sde', moment: null };

/** Equally spaced, and further coordinates. */
function coordinatesOf({ from, to }: Scale, looks = 33, further: readonly number[] = []): number[] {
  const spaced = Array.from({ length: looks }, (_, i) => from + ((to - from) * i) / (looks - 1));
  return [...new Set([...spaced, ...further])].sort((a, b) => a - b);
}

/** An exponent at the model's constants; null where it is not to be had, the base point moves, or the model has no such constants. */
function exponentAt(
  model: Model,
  derivation: Derivation,
  { process: kind, moment }: ThresholdQuantity,
  seed: number,
): Pick<Exponent, 'value' | 'interval' | 'level'> | null {
  const { linearisation } = derivation;
  if (linearisation === null || linearisation.baseMoves || !isMeant(model)) return null;
  const stated = exponentProblem(model, derivation, seed);
  if (stated === null) return null;
  const problem = { ...stated.problem, signOnly: true };
  const process = kind === 'eulerMaruyama' ? { kind, dt: model.simulation.dt } : { kind };
  return moment === null ? topExponent(problem, process) : momentExponent(problem, process, moment);
}

/** The sign of an exponent at a coordinate, 0 where it is not decided, and its value, of which the sign alone is sure. */
interface Look {
  readonly at: number;
  readonly sign: -1 | 0 | 1;
  readonly value: number;
}

/**
 * Narrows a bracket: to the two sides of where a line through its ends is 0, else to a half. Where the middle is undecided
 * quarters are tried before giving up.
 */
function narrowed(lookAt: (coordinate: number) => Look, left: Look, right: Look, width: number): [number, number] {
  let [low, high] = [left, right];
  const take = (look: Look): boolean => {
    if (look.sign === 0 || !(look.at > low.at && look.at < high.at)) return false;
    if (look.sign === left.sign) low = look;
    else high = look;
    return true;
  };
  while (high.at - low.at > width) {
    const before = high.at - low.at;
    const zero = low.at + (before * low.value) / (low.value - high.value);
    const aside = Math.max(before * sideShare, width / 4);
    // infinite values have no line through them
    if (Number.isFinite(zero))
      for (const at of [zero - aside, zero + aside]) if (at > low.at && at < high.at) take(lookAt(at));
    if (high.at - low.at <= before / 2) continue;
    const inside = [1 / 2, 1 / 4, 3 / 4].map((share) => low.at + share * (high.at - low.at));
    if (!inside.some((at) => take(lookAt(at)))) break;
  }
  return [low.at, high.at];
}

/** An exponent bends by about this share over a bracket that a few looks left. */
const sideShare = 0.03;
