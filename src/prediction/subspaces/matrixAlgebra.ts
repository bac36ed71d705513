import { equal, type Rational } from '../../arithmetic/rational.js';
import { dot, multiplyMatrices } from '../../arithmetic/rationalMatrix.js';
import { type RationalMatrix, rank } from '../../arithmetic/rowEchelonForm.js';
import { integerMatrix } from '../matrices/integerFamily.js';
import { liftSubspace } from './liftSubspace.js';
import { ModularSpan, primes, spanModulo } from './modularSpan.js';

/*
 * What k × k matrices have in common, by linear algebra modulo primes below 2²⁶. Answers over the rationals are lifted and verified exactly;
 * a dimension modulo a prime can differ from the true one by chance, in about one case in 10⁶, and only to the side that is stated.
 */

/** Whether the matrices generate all k × k matrices as an algebra; true is certain. */
export function generatesEverything(matrices: readonly RationalMatrix[]): boolean {
  const k = matrices[0].length;
  const [prime] = primes(1);
  return generatedAlgebra(residues(matrices, prime), k, prime).length === k * k;
}

/** N·ℚᵏ, N the nilpotent radical of the generated algebra: an invariant subspace, by a basis; empty where the algebra is semisimple. */
export function radicalImage(matrices: readonly RationalMatrix[]): RationalMatrix {
  const k = matrices[0].length;
  const image = (prime: number): ModularSpan => {
    const algebra = generatedAlgebra(residues(matrices, prime), k, prime);
    // a is in the radical when tr(ab) = 0 for every b
    const gram = algebra.map((a) => Float64Array.from(algebra, (b) => traceOfProduct(a, b, k, prime)));
    const span = new ModularSpan(prime);
    for (const coefficients of spanModulo(gram, prime).orthogonal(algebra.length)) {
      const element = combined(coefficients, algebra, prime);
      for (let j = 0; j < k; j++) span.insert(element.filter((_, index) => index % k === j));
    }
    return span;
  };
  return liftSubspace(image, (basis) => basis.length < k && isInvariant(matrices, basis)) ?? [];
}

/** The smallest subspace that holds the vector and is invariant, when it is not the whole; else null. */
export function invariantHull(matrices: readonly RationalMatrix[], vector: readonly Rational[]): RationalMatrix | null {
  const k = vector.length;
  const hull = (prime: number): ModularSpan => {
    const generators = residues(matrices, prime);
    const [first] = residues([[vector]], prime);
    const span = spanModulo([first], prime);
    const queue = [first];
    for (let next = queue.shift(); next; next = queue.shift()) {
      for (const generator of generators) {
        const moved = product(generator, next, k, 1, prime);
        if (span.insert(moved)) queue.push(moved);
      }
    }
    return span;
  };
  const [prime] = primes(1);
  if (hull(prime).dimension === k) return null;
  return liftSubspace(hull, (basis) => isInvariant(matrices, basis));
}

/** A basis of the k × b matrices X with left_j X = X right_j for every j (left_j k × k, right_j b × b). */
export function intertwiners(left: readonly RationalMatrix[], right: readonly RationalMatrix[]): RationalMatrix[] {
  const k = left[0].length;
  const b = right[0].length;
  const shaped = (entries: readonly Rational[]): RationalMatrix =>
    Array.from({ length: k }, (_, row) => entries.slice(row * b, (row + 1) * b));
  // both sides over one denominator, so that their residues belong together
  const pairs = left.map((matrix, j) => integerMatrix([...matrix.map((row) => [...row]), ...right[j]]).matrix);
  const solutions = (prime: number): ModularSpan => {
    const equations = new ModularSpan(prime);
    for (const pair of pairs) {
      const at = (row: number, column: number) => residue(pair[row][column], prime);
      for (let row = 0; row < k; row++) {
        for (let column = 0; column < b; column++) {
          const equation = new Float64Array(k * b);
          for (let l = 0; l < k; l++) equation[l * b + column] = at(row, l);
          for (let l = 0; l < b; l++) {
            equation[row * b + l] = (equation[row * b + l] + prime - at(k + l, column)) % prime;
          }
          equations.insert(equation);
        }
      }
    }
    return spanModulo(equations.orthogonal(k * b), prime);
  };
  const commute = (basis: readonly (readonly Rational[])[]): boolean =>
    basis
      .map(shaped)
      .every((x) => left.every((matrix, j) => same(multiplyMatrices(matrix, x), multiplyMatrices(x, right[j]))));
  return (liftSubspace(solutions, commute) ?? []).map(shaped);
}

/** Whether every matrix maps the span of the vectors into itself, exactly. */
function isInvariant(matrices: readonly RationalMatrix[], basis: RationalMatrix): boolean {
  const images = matrices.flatMap((matrix) => basis.map((vector) => matrix.map((row) => dot(row, vector))));
  return basis.length === 0 || rank([...basis, ...images]) === basis.length;
}

function same(a: RationalMatrix, b: RationalMatrix): boolean {
  return a.every((row, i) => row.every((x, j) => equal(x, b[i][j])));
}

function generatedAlgebra(generators: readonly Float64Array[], k: number, prime: number): Float64Array[] {
  const identity = Float64Array.from({ length: k * k }, (_, index) => (index % (k + 1) === 0 ? 1 : 0));
  const span = spanModulo([identity], prime);
  const basis: Float64Array[] = [identity];
  for (let at = 0; at < basis.length && basis.length < k * k; at++) {
    for (const generator of generators) {
      const next = product(generator, basis[at], k, k, prime);
      if (span.insert(next)) basis.push(next);
    }
  }
  return basis;
}

/** The entries row by row, each matrix times its common denominator. */
function residues(matrices: readonly RationalMatrix[], prime: number): Float64Array[] {
  return matrices.map((matrix) => Float64Array.from(integerMatrix(matrix).matrix.flat(), (x) => residue(x, prime)));
}

/** A vector times its common denominator, modulo a prime. */
export function residuesOf(vector: readonly Rational[], prime: number): Float64Array {
  return residues([[vector]], prime)[0];
}

function residue(x: bigint, prime: number): number {
  const rest = Number(x % BigInt(prime));
  return rest < 0 ? rest + prime : rest;
}

/** k × k times k × n. */
function product(a: Float64Array, b: Float64Array, k: number, n: number, prime: number): Float64Array {
  const result = new Float64Array(k * n);
  for (let i = 0; i < k; i++) {
    for (let l = 0; l < k; l++) {
      const x = a[i * k + l];
      for (let j = 0; j < n; j++) result[i * n + j] = (result[i * n + j] + x * b[l * n + j]) % prime;
    }
  }
  return result;
}

function traceOfProduct(a: Float64Array, b: Float64Array, k: number, prime: number): number {
  let sum = 0;
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) sum = (sum + a[i * k + j] * b[j * k + i]) % prime;
  return sum;
}

function combined(coefficients: Float64Array, matrices: readonly Float64Array[], prime: number): Float64Array {
  return matrices[0].map((_, index) => coefficients.reduce((sum, c, m) => (sum + c * matrices[m][index]) % prime, 0));
}
