import type { Enclosure } from '../../arithmetic/enclosure.js';
import { plus, type Rational, rational, times, toNumber } from '../../arithmetic/rational.js';
import { replacedWhereEqual } from '../calculus/whereEqual.js';
import { encloseExpression, type SampleRows } from '../evaluation/enclose.js';
import { evaluate } from '../evaluation/evaluate.js';
import { type Expression, symbolsOf } from '../syntax/expression.js';
import { holdsMoment, standsOutsideMoments } from '../syntax/momentParts.js';
import { normalForm } from './normalForm.js';
import { DivisionByZero, TooLarge } from './normalFormErrors.js';
import { vanishesIdentically } from './vanishes.js';

/**
 * Whether an expression is zero wherever it is defined. `zero` rests on the exact normal form, `nonzero` on one point at
 * which a rational enclosure of the value excludes 0; neither is ever wrong. `unknown` says what stood in the way.
 */
export type ZeroTest =
  | { readonly status: 'zero' }
  | { readonly status: 'nonzero'; readonly witness: ReadonlyMap<string, Rational>; readonly samples: SampleRows | null }
  | { readonly status: 'unknown'; readonly reason: string };

/** What is known of the names in an expression. */
export interface ZeroTestOptions {
  /** closed intervals that some names are confined to; all others range over the reals */
  readonly ranges?: ReadonlyMap<string, readonly [Rational, Rational]>;
  /** names that range over the samples inside mean(…) and var(…); every other name is the same for all samples */
  readonly data?: readonly string[];
  /** expressions that a witness has to give a value too: where they are undefined, nothing is refuted */
  readonly defined?: readonly Expression[];
}

/** Tests an expression for zero at a few points, by its normal form, then at more points; work beyond the budget is `unknown`. */
export function zeroTest(expression: Expression, options: ZeroTestOptions = {}): ZeroTest {
  if (expression.kind === 'number') {
    return expression.value.numerator === 0n
      ? { status: 'zero' }
      : { status: 'nonzero', witness: new Map(), samples: null };
  }
  const likely = findWitness(expression, options, quickPoints, 0, true);
  if (likely !== null) return likely;
  if (expression.kind === 'product' && hasZeroFactor(expression.factors, options)) return { status: 'zero' };
  let obstacle = 'the normal form is not zero and no value was found that can be separated from 0';
  const data = options.data ?? [];
  const replaced = replacedWhereEqual(expression, data);
  const ways = [
    [expression, smallPart],
    [expression, undefined],
    ...(replaced === expression ? [] : [[replaced, undefined] as const]),
  ] as const;
  for (const [written, largestPart] of ways) {
    try {
      const form = normalForm(written, {
        purpose: 'proof',
        data,
        ...(largestPart === undefined ? {} : { largestPart }),
      });
      if (vanishesIdentically(form)) return { status: 'zero' };
    } catch (error) {
      if (!(error instanceof DivisionByZero || error instanceof TooLarge)) throw error;
      obstacle = error.message;
    }
  }
  return (
    findWitness(expression, options, thoroughPoints, precisePoints, false) ??
    findWitness(expression, options, 1, 1, false, highestPrecision) ?? { status: 'unknown', reason: obstacle }
  );
}

/** Whether a factor is zero, those of few names first: the others, such as the residual of a wide network, are not multiplied out. */
function hasZeroFactor(factors: readonly Expression[], options: ZeroTestOptions): boolean {
  const sized = factors.map((factor) => ({ factor, size: symbolsOf(factor).length }));
  const ascending = sized.sort((a, b) => a.size - b.size);
  return ascending.slice(0, -1).some(({ factor }) => zeroTest(factor, options).status === 'zero');
}

/** An enclosure of the value at an exact point, as narrow as the highest precision gives; null where it is not defined. */
export function valueEnclosure(expression: Expression, values: ReadonlyMap<string, Rational>): Enclosure | null {
  return encloseExpression(expression, values, highPrecision);
}

