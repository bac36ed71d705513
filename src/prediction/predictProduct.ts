import type { Rational } from '../arithmetic/rational.js';
import { symbolsOf } from '../expression/syntax/expression.js';
import { valueAt } from '../model/constants.js';
import type { MatrixProduct } from '../model/matrixProduct.js';
import { type ExponentProblem, sgdExponent } from './exponents.js';
import { evaluateProduct } from './linearisation/productLinearisation.js';
import { dyadic } from './matrices/dyadic.js';
import { momentExponent } from './moments/momentExponents.js';
import { momentsOf } from './moments/momentsOf.js';
import type { Exponent, MomentGrowth, TailIndex } from './prediction.js';
import { lyapunovSpectrum } from './spectrum/lyapunovSpectrum.js';
import type { Axis } from './thresholds/axis.js';
import { bracketZeros, type SearchOptions, type ThresholdBracket } from './thresholds/thresholdSearch.js';

/** What theory says of a random matrix product, per step. */
export interface ProductPrediction {
  /** the top Lyapunov exponent; null where it is −∞, or not to be had */
  readonly exponent: Exponent | null;
  /** Λ(p), where it is to be had */
  readonly moments: readonly (MomentGrowth & { readonly p: number })[];
  readonly tailIndex: TailIndex | null;
  /** all Lyapunov exponents, largest first; null unless asked for */
  readonly spectrum: readonly Exponent[] | null;
  /** sentences for what could not be computed and why */
  readonly remarks: readonly string[];
}

/** The exponents of a random matrix product at its constants (theory §5, §6), as those of SGD with the same steps. */
export function predictProduct(
  product: MatrixProduct,
  { seed, spectrum = false }: { readonly seed: number; readonly spectrum?: boolean },
): ProductPrediction {
  const problem = problemOf(product, seed);
  if (typeof problem === 'string') {
    return { exponent: null, moments: [], tailIndex: null, spectrum: null, remarks: [problem] };
  }
  const top = topExponent(product, problem);
  if (top === null || !Number.isFinite(top.value)) {
    const remark = 'the product is 0 after finitely many steps: every exponent is minus infinity';
    return { exponent: null, moments: [], tailIndex: null, spectrum: null, remarks: [remark] };
  }
  const { moments, tailIndex } = momentsOf(problem, [{ process: { kind: 'sgd' }, top }]);
  return {
    exponent: top,
    moments: moments ?? [],
    tailIndex: tailIndex?.sgd ?? null,
    spectrum: spectrum ? lyapunovSpectrum(problem, { kind: 'sgd' }) : null,
    remarks: [],
  };
}

/** The constants in which zeros can be looked for: not those of weights, which are to stay fractions of few samples. */
export function searchedConstants({ constants, matrices }: MatrixProduct): string[] {
  const ofWeights = new Set(symbolsOf(...matrices.map(({ weight }) => weight)));
  return [...constants.keys()].filter((name) => !ofWeights.has(name));
}

/**
 * Brackets of the zeros of the top exponent, or with a moment p of Λ(p), in one constant. Throws InputError as
 * findThresholds does.
 */
export function productThresholds(
  product: MatrixProduct,
  axis: Axis,
  moment: number | null,
  options: Omit<SearchOptions, 'quantity'>,
): ThresholdBracket[] {
  return bracketZeros(product, axis, options, (at) => {
    const stated = problemOf(at, options.seed);
    if (typeof stated === 'string') return null;
    const problem = { ...stated, signOnly: true };
    return moment === null ? topExponent(at, problem) : momentExponent(problem, { kind: 'sgd' }, moment);
  });
}

/**
 * λ of M/s plus log s, for the power s of two next to the largest entry: beside I, from which matrices are taken as SGD's
 * are, much smaller ones would lose their digits.
 */
function topExponent(product: MatrixProduct, problem: ExponentProblem): Exponent | null {
  const entries = product.matrices.flatMap((one) =>
    one.entries.flat().map((entry) => valueAt(entry, product.constants)),
  );
  const logarithm = Math.round(Math.log2(Math.max(...entries.map(Math.abs))));
  const isNearOne = Math.abs(logarithm) <= 1 || !Number.isFinite(logarithm);
  const unit = isNearOne ? problem : problemOf(product, problem.seed, dyadic(2 ** logarithm));
  if (typeof unit === 'string') return null;
  const found = sgdExponent(unit)?.exponent ?? null;
  if (found === null || isNearOne) return found;
  const shift = logarithm * Math.LN2;
  const [low, high] = found.interval.map((end) => end + shift);
  const rounding = Number.EPSILON * Math.abs(shift);
  return { ...found, value: found.value + shift, interval: [low - rounding, high + rounding] };
}

function problemOf(product: MatrixProduct, seed: number, unit?: Rational): ExponentProblem | string {
  const evaluated = evaluateProduct(product, unit);
  if (typeof evaluated === 'string') return evaluated;
  return { ...evaluated, directions: null, seed };
}
