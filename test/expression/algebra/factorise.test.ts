import { describe, expect, it } from 'vitest';
import { dividedBy, one, rational } from '../../../src/arithmetic/rational.js';
import { factorise } from '../../../src/expression/algebra/factorise.js';
import { simplify } from '../../../src/expression/algebra/fromNormalForm.js';
import {
  addPolynomials,
  constantPolynomial,
  leadingTerm,
  multiplyPolynomials,
  onePolynomial,
  type Polynomial,
  polynomialKey,
  scalePolynomial,
  variablePolynomial,
} from '../../../src/expression/algebra/polynomial.js';
import { polynomialGcd } from '../../../src/expression/algebra/polynomialGcd.js';
import { zeroTest } from '../../../src/expression/algebra/zeroTest.js';
import { difference } from '../../../src/expression/syntax/expression.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';
import { printExpression } from '../../../src/expression/syntax/print.js';
import { type RandomStream, randomStream } from '../../../src/numeric/random.js';

/** A few terms of low degree in three variables, linear in each, a number among them, so that there is no monomial content. */
function randomPolynomial(random: RandomStream): Polynomial {
  let result = constantPolynomial(rational(1 + random.below(3)));
  for (let i = 0; i < 2; i++) {
    let term = constantPolynomial(rational(random.below(2) === 0 ? 1 + random.below(4) : -1 - random.below(4)));
    for (const variable of [0, 1, 2]) term = multiplyPolynomials(term, variablePolynomial(variable, random.below(2)));
    result = addPolynomials(result, term);
  }
  return result.size > 1 ? result : randomPolynomial(random);
}

const monic = (a: Polynomial): Polynomial => scalePolynomial(a, dividedBy(one, leadingTerm(a)[1]));
const enough = () => ({ left: 100_000 });
const stripped = (a: Polynomial): boolean => [...a.keys()].includes('');

describe('the factors of 300 random products', () => {
  it('multiply to the product, up to a number, and most tell the factor that is repeated', () => {
    let repeated = 0;
    for (let i = 0; i < 300; i++) {
      const random = randomStream(7, i);
      const [a, b] = [randomPolynomial(random), randomPolynomial(random)];
      const whole = multiplyPolynomials(multiplyPolynomials(a, a), b);
      const powers = factorise(whole);
      let again = onePolynomial;
      for (const { factor, exponent } of powers)
        for (let n = 0; n < exponent; n++) again = multiplyPolynomials(again, factor);
      expect(polynomialKey(monic(again))).toBe(polynomialKey(monic(whole)));
      if (powers.some(({ exponent }) => exponent >= 2)) repeated++;
    }
    expect(repeated).toBeGreaterThan(200);
  });
});

describe('the greatest common divisor of 300 random multiples', () => {
  it('is a multiple of the common factor and divides both', () => {
    for (let i = 0; i < 300; i++) {
      const random = randomStream(8, i);
      const [a, b, c] = [randomPolynomial(random), randomPolynomial(random), randomPolynomial(random)];
      const divisor = polynomialGcd(multiplyPolynomials(a, c), multiplyPolynomials(b, c), enough());
      expect(stripped(divisor)).toBe(true);
      expect(polynomialKey(polynomialGcd(divisor, c, enough()))).toBe(polynomialKey(monic(c)));
      expect(polynomialKey(polynomialGcd(divisor, multiplyPolynomials(a, c), enough()))).toBe(polynomialKey(divisor));
    }
  });
});

describe('in print', () => {
  it.each([
    ['x*y - x*y*t^2', 'x*y*(1 - t^2)'],
    ['2*a*x*t - 2*a*x*t^3 - x*y + x*y*t^2', 'x*(t^2 - 1)*(y - 2*a*t)'],
    ['2*s^2 - 3*s + 1', '(s - 1)*(2*s - 1)'],
    ['a^4 - 4*a^3*b + 6*a^2*b^2 - 4*a*b^3 + b^4', '(a - b)^4'],
    ['-z^2 - 2*z - 1', '-(z + 1)^2'],
    ['1 - t^2', '1 - t^2'],
    ['(a + b)*(c + d)/(2*(a + b))', 'c/2 + d/2'],
    ['a*c + a*d + b*c + b*d', '(a + b)*(c + d)'],
    ['x^2 + x + 1', 'x^2 + x + 1'],
  ])('%s is %s', (text, short) => {
    const expression = parseExpression(text);
    const written = simplify(expression);
    expect(zeroTest(difference(expression, written)).status).toBe('zero');
    expect(printExpression(written)).toBe(short);
  });
});