/** Differences of long expressions that share long parts fall without multiplying these out. */
const smallPart = 8;

const lowPrecision = 96;
const highPrecision = 256;
/** For what is nearly 0 wherever it is looked at, such as 1 − tanh(100) and 1 − tanh(500). */
const highestPrecision = 2048;
const quickPoints = 3;
const thoroughPoints = 48;
/** Points at which a value that low precision leaves open is looked at again. */
const precisePoints = 8;

/** Below this a value in doubles may be a rounded zero: the normal form is asked first. */
const smallestLikelyValue = 1e-6;

function findWitness(
  expression: Expression,
  { ranges, data = [], defined = [] }: ZeroTestOptions,
  points: number,
  precise: number,
  screen: boolean,
  finest = highPrecision,
): ZeroTest | null {
  const needsSamples = holdsMoment(expression);
  const names = symbolsOf(expression, ...defined).filter(
    (name) =>
      !needsSamples ||
      !data.includes(name) ||
      [expression, ...defined].some((part) => standsOutsideMoments(part, name)),
  );
  for (let round = 0; round < points; round++) {
    const witness = new Map(names.map((name, i) => [name, valueFor(i, round, ranges?.get(name))]));
    const samples = needsSamples ? sampleRows(data, round) : null;
    if (screen && !isLikelyNonzero(expression, witness, samples)) continue;
    if (!defined.every((part) => encloseExpression(part, witness, lowPrecision, samples) !== null)) continue;
    const value = encloseExpression(expression, witness, lowPrecision, samples);
    if (value === null) continue;
    const isOpen = value.lower.numerator <= 0n && value.upper.numerator >= 0n;
    if (!isOpen) return { status: 'nonzero', witness, samples };
    if (round >= precise) continue;
    const finer = encloseExpression(expression, witness, finest, samples);
    if (finer !== null && (finer.lower.numerator > 0n || finer.upper.numerator < 0n)) {
      return { status: 'nonzero', witness, samples };
    }
  }
  return null;
}

function isLikelyNonzero(
  expression: Expression,
  witness: ReadonlyMap<string, Rational>,
  samples: SampleRows | null,
): boolean {
  const values = new Map([...witness].map(([name, value]) => [name, toNumber(value)]));
  const rows =
    samples === null ? undefined : { names: samples.names, rows: samples.rows.map((row) => row.map(toNumber)) };
  const value = Number(evaluate(expression, values, rows));
  return Number.isFinite(value) && Math.abs(value) > smallestLikelyValue;
}

/** Small numbers that a reader can check by hand. */
const pool: readonly Rational[] = [
  rational(1),
  rational(2),
  rational(-1),
  rational(1, 2),
  rational(3),
  rational(-2),
  rational(3, 2),
  rational(-1, 2),
  rational(1, 5),
  rational(7, 10),
  rational(-13, 10),
  rational(0),
];

/** By which later rounds multiply, for formulas that have no value at moderate numbers. */
const scales: readonly Rational[] = [rational(1), rational(9, 8), rational(4), rational(1, 6), rational(17)];

function valueFor(index: number, round: number, range: readonly [Rational, Rational] | undefined): Rational {
  const isFirst = round < pool.length;
  const place = isFirst ? round + index * (1 + (round % (pool.length - 1))) : mixed(round, index);
  const value = times(isFirst ? scales[0] : scales[mixed(index, round) % scales.length], pool[place % pool.length]);
  if (range === undefined) return value;
  const [low, high] = range;
  const share = rational((round + index) % 3, 2);
  return plus(low, times(share, plus(high, times(rational(-1), low))));
}

/** Later rounds draw their values without a pattern, the same ones every time (the finaliser of MurmurHash3). */
function mixed(a: number, b: number): number {
  let h = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function sampleRows(names: readonly string[], round: number): SampleRows {
  const rows = [0, 1, 2].map((row) => names.map((_, i) => valueFor(i + 3 * row + 1, round + row, undefined)));
  return { names, rows };
}
