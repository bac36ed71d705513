import { dividedBy, isZero, minus, one, type Rational, rational, sumOf, times } from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { type Expression, symbolsOf } from '../../expression/syntax/expression.js';
import { floatMatrix, type WeightedMatrix } from '../matrices/linearFamily.js';

/** One k × k matrix a sample, in rationals where all entries are; what is made of them is made once. */
export class SampleMatrices {
  private means: Rational[][] | null = null;
  private gaps: SampleMatrices | null = null;
  private numbers: number[][][] | null = null;
  private few: WeightedMatrix[] | null = null;

  constructor(readonly exact: readonly RationalMatrix[]) {}

  /** Entrywise over the samples. */
  get mean(): Rational[][] {
    const count = rational(this.exact.length);
    this.means ??= this.exact[0].map((row, l) =>
      row.map((_, m) => dividedBy(sumOf(this.exact.map((matrix) => matrix[l][m])), count)),
    );
    return this.means;
  }

  /** Each less the mean. */
  get centred(): SampleMatrices {
    const mean = this.mean;
    this.gaps ??= new SampleMatrices(
      this.exact.map((matrix) => matrix.map((row, l) => row.map((entry, m) => minus(entry, mean[l][m])))),
    );
    return this.gaps;
  }

  /** The nearest matrices in doubles. */
  get floats(): readonly (readonly (readonly number[])[])[] {
    this.numbers ??= this.exact.map(floatMatrix);
    return this.numbers;
  }

  /** Weighted matrices, at most k² where the samples are many, with the same Σ M⊗M, which is all that an SDE knows of them. */
  get weighted(): readonly WeightedMatrix[] {
    const entries = this.exact[0].length ** 2;
    const isWorth = this.exact.length >= manySamples && entries <= mostEntries;
    this.few ??= isWorth ? fewWithSameSquares(this.exact) : this.exact.map((matrix) => ({ weight: one, matrix }));
    return this.few;
  }
}

/** Fewer are kept one by one: a file's own matrices are what a reader expects in a certificate. */
const manySamples = 1000;
/** Of a matrix; with more the sums of their products cost more than they spare. */
const mostEntries = 16;

/** G = Σ m mᵀ over the matrices as vectors m, as Σ d l lᵀ by an exact LDLᵀ: each l is a combination of the m, and none is 0. */
function fewWithSameSquares(matrices: readonly RationalMatrix[]): WeightedMatrix[] {
  const k = matrices[0].length;
  const vectors = matrices.map((matrix) => matrix.flat());
  let left = Array.from({ length: k * k }, (_, a) =>
    Array.from({ length: k * k }, (_, b) => sumOf(vectors.map((vector) => times(vector[a], vector[b])))),
  );
  return left.flatMap((_, r): WeightedMatrix[] => {
    const weight = left[r][r];
    if (isZero(weight)) return [];
    const column = left.map((row) => dividedBy(row[r], weight));
    left = left.map((row, a) => row.map((entry, b) => minus(entry, times(weight, times(column[a], column[b])))));
    return [{ weight, matrix: Array.from({ length: k }, (_, l) => column.slice(l * k, (l + 1) * k)) }];
  });
}

/** What evaluation gave: whether all entries were rational, and whether all were finite (else 0 stands for those that were not). */
export interface EvaluatedSamples {
  readonly matrices: SampleMatrices;
  readonly isExact: boolean;
  readonly isFinite: boolean;
}

/**
 * The matrices of the samples as `evaluate` gives them, or those of the last call where no value that they depend on has
 * changed since: a search in one constant looks at many of its values, and data of many rows depend on few constants.
 */
export function evaluatedOnce(
  matrix: readonly (readonly Expression[])[],
  rows: readonly (readonly Rational[])[],
  values: ReadonlyMap<string, Rational>,
  evaluate: () => EvaluatedSamples,
): EvaluatedSamples {
  const before = lastEvaluations.get(matrix);
  const names = before?.names ?? [...new Set(matrix.flatMap((row) => symbolsOf(...row)))];
  const at = names.map((name) => values.get(name));
  if (before !== undefined && before.rows === rows && before.at.every((value, i) => isSame(value, at[i])))
    return before.found;
  const found = evaluate();
  lastEvaluations.set(matrix, { names, rows, at, found });
  return found;
}

const lastEvaluations = new WeakMap<
  readonly (readonly Expression[])[],
  {
    readonly names: readonly string[];
    readonly rows: readonly (readonly Rational[])[];
    readonly at: readonly (Rational | undefined)[];
    readonly found: EvaluatedSamples;
  }
>();

function isSame(a: Rational | undefined, b: Rational | undefined): boolean {
  return a === b || (a?.numerator === b?.numerator && a?.denominator === b?.denominator);
}
