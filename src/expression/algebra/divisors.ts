import type { Fraction } from './fraction.js';
import type { FractionArithmetic } from './fractionArithmetic.js';
import { indicatorsIn, settledPolynomial } from './indicators.js';
import { asConstant, forEachPower, type Polynomial, polynomialKey, variablePolynomial } from './polynomial.js';

/** What an expression divides by, and whether only inside branches of conditionals. */
export class Divisors {
  private readonly known = new Map<string, { readonly factor: Polynomial; readonly isGuarded: boolean }>();

  /** guarded: inside a branch of a conditional, as every case of a divisor with indicators is. */
  note(ring: FractionArithmetic, { numerator, denominator }: Fraction, guarded: boolean): void {
    const [indicator] = indicatorsIn(ring, { numerator, denominator });
    if (indicator !== undefined) {
      for (const isTrue of [true, false]) {
        const settled = settledPolynomial(ring, numerator, indicator, isTrue);
        if (settled.size > 0) this.note(ring, { numerator: settled, denominator }, true);
      }
      return;
    }
    const { content, rest } = ring.primitive(numerator);
    const factors = asConstant(rest) === null ? [rest] : [];
    forEachPower(content, (variable) => {
      // a power of a unit is never multiplied into a numerator: in a branch it does no harm
      if (!guarded || ring.isRelated(variable)) factors.push(variablePolynomial(variable));
    });
    for (const factor of factors) {
      const key = polynomialKey(factor);
      const isGuarded = guarded && (this.known.get(key)?.isGuarded ?? true);
      this.known.set(key, { factor, isGuarded });
    }
  }

  /** `branch`: inside branches of conditionals only, so that the expression may be defined where they are 0; or `outside`. */
  of(where: 'branch' | 'outside'): Polynomial[] {
    const isBranch = where === 'branch';
    return [...this.known.values()].filter(({ isGuarded }) => isGuarded === isBranch).map(({ factor }) => factor);
  }
}
