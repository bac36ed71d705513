import { dividedBy, isZero, minus, negated, type Rational, times } from '../arithmetic/rational.js';
import { type Expression, number, product, sum } from '../expression/syntax/expression.js';

/** Linear equations in reduced row echelon form; the right sides are expressions. */
export interface ReducedEquations {
  /** the column of each row's leading 1, ascending */
  readonly pivots: readonly number[];
  /** rank × columns */
  readonly rows: readonly (readonly Rational[])[];
  /** rank */
  readonly rightSides: readonly Expression[];
  /** The right sides of the rows that vanished, each with the number of its equation: the equations hold together when all are 0. */
  readonly remainders: readonly { readonly equation: number; readonly rightSide: Expression }[];
}

/** Gauss–Jordan elimination in rationals; rows: equations × columns, rightSides: one an equation. */
export function reduceEquations(
  rows: readonly (readonly Rational[])[],
  rightSides: readonly Expression[],
): ReducedEquations {
  const reduced: { pivot: number; row: readonly Rational[]; rightSide: Expression }[] = [];
  const remainders: { equation: number; rightSide: Expression }[] = [];
  rows.forEach((given, equation) => {
    let line = { row: given, rightSide: rightSides[equation] };
    for (const { pivot, row, rightSide } of reduced) line = withoutPivot(line, pivot, { row, rightSide });
    const pivot = line.row.findIndex((entry) => !isZero(entry));
    if (pivot < 0) {
      remainders.push({ equation, rightSide: line.rightSide });
      return;
    }
    const leading = line.row[pivot];
    const scaled = {
      row: line.row.map((entry) => dividedBy(entry, leading)),
      rightSide: product(number(dividedBy({ numerator: 1n, denominator: 1n }, leading)), line.rightSide),
    };
    for (let i = 0; i < reduced.length; i++) {
      reduced[i] = { pivot: reduced[i].pivot, ...withoutPivot(reduced[i], pivot, scaled) };
    }
    reduced.push({ pivot, ...scaled });
  });
  reduced.sort((a, b) => a.pivot - b.pivot);
  return {
    pivots: reduced.map(({ pivot }) => pivot),
    rows: reduced.map(({ row }) => row),
    rightSides: reduced.map(({ rightSide }) => rightSide),
    remainders,
  };
}

interface Line {
  readonly row: readonly Rational[];
  readonly rightSide: Expression;
}

/** The line minus the multiple of another, whose entry at the pivot is 1, that clears the pivot's column. */
function withoutPivot(line: Line, pivot: number, other: Line): Line {
  const factor = line.row[pivot];
  if (isZero(factor)) return line;
  return {
    row: line.row.map((entry, j) => minus(entry, times(factor, other.row[j]))),
    rightSide: sum(line.rightSide, product(number(negated(factor)), other.rightSide)),
  };
}
