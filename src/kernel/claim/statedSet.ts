import { type Rational, rational } from '../../arithmetic/rational.js';
import { determinant, rank } from '../../arithmetic/rationalMatrix.js';
import type { Expression } from '../../expression/syntax/expression.js';
import { parseExpression } from '../../expression/syntax/parse.js';
import type { StatedModel } from '../certificate.js';
import { type Dual, dualField } from './dualField.js';
import { type Field, NotFollowed, valueIn } from './field.js';
import { asNumber } from './polynomial.js';
import { type Quotient, QuotientField } from './quotientField.js';

/** The exact rows of the equations, k × d, from their derivatives. Throws NotFollowed unless they are linear and independent. */
export function rowsOf({ equations, parameters, data }: StatedModel): Rational[][] {
  const field = new QuotientField(data);
  const rows = equations.map((text) => {
    const equation = parseExpression(text);
    return parameters.map((_, j) => {
      const slope = derivative(
        field,
        equation,
        parameters.map((_, i) => field.constant(rational(i === j ? 1 : 0))),
        parameters,
        (name) => field.name(name),
      );
      const value = asNumber(slope.below) === null ? null : asNumber(slope.above);
      const below = asNumber(slope.below);
      if (value === null || below === null) throw new NotFollowed(`${text} is not linear in the parameters`);
      return rational(value.numerator * below.denominator, value.denominator * below.numerator);
    });
  });
  if (rank(rows) < rows.length) throw new NotFollowed('the equations depend on one another');
  return rows;
}

/**
 * Checks that the restriction describes exactly the set of the equations: each vanishes on it, and the rows determine the
 * restricted parameters. Throws NotFollowed.
 */
export function checkRestriction(
  { equations, parameters, data }: StatedModel,
  restriction: Readonly<Record<string, string>>,
  rows: readonly (readonly Rational[])[],
  valueFor: (field: QuotientField, name: string) => Quotient,
): void {
  const restricted = Object.keys(restriction);
  const columns = restricted.map((name) => parameters.indexOf(name));
  if (columns.includes(-1)) throw new NotFollowed('the restriction names what is no parameter');
  if (restricted.length !== rows.length) throw new NotFollowed('the restriction is of another dimension');
  const pivots = rows.map((row) => columns.map((j) => row[j]));
  if (determinant(pivots).numerator === 0n) throw new NotFollowed('the restriction is no graph of the set');
  const field = new QuotientField(data);
  for (const text of equations) {
    const value = valueIn(
      plain(field, (name) => valueFor(field, name)),
      parseExpression(text),
    );
    if (!field.isZero(value)) throw new NotFollowed(`${text} is not 0 on the set`);
  }
}

/** The derivative of a formula along a direction, at the values of the names. */
export function derivative(
  field: QuotientField,
  formula: Expression,
  direction: readonly Quotient[],
  parameters: readonly string[],
  value: (name: string) => Quotient,
): Quotient {
  const dual = dualField<Quotient>(field, field);
  return slopeIn(dual, formula, direction, parameters, value, field.constant(rational(0)));
}

/** The slope of a formula in dual numbers. */
export function slopeIn<T>(
  dual: Field<Dual<T>>,
  formula: Expression,
  direction: readonly T[],
  parameters: readonly string[],
  value: (name: string) => T,
  zero: T,
): T {
  const result = valueIn<Dual<T>>(
    {
      field: dual,
      value: (name) => {
        const i = parameters.indexOf(name);
        return { value: value(name), slope: i < 0 ? zero : direction[i], moves: i >= 0 };
      },
      moment: () => {
        throw new NotFollowed('a moment stands in a formula of the model');
      },
    },
    formula,
  );
  return result.slope;
}

/** Names and moments of a formula in the field itself. */
export function plain(field: QuotientField, value: (name: string) => Quotient) {
  return { field, value, moment: (kind: 'mean' | 'var', argument: Expression) => field.moment(kind, argument) };
}
