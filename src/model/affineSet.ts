import { InputError } from '../arithmetic/inputError.js';
import { isZero, negated, type Rational, toNumber } from '../arithmetic/rational.js';
import { orthogonalised } from '../arithmetic/rationalMatrix.js';
import { type Expression, negate, number, product, sum, symbol } from '../expression/syntax/expression.js';
import { completedBase } from './basePoint.js';
import { valueAt, vanishesAt } from './constants.js';
import { reduceEquations } from './linearEquations.js';
import { linearForm } from './linearForm.js';
import type { AffineSet } from './model.js';

/** What a set is read with beside its equations. */
export interface AffineSetOptions {
  /** a base point, stated for some parameters, in constants alone */
  readonly base?: ReadonlyMap<string, Expression>;
  /** the constants' values, at which equations must be consistent and the base point must lie on the set */
  readonly constants?: ReadonlyMap<string, Rational>;
  /** where an equation (by its number) or the base stands, for messages */
  readonly where?: (part: number | 'base') => string;
}

/**
 * The set {θ : every equation is 0} (theory §3), with exact rows (k × d) and a base point on it.
 *
 * Parameters that the base leaves out follow from the equations, and are 0 where these leave them free. Throws
 * InputError for an equation that is not linear in the parameters with rational coefficients, equations that depend on
 * one another or contradict one another, and a base point off the set.
 */
export function affineSet(
  name: string,
  equations: readonly Expression[],
  parameters: readonly string[],
  options: AffineSetOptions = {},
): AffineSet {
  const { base = null, constants = new Map<string, Rational>(), where = (part) => `${name}: ${part}` } = options;
  const rows: (readonly Rational[])[] = [];
  const offsets: Expression[] = [];
  equations.forEach((equation, i) => {
    const form = linearForm(equation, parameters);
    if (form.kind === 'nonlinear') throw new InputError(where(i), 'the equation is not linear', linearExample);
    if (form.kind === 'symbolicCoefficient') {
      throw new InputError(
        where(i),
        'a parameter is multiplied by a constant',
        `numbers as coefficients: ${linearExample}`,
      );
    }
    if (form.coefficients.every(isZero)) {
      throw new InputError(where(i), 'the equation holds no parameter', linearExample);
    }
    rows.push(form.coefficients);
    offsets.push(negate(form.rest));
  });
  for (const { equation, rightSide } of reduceEquations(rows, offsets).remainders) {
    const isDependent = vanishesAt(rightSide, constants);
    throw isDependent
      ? new InputError(where(equation), 'the equation follows from those before it', 'independent equations')
      : new InputError(where(equation), 'the equation contradicts those before it', 'equations with a common point');
  }
  const basePoint = completedBase(rows, offsets, parameters, base ?? new Map(), constants, {
    equations,
    where: where('base'),
  });
  return { name, equations, rows, offsets, base: basePoint, baseStated: base !== null };
}

const linearExample = 'an expression such as w1 - w2 or w1 - 2*w2 + 1/3, linear in the parameters';

/**
 * The set as a graph: each pivot parameter (one an equation) through the free parameters and the offsets.
 *
 * Substituting it restricts an expression to the set exactly.
 */
export function parametrisation(set: AffineSet, parameters: readonly string[]): ReadonlyMap<string, Expression> {
  const { pivots, rows, rightSides } = reduceEquations(set.rows, set.offsets);
  return new Map(
    pivots.map((pivot, i) => {
      const free = rows[i].flatMap((entry, j) =>
        j === pivot || isZero(entry) ? [] : [product(number(negated(entry)), symbol(parameters[j]))],
      );
      return [parameters[pivot], sum(...free, rightSides[i])];
    }),
  );
}

/** The orthonormal normal N of the set, transposed: k × d, by Gram–Schmidt of the rows in the file's order. */
export function orthonormalNormal(set: AffineSet): number[][] {
  return orthogonalised(set.rows).vectors.map((vector) => {
    const length = lengthOf(vector);
    return vector.map((entry) => toNumber(entry) / length);
  });
}

/**
 * Returns θ ↦ ‖Nᵀ(θ − θ_A)‖, the distance from the set at the constants' values; θ has one number a parameter.
 *
 * The equations are evaluated as they stand, so that w1 = w2 costs one subtraction and small distances keep their
 * digits, and lengths are scaled by the largest component, so that squares neither overflow nor underflow. NaN or
 * Infinity when θ is not finite.
 */
export function distanceTo(
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
): (theta: ArrayLike<number>) => number {
  const { vectors, factors } = orthogonalised(set.rows);
  const rows = set.rows.map((row) => Float64Array.from(row, toNumber));
  const offsets = set.offsets.map((offset) => valueAt(offset, constants));
  const lengths = vectors.map(lengthOf);
  const overlaps = factors.map((row) => Float64Array.from(row, (factor, j) => toNumber(factor) * lengths[j]));
  const components = new Float64Array(rows.length);
  return (theta) => {
    let largest = 0;
    let total = 0;
    for (let i = 0; i < rows.length; i++) {
      let residual = -offsets[i];
      for (let j = 0; j < rows[i].length; j++) if (rows[i][j] !== 0) residual += rows[i][j] * theta[j];
      for (let j = 0; j < i; j++) if (overlaps[i][j] !== 0) residual -= overlaps[i][j] * components[j];
      components[i] = residual / lengths[i];
      const size = Math.abs(components[i]);
      total += size;
      if (size > largest) largest = size;
    }
    if (rows.length === 1 || largest === 0 || !Number.isFinite(total)) return total;
    let squares = 0;
    for (let i = 0; i < rows.length; i++) squares += (components[i] / largest) ** 2;
    return largest * Math.sqrt(squares);
  };
}

function lengthOf(vector: readonly Rational[]): number {
  return Math.hypot(...vector.map(toNumber));
}
