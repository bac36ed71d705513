import { dividedBy, isZero, minus, plus, type Rational, rational, sign, times, zero } from '../arithmetic/rational.js';
import { multiplyMatrices } from '../arithmetic/rationalMatrix.js';
import type { RationalMatrix } from '../arithmetic/rowEchelonForm.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { normalForms } from '../expression/algebra/normalForm.js';
import { withinBudget } from '../expression/algebra/normalFormErrors.js';
import {
  call,
  type Expression,
  fraction,
  isNumber,
  moment,
  number,
  numberOne,
  power,
  product,
  quotient,
  sum,
} from '../expression/syntax/expression.js';
import { isStated } from '../model/noise/noiseFacts.js';
import { commonEigenvectors } from './commonEigenvectors.js';
import type { EigenDirection, Linearisation, NoiseFamily } from './derivation.js';
import { eigenvalueAlong } from './eigenvalueAlong.js';
import type { Statement } from './statement.js';

type Matrix = readonly (readonly Expression[])[];

/**
 * Common eigenvectors of H and all C_j, when the family is simultaneously diagonalisable over the rationals, or for k = 2
 * over a real quadratic extension, for every data set and every value of the constants (theory §5, commuting case); null
 * when it is not found to be.
 *
 * Every matrix is split into exact matrices, one for each monomial in constants, data and atoms; the monomials are
 * independent, so the family is diagonal in a basis for all their values exactly when each of the exact matrices is.
 */
export function deriveEigenDirections(statement: Statement, linearisation: Linearisation): EigenDirection[] | null {
  const k = statement.normals.length;
  const matrices = [
    ...(linearisation.sampleCurvature === null ? [linearisation.curvature] : [linearisation.sampleCurvature]),
    ...(linearisation.regulariserCurvature === null ? [] : [linearisation.regulariserCurvature]),
    ...linearisation.outputCurvature,
    ...linearisation.noise.filter(({ source }) => isStated(source)).map(({ matrix }) => matrix),
  ];
  const family = k === 1 ? [] : exactMatrices(statement, matrices);
  if (family === null) return null;
  const rationals = k === 1 ? [[rational(1)]] : commonEigenvectors(family, statement.lengths.map(inverseOf));
  const directions = rationals?.map((direction) => direction.map(number)) ?? quadraticEigenvectors(family);
  return directions === null ? null : directions.map((direction) => exponentAlong(statement, linearisation, direction));
}

/** Coefficient matrices in the coordinates z_l = o_l·θ (o_l the orthogonal rows), in which no square roots occur; null beyond the budget. */
function exactMatrices(statement: Statement, matrices: readonly Matrix[]): RationalMatrix[] | null {
  const { lengths } = statement;
  const k = lengths.length;
  const places = matrices.flatMap((matrix, index) =>
    matrix.flatMap((row, l) => row.flatMap((entry, m) => (isNumber(entry, 0) ? [] : [{ index, l, m, entry }]))),
  );
  const scaled = places.map(({ l, m, entry }) =>
    product(call('sqrt', number(times(lengths[l], inverseOf(lengths[m])))), entry),
  );
  const normal = withinBudget(() => normalForms(scaled, { purpose: 'display' }));
  if (normal === null) return null;
  const { ring, fractions } = normal;
  const found = new Map<string, SparseMatrix>();
  for (const [i, value] of fractions.entries()) {
    const { index, l, m } = places[i];
    const below = [...value.denominator.values()].map(({ factor, exponent }) => `(${ring.textOf(factor)})^${exponent}`);
    for (const [monomial, coefficient] of value.numerator) {
      const key = `${index} ${ring.textOf(new Map([[monomial, rational(1)]]))}/${below.sort().join('*')}`;
      const matrix = found.get(key) ?? new Map<number, Map<number, Rational>>();
      found.set(key, matrix);
      const row = matrix.get(l) ?? new Map<number, Rational>();
      matrix.set(l, row.set(m, coefficient));
    }
  }
  const family = [...found.values()];
  // of many large matrices two neighbours tell at once that there are no common eigenvectors
  if (family.some((matrix, i) => i > 0 && !commuteSparse(family[i - 1], matrix))) return null;
  return family.map((matrix) =>
    Array.from({ length: k }, (_, l) => Array.from({ length: k }, (__, m) => matrix.get(l)?.get(m) ?? zero)),
  );
}

