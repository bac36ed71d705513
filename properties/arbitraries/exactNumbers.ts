import fc from 'fast-check';
import { rational } from '../../src/arithmetic/rational.js';
import { type Expression, fraction, number } from '../../src/expression/syntax/expression.js';

/** Numbers of every shape that the printer treats differently: whole, decimal, large, tiny, fractions. */
export function exactNumbers(): fc.Arbitrary<Expression> {
  return fc.oneof(
    fc.integer({ min: -12, max: 12 }).map((n) => number(n)),
    fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 40 })).map(([p, q]) => fraction(p, q)),
    fc
      .tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -30, max: 30 }))
      .map(([digits, k]) =>
        number(k >= 0 ? rational(BigInt(digits) * 10n ** BigInt(k)) : rational(digits, 10n ** BigInt(-k))),
      ),
  );
}
