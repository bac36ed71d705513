import { describe, expect, it } from 'vitest';
import { type Enclosure, exact, minus, plus, times } from '../../../src/arithmetic/enclosure.js';
import {
  compare,
  power,
  type Rational,
  rational,
  plus as sum,
  toNumber,
  zero,
} from '../../../src/arithmetic/rational.js';
import { formulaText } from '../../../src/claims/claimText.js';
import { encloseExpression } from '../../../src/expression/evaluation/enclose.js';
import { TaylorModelSpace } from '../../../src/expression/evaluation/taylorModel.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';
import { TaylorField } from '../../../src/kernel/exponent/taylorField.js';
import { parseFormula } from '../../../src/kernel/formula/parseFormula.js';
import { valuesIn } from '../../../src/kernel/formula/valueIn.js';
import { followed, Work } from '../../../src/kernel/notFollowed.js';
import { randomStream } from '../../../src/numeric/random.js';

const bits = 80;

function modelOf(text: string, order: number, reach: Rational, centre: readonly Rational[]) {
  const space = new TaylorModelSpace(2, order, reach, bits);
  const names = new Map([
    ['x', space.variable(0, centre[0])],
    ['y', space.variable(1, centre[1])],
    ['a', space.constant(exact(rational(2, 3)))],
  ]);
  const formula = parseFormula(formulaText(parseExpression(text)));
  return { space, model: followed(() => valuesIn(new TaylorField(space, names, new Work()))(formula)) };
}

const formulas = [
  'exp(x - y/2)*a',
  'log(1 + x*y + x)',
  'sqrt(2 + x)/(1 - y/3)',
  'sin(x + 2*y) - cos(x*y)',
  'tan(x/2) + tanh(y + x/2)',
  'sigmoid(x) * softplus(y - x)',
  'erf(x + y) + gelu(x) + relu(1 + y)',
  'abs(x - 2)*sign(y + 1) + max(x, y + 3)',
  'sinh(x)^3 - cosh(y)^(-2) + (1 + x)^a',
  '(x > -1 and y < 1 ? x^2 : exp(x)) + pi*x - e*y',
];

describe('a Taylor model', () => {
  it.each(formulas)('holds the values of %s all over the cube', (text) => {
    const centre = [rational(1, 8), rational(-1, 16)];
    const reach = rational(1, 4);
    const { space, model } = modelOf(text, 4, reach, centre);
    if (model === null) throw new Error('no model');
    const stream = randomStream(11, 0);
    for (let i = 0; i < 12; i++) {
      const corner = i < 4 ? [i % 2 === 0 ? 64 : -64, i < 2 ? 64 : -64] : [0, 0].map(() => stream.below(129) - 64);
      const step = corner.map((value) => rational(value, 256));
      const values = new Map([
        ['a', rational(2, 3)],
        ['x', sum(centre[0], step[0])],
        ['y', sum(centre[1], step[1])],
      ]);
      const truth = encloseExpression(parseExpression(text), values, bits) as Enclosure;
      const bounds = model.reduce((total: Enclosure, coefficient, place) => {
        if (coefficient === null) return total;
        const monomial = space.monomials[place].map((m, axis) => power(step[axis], m));
        return plus(total, times(times(coefficient, exact(monomial[0])), exact(monomial[1])));
      }, exact(zero));
      const gap = minus(truth, bounds);
      expect(compare(gap.lower, zero) <= 0 && compare(gap.upper, zero) >= 0).toBe(true);
      expect(toNumber(bounds.upper) - toNumber(bounds.lower)).toBeLessThan(0.2);
    }
  });

  it('is Taylor’s polynomial, exactly, at reach 0: tanh(x) y has x y − x³y/3', () => {
    const { space, model } = modelOf('tanh(x)*y', 5, zero, [zero, zero]);
    const stated = model?.flatMap((value, place) => (value === null ? [] : [[space.monomials[place], value] as const]));
    expect(stated).toEqual([
      [[1, 1], exact(rational(1))],
      [[3, 1], exact(rational(-1, 3))],
    ]);
  });

  it('is refused where the function is not analytic on the whole cube', () => {
    const half = rational(1, 2);
    for (const text of [
      'abs(x)',
      'sqrt(x + 1/4)',
      '1/(x - 1/4)',
      'log(y)',
      'relu(x)',
      '(x > 0 ? 1 : 2)',
      'max(x, y)',
    ]) {
      expect(modelOf(text, 3, half, [zero, zero]).model).toBeNull();
    }
  });
});
