import { isZero, negated, zero } from '../arithmetic/rational.js';
import { rank, rowEchelonForm } from '../arithmetic/rowEchelonForm.js';
import { type Expression, negate, numberOne, product, sum, symbol } from '../expression/syntax/expression.js';
import type { AffineSet } from '../model/model.js';
import type { Frame } from './provedFamily.js';
import type { Copies } from './rotatedCopies.js';

/** The coordinates' names: along the directions, and orthogonal to them. */
export const coordinateNames = ['along', 'across'] as const;

/**
 * U = Σ_a n_a p_a + Σ_S v_S q_S in every copy of ℝᵐ, for r independent directions n_a in place of those that the rows are
 * along: p is along them, and the v_S, from the minors of r + 1 axes S, span all that is orthogonal to them.
 *
 * `rows` are in reduced echelon form. Null where the rows inside the copies are not all products of r directions, r < m, with
 * the same combinations of copies.
 */
export function directionFrame(
  parameters: readonly string[],
  rows: AffineSet['rows'],
  copies: Copies,
  family: string,
): Frame | null {
  const places = new Set(copies.flat().map(({ index }) => index));
  const others = parameters.flatMap((name, index) => (places.has(index) ? [] : [{ name, index }]));
  const outside = rows.filter((row) => others.some(({ index }) => !isZero(row[index])));
  const inside = rows
    .filter((row) => !outside.includes(row))
    .map((row) => copies.map((copy) => copy.map(({ index, sign }) => (sign < 0 ? negated(row[index]) : row[index]))));
  const axes = [...copies[0].keys()];
  const size = rank(inside.flat());
  const { rows: combinations, pivots } = rowEchelonForm(
    inside.flatMap((parts) => axes.map((axis) => parts.map((part) => part[axis]))),
  );
  const isMixed = outside.some((row) => [...places].some((place) => !isZero(row[place])));
  if (isMixed || size === 0 || size === axes.length || inside.length !== size * pivots.length) return null;
  const directions = Array.from({ length: size }, (_, a) =>
    axes.map((axis) => `${family}[${size === 1 ? '' : `${a + 1}, `}${axis + 1}]`),
  );
  const n = directions.map((names) => names.map(symbol));
  const column = (copy: Copies[number], entries: readonly (readonly [number, Expression])[]) =>
    new Map(entries.map(([axis, value]) => [copy[axis].index, copy[axis].sign < 0 ? negate(value) : value]));
  const minors = choices(axes, size + 1).map((chosen) =>
    chosen.map((axis, i) => {
      const left = n.map((direction) => chosen.filter((other) => other !== axis).map((other) => direction[other]));
      return [axis, i % 2 === 0 ? determinant(left) : negate(determinant(left))] as const;
    }),
  );
  const along = copies.flatMap((copy, c) =>
    n.map((direction, a) => ({
      name: `${coordinateNames[0]}[${c + 1}, ${a + 1}]`,
      column: column(copy, [...direction.entries()]),
    })),
  );
  const across = copies.flatMap((copy, c) =>
    minors.map((minor, s) => ({ name: `${coordinateNames[1]}[${c + 1}, ${s + 1}]`, column: column(copy, minor) })),
  );
  const kept = others.map(({ name, index }) => ({ name, column: new Map([[index, numberOne]]) }));
  const none = across.map(() => zero);
  return {
    parameters: directions.flat(),
    coordinates: [...along, ...across, ...kept],
    rows: [
      ...combinations
        .slice(0, pivots.length)
        .flatMap((combination) =>
          n.map((_, a) => [
            ...combination.flatMap((weight) => n.map((_, b) => (b === a ? weight : zero))),
            ...none,
            ...kept.map(() => zero),
          ]),
        ),
      ...outside.map((row) => [...along.map(() => zero), ...none, ...others.map(({ index }) => row[index])]),
    ],
  };
}

/** Some of the axes, in order. */
function choices(axes: readonly number[], count: number): number[][] {
  if (count === 0) return [[]];
  return axes.flatMap((first, i) => choices(axes.slice(i + 1), count - 1).map((others) => [first, ...others]));
}

function determinant([first, ...others]: readonly (readonly Expression[])[]): Expression {
  if (first === undefined) return numberOne;
  const terms = first.map((entry, j) => {
    const minor = determinant(others.map((row) => row.filter((_, column) => column !== j)));
    return j % 2 === 0 ? product(entry, minor) : negate(product(entry, minor));
  });
  return sum(...terms);
}