/** The entries of a matrix other than 0, by row and column. */
type SparseMatrix = Map<number, Map<number, Rational>>;

function commuteSparse(a: SparseMatrix, b: SparseMatrix): boolean {
  const difference = new Map<string, Rational>();
  const add = (left: SparseMatrix, right: SparseMatrix, sum: typeof plus): void => {
    for (const [l, row] of left) {
      for (const [i, entry] of row) {
        for (const [m, other] of right.get(i) ?? []) {
          const place = `${l} ${m}`;
          difference.set(place, sum(difference.get(place) ?? zero, times(entry, other)));
        }
      }
    }
  };
  add(a, b, plus);
  add(b, a, minus);
  return [...difference.values()].every(isZero);
}

/** The eigenvectors (b, (d − a)/2 ± √D) of commuting 2 × 2 matrices [[a, b], [c, d]] with D > 0 no square; null for any other family. */
function quadraticEigenvectors(family: readonly RationalMatrix[]): Expression[][] | null {
  const first = family.find((matrix) => matrix.length === 2 && !isZero(matrix[0][1]));
  if (first === undefined || family.some((matrix) => !commute(first, matrix))) return null;
  const [[a, b], [c, d]] = first;
  const half = dividedBy(minus(d, a), rational(2));
  const square = plus(times(half, half), times(b, c));
  if (sign(square) <= 0) return null;
  const root = call('sqrt', number(square));
  return [root, product(number(-1), root)].map((shift) => [number(b), sum(number(half), shift)]);
}

function commute(a: RationalMatrix, b: RationalMatrix): boolean {
  const [ab, ba] = [multiplyMatrices(a, b), multiplyMatrices(b, a)];
  return ab.every((row, i) => row.every((entry, j) => isZero(minus(entry, ba[i][j]))));
}

function exponentAlong(statement: Statement, linearisation: Linearisation, z: readonly Expression[]): EigenDirection {
  const { data, lengths } = statement;
  const direction = multipleForReading(
    z.map((entry, l) => simplify(product(entry, power(call('sqrt', number(lengths[l])), -1)))),
  );
  const eigenvalue = (matrix: Matrix): Expression => simplify(eigenvalueAlong(matrix, direction), data);
  const curvature = eigenvalue(linearisation.curvature);
  const noise = simplify(
    sum(...linearisation.noise.map((family) => squaredNoise(family, eigenvalue, linearisation))),
    data,
  );
  const spread = product(fraction(1, 2), linearisation.learningRate, noise);
  return {
    direction,
    curvature,
    noise,
    exponent: simplify(sum(product(number(-1), curvature), product(number(-1), spread)), data),
  };
}

/** (1, …) in place of (−√6/6, …): a multiple whose first entry that is not 0 is 1, or whole entries where all are rational. */
function multipleForReading(direction: readonly Expression[]): Expression[] {
  const first = direction.find((entry) => !isNumber(entry, 0)) ?? numberOne;
  const scaled = direction.map((entry) => simplify(quotient(entry, first)));
  const whole = scaled.reduce<bigint | null>(
    (common, entry) => (common === null || entry.kind !== 'number' ? null : common * entry.value.denominator),
    1n,
  );
  return whole === null ? scaled : scaled.map((entry) => product(number(whole), entry));
}

/** Σ_j c_j² of one family along a common eigenvector. */
function squaredNoise(
  family: NoiseFamily,
  eigenvalue: (matrix: Matrix) => Expression,
  linearisation: Linearisation,
): Expression {
  if (family.over === 'once') return product(family.weight, power(eigenvalue(family.matrix), 2));
  if (family.source === 'minibatch' && linearisation.sampleCurvature !== null) {
    return product(family.weight, moment('var', eigenvalue(linearisation.sampleCurvature)));
  }
  return product(family.weight, moment('mean', power(eigenvalue(family.matrix), 2)));
}

function inverseOf(value: Rational): Rational {
  return dividedBy(rational(1), value);
}
