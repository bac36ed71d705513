import { leastCommonMultiple } from '../../arithmetic/integers.js';
import {
  dividedBy,
  isZero,
  minus,
  one,
  plus,
  type Rational,
  rational,
  sign,
  times,
  toNumber,
  zero,
} from '../../arithmetic/rational.js';
import { identity } from '../../arithmetic/rationalMatrix.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { evaluateExact } from '../../expression/evaluation/evaluateExact.js';
import type { Expression } from '../../expression/syntax/expression.js';
import { valueAt } from '../../model/constants.js';
import type { MatrixProduct } from '../../model/matrixProduct.js';
import { dyadic } from '../matrices/dyadic.js';
import { type ExactLinearFamily, floatFamily, floatMatrix } from '../matrices/linearFamily.js';
import type { EvaluatedLinearisation } from './evaluatedLinearisation.js';

/**
 * A random matrix product at its constants, as steps I − Ĥ of single samples Ĥ_i = I − M_i: what is said of SGD of rate 1
 * holds of it as it stands. Weights are fractions, so that a matrix is as many samples as its share asks for.
 *
 * With `unit` the matrices are M_i/unit, whose small entries keep their digits beside those of I.
 *
 * The reason, in words, where an entry is no finite number, weights are no probabilities, or the samples would be too many.
 */
export function evaluateProduct(product: MatrixProduct, unit: Rational = one): EvaluatedLinearisation | string {
  const values = new Exactness(product);
  const beta = values.of(product.momentum);
  const matrices = product.matrices.map(({ entries }) =>
    withMomentum(
      entries.map((row) => row.map(values.of)),
      beta,
    ).map((row) => row.map((entry) => dividedBy(entry, unit))),
  );
  if (!values.isFinite) return 'an entry is no finite number';
  const counts = countsOf(product.matrices.map(({ weight }) => evaluateExact(weight, product.constants)));
  if (typeof counts === 'string') return counts;
  const size = matrices[0].length;
  const ones = identity(size);
  const curvatures = matrices.map((matrix) => combined(ones, matrix, minus));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const mean = curvatures
    .map((matrix, i) => matrix.map((row) => row.map((entry) => times(entry, rational(counts[i], total)))))
    .reduce((sum, matrix) => combined(sum, matrix, plus));
  const exact: ExactLinearFamily = {
    curvature: mean,
    noise: curvatures.flatMap((matrix, i) =>
      counts[i] === 0 ? [] : [{ weight: rational(counts[i], total), matrix: combined(matrix, mean, minus) }],
    ),
    learningRate: one,
  };
  return {
    codimension: size,
    family: floatFamily(exact),
    exact,
    isExact: values.isExact,
    sgd: {
      sampleCurvature: curvatures.flatMap((matrix, i) => new Array(counts[i]).fill(floatMatrix(matrix))),
      regulariserCurvature: ones.map((row) => row.map(() => 0)),
      outputCurvature: [],
      learningRate: 1,
      momentum: 0,
      noises: [{ kind: 'batch', sampling: 'with-replacement', batch: 1, labelNoise: 0 }],
    },
  };
}

/** Entries at the constants: exact where they are arithmetic of exact numbers, else the nearest double. */
class Exactness {
  isExact = true;
  isFinite = true;

  constructor(private readonly product: MatrixProduct) {}

  readonly of = (entry: Expression): Rational => {
    const { constants } = this.product;
    const exact = evaluateExact(entry, constants);
    if (exact !== null) return exact;
    this.isExact = false;
    const value = valueAt(entry, constants);
    if (Number.isFinite(value)) return dyadic(value);
    this.isFinite = false;
    return zero;
  };
}

/** v ← βv + (M − I)y, y ← y + v, as one step of (y, v). */
function withMomentum(matrix: RationalMatrix, beta: Rational): RationalMatrix {
  if (isZero(beta)) return matrix;
  const unit = identity(matrix.length);
  const kept = unit.map((row) => row.map((entry) => times(beta, entry)));
  const push = combined(matrix, unit, minus);
  return [...matrix.map((row, i) => [...row, ...kept[i]]), ...push.map((row, i) => [...row, ...kept[i]])];
}

function combined(
  a: RationalMatrix,
  b: RationalMatrix,
  operation: (x: Rational, y: Rational) => Rational,
): Rational[][] {
  return a.map((row, i) => row.map((entry, j) => operation(entry, b[i][j])));
}

/** How often each matrix stands among the samples; a reason where that cannot be. */
function countsOf(weights: readonly (Rational | null)[]): number[] | string {
  const known = weights.flatMap((weight) => weight ?? []);
  if (known.length < weights.length) return 'a weight is no exact number';
  if (known.some((weight) => sign(weight) < 0)) return 'a weight is below 0';
  const total = known.reduce(plus);
  if (isZero(total)) return 'all weights are 0';
  const shares = known.map((weight) => dividedBy(weight, total));
  const denominator = shares.reduce((multiple, share) => leastCommonMultiple(multiple, share.denominator), 1n);
  if (denominator > mostSamples) return `the weights have no common denominator up to ${mostSamples}`;
  return shares.map((share) => toNumber(times(share, rational(denominator))));
}

const mostSamples = 1000n;
