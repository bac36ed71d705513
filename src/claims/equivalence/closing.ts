import { isZero, negated, type Rational, rational, times, toText } from '../../arithmetic/rational.js';
import { type Expression, product } from '../../expression/syntax/expression.js';
import { printExpression } from '../../expression/syntax/print.js';
import type { SignCase } from '../../kernel/certificate.js';
import type { Algebra } from './algebra.js';
import { type Constraint, contradiction } from './farkas.js';
import { type Case, monomialSign, type Sign } from './signs.js';

/** An expression is 0, or has a sign, perhaps only weakly. */
export interface Hypothesis {
  readonly expression: Expression;
  readonly sign: Sign;
  readonly strict: boolean;
}

/**
 * A linear combination of what is said in a case, of multiples of it and of monomials with known signs, that leaves 0 > 0;
 * null when none is found. `always` is what is said in every case.
 */
export function closeCase(algebra: Algebra, here: Case, always: readonly Hypothesis[]): SignCase | null {
  const hypotheses: readonly Hypothesis[] = [
    ...[...here.signs.values()].map(({ of, sign }) => ({ expression: of.expression, sign, strict: sign !== 0 })),
    ...always,
  ];
  const direct = constraintsOf(algebra, hypotheses);
  const columns = new Set(direct.flatMap(({ form }) => [...form.keys()]));
  return (
    combination(algebra, here, direct) ??
    combination(algebra, here, [
      ...direct,
      ...constraintsOf(
        algebra,
        hypotheses.flatMap((one) => multiples(algebra, here, one, columns)),
      ),
    ])
  );
}

/** A combination of constraints and of the signs of the monomials in them. */
function combination(algebra: Algebra, here: Case, stated: readonly WrittenConstraint[]): SignCase | null {
  const columns = new Set(stated.flatMap(({ form }) => [...form.keys()]));
  const monomials = [...columns].flatMap((column) => signsOfMonomial(algebra, here, column));
  const constraints = [...stated, ...constraintsOf(algebra, monomials)];
  const multipliers = contradiction(constraints);
  if (multipliers === null) return null;
  return {
    contradiction: constraints.flatMap(({ expression, factor }, i) => {
      if (isZero(multipliers[i])) return [];
      return [{ of: printExpression(algebra.shown(expression)), multiplier: toText(times(factor, multipliers[i])) }];
    }),
  };
}

type WrittenConstraint = Constraint & {
  readonly expression: Expression;
  /** form = factor · expression */
  readonly factor: Rational;
};

/** What is 0 counts as two weak constraints. */
function constraintsOf(algebra: Algebra, hypotheses: readonly Hypothesis[]): WrittenConstraint[] {
  return hypotheses.flatMap(({ expression, sign, strict }) => {
    const found = algebra.canonicalOf(expression);
    if (found === null) return [];
    const { of, orientation, size } = found;
    const sides = sign === 0 ? ([1, -1] as const) : [(sign * orientation) as 1 | -1];
    return sides.map((side) => ({
      expression,
      strict,
      form: side > 0 ? of.form : new Map([...of.form].map(([column, value]) => [column, negated(value)])),
      factor: rational(BigInt(side * orientation) * size.denominator, size.numerator),
    }));
  });
}

/** m · expression for monomials m of known sign that bring one of its terms to one of the columns. */
function multiples(
  algebra: Algebra,
  here: Case,
  { expression, sign, strict }: Hypothesis,
  columns: ReadonlySet<string>,
): Hypothesis[] {
  const own = algebra.canonicalOf(expression);
  if (own === null || own.of.form.size < 2) return [];
  const factors = new Map<string, Expression>();
  for (const column of columns) {
    for (const term of own.of.form.keys()) {
      const factor = algebra.monomialQuotient(column, term);
      if (factor !== null) factors.set(printExpression(factor), factor);
    }
  }
  return [...factors.values()].flatMap((factor): Hypothesis[] => {
    const [column] = algebra.canonicalOf(factor)?.of.form.keys() ?? [];
    const known = column === undefined ? null : monomialSign(algebra, here, column);
    if (known === null || known === 0) return [];
    const side = known === 1 || known === 'nonnegative' ? 1 : -1;
    const written = product(factor, expression);
    return [{ expression: written, sign: (sign * side) as Sign, strict: strict && typeof known === 'number' }];
  });
}

/** What the case says of a monomial, and what the kinds of its atoms say: they may be at odds. */
function signsOfMonomial(algebra: Algebra, here: Case, column: string): Hypothesis[] {
  const expression = algebra.monomials.get(column)?.expression;
  if (expression === undefined) return [];
  const known = new Set([here, nothingSaid].map((one) => monomialSign(algebra, one, column)));
  return [...known].flatMap((sign): Hypothesis[] => {
    if (sign === null) return [];
    if (typeof sign === 'number') return [{ expression, sign, strict: sign !== 0 }];
    return [{ expression, sign: sign === 'nonnegative' ? 1 : -1, strict: false }];
  });
}

const nothingSaid: Case = { signs: new Map(), products: new Map() };
