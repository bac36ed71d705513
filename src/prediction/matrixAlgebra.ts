import { dividedBy, isZero, minus, plus, type Rational, rational, times, zero } from '../numeric/rational.js';
import { multiplyMatrices, nullSpace, type RationalMatrix } from '../numeric/rationalMatrix.js';
import { integerMatrix } from './integerFamily.js';

/** Whether the matrices generate all k × k matrices, seen modulo one prime: true is certain, false may be chance (never seen). */
export function generatesEverything(matrices: readonly RationalMatrix[]): boolean {
  const k = matrices[0].length;
  const generators = matrices.map((matrix) =>
    Float64Array.from(integerMatrix(matrix).matrix.flat(), (entry) => Number(((entry % prime) + prime) % prime)),
  );
  const span = new ModularSpan();
  const identity = Float64Array.from({ length: k * k }, (_, index) => (index % (k + 1) === 0 ? 1 : 0));
  const queue: Float64Array[] = [identity];
  span.insert(identity);
  for (let element = queue.shift(); element; element = queue.shift()) {
    for (const generator of generators) {
      const next = modularProduct(generator, element, k);
      if (span.insert(next)) queue.push(next);
      if (span.dimension === k * k) return true;
    }
  }
  return false;
}

/** A basis of the algebra with unit that the matrices generate. */
export function generatedAlgebra(matrices: readonly RationalMatrix[]): RationalMatrix[] {
  const k = matrices[0].length;
  const identity = matrices[0].map((_, i) => matrices[0].map((_, j) => rational(i === j ? 1 : 0)));
  const span = new RationalSpan();
  span.insert(identity.flat());
  const basis: RationalMatrix[] = [identity];
  for (let at = 0; at < basis.length && basis.length < k * k; at++) {
    for (const generator of matrices) {
      const next = multiplyMatrices(generator, basis[at]);
      if (span.insert(next.flat())) basis.push(next);
    }
  }
  return basis;
}

/** A basis of the nilpotent radical: the elements a with tr(ab) = 0 for every b of the algebra (characteristic 0). */
export function radical(algebra: readonly RationalMatrix[]): RationalMatrix[] {
  const gram = algebra.map((a) => algebra.map((b) => traceOfProduct(a, b)));
  return nullSpace(gram).map((coefficients) => combination(coefficients, algebra));
}

/** A basis of the k × b matrices X with left_j X = X right_j for every j (left_j k × k, right_j b × b). */
export function intertwiners(left: readonly RationalMatrix[], right: readonly RationalMatrix[]): RationalMatrix[] {
  const k = left[0].length;
  const b = right[0].length;
  const equations = left.flatMap((matrix, j) =>
    Array.from({ length: k * b }, (_, index) => {
      const [row, column] = [Math.floor(index / b), index % b];
      const equation = new Array<Rational>(k * b).fill(zero);
      for (let l = 0; l < k; l++) equation[l * b + column] = plus(equation[l * b + column], matrix[row][l]);
      for (let l = 0; l < b; l++) equation[row * b + l] = minus(equation[row * b + l], right[j][l][column]);
      return equation;
    }),
  );
  return nullSpace(equations).map((entries) =>
    Array.from({ length: k }, (_, row) => entries.slice(row * b, (row + 1) * b)),
  );
}

/** A basis of the smallest subspace that holds the vectors and is invariant under the matrices. */
export function invariantHull(
  matrices: readonly RationalMatrix[],
  vectors: readonly (readonly Rational[])[],
): (readonly Rational[])[] {
  const span = new RationalSpan();
  const basis = vectors.filter((vector) => span.insert(vector));
  for (let at = 0; at < basis.length; at++) {
    for (const matrix of matrices) {
      const image = matrix.map((row) => row.reduce((sum, x, i) => plus(sum, times(x, basis[at][i])), zero));
      if (span.insert(image)) basis.push(image);
    }
  }
  return basis;
}

export function combination(coefficients: readonly Rational[], matrices: readonly RationalMatrix[]): RationalMatrix {
  return matrices[0].map((row, i) =>
    row.map((_, j) => coefficients.reduce((sum, c, m) => plus(sum, times(c, matrices[m][i][j])), zero)),
  );
}

/** A subspace of ℚⁿ by a basis in echelon form. */
class RationalSpan {
  private readonly rows: { readonly pivot: number; readonly row: readonly Rational[] }[] = [];

  /** Whether the vector was outside; it is inside afterwards. */
  insert(vector: readonly Rational[]): boolean {
    let rest = vector;
    for (const { pivot, row } of this.rows) {
      const factor = rest[pivot];
      if (!isZero(factor)) rest = rest.map((x, i) => (isZero(row[i]) ? x : minus(x, times(factor, row[i]))));
    }
    const pivot = rest.findIndex((x) => !isZero(x));
    if (pivot < 0) return false;
    const lead = rest[pivot];
    this.rows.push({ pivot, row: rest.map((x) => dividedBy(x, lead)) });
    return true;
  }
}

/** The largest prime below 2²⁶: products of two residues are exact in doubles. */
const modulus = 67108859;
const prime = BigInt(modulus);

/** The same modulo the prime. */
class ModularSpan {
  private readonly rows: { readonly pivot: number; readonly row: Float64Array }[] = [];

  get dimension(): number {
    return this.rows.length;
  }

  insert(vector: Float64Array): boolean {
    const rest = vector.slice();
    for (const { pivot, row } of this.rows) {
      const factor = rest[pivot];
      if (factor === 0) continue;
      for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] + (modulus - factor) * row[i]) % modulus;
    }
    const pivot = rest.findIndex((x) => x !== 0);
    if (pivot < 0) return false;
    const scale = inverseModulo(rest[pivot]);
    this.rows.push({ pivot, row: rest.map((x) => (x * scale) % modulus) });
    return true;
  }
}

/** x^(p − 2) */
function inverseModulo(x: number): number {
  let result = 1;
  let square = x;
  for (let exponent = modulus - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function modularProduct(a: Float64Array, b: Float64Array, k: number): Float64Array {
  const result = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let l = 0; l < k; l++) {
      const x = a[i * k + l];
      for (let j = 0; j < k; j++) result[i * k + j] = (result[i * k + j] + x * b[l * k + j]) % modulus;
    }
  }
  return result;
}

function traceOfProduct(a: RationalMatrix, b: RationalMatrix): Rational {
  let sum = zero;
  a.forEach((row, i) => {
    row.forEach((x, j) => {
      sum = plus(sum, times(x, b[j][i]));
    });
  });
  return sum;
}
