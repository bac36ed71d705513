import { describe, expect, it } from 'vitest';
import { erf, erfc } from '../../../src/arithmetic/errorFunction.js';
import { dividedBy, plus, type Rational, rational, times, toNumber } from '../../../src/arithmetic/rational.js';
import { evaluate } from '../../../src/expression/evaluation/evaluate.js';
import { exactValue, functions } from '../../../src/expression/functions/functions.js';
import {
  type Expression,
  fraction,
  keyOf,
  number,
  numberZero,
  symbol,
} from '../../../src/expression/syntax/expression.js';
import { type FunctionName, functionNames } from '../../../src/expression/syntax/functionName.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';
import { closeTo } from '../closeTo.js';

const names = ['a', 'b', 'c'];

const argumentsOf = (name: FunctionName): Expression[] =>
  names.slice(0, functions[name].arity === 'any' ? 3 : Number(functions[name].arity)).map(symbol);

const at = (values: readonly number[]) => new Map(names.map((name, i) => [name, values[i]]));

/** Points inside the domain of every function and away from every kink. */
const points = [0.3, 0.75, 1.25, 2.5].flatMap((a) => [at([a, 0.9, 1.7]), at([a, 3, 0.1])]);

/** A central difference with this step is good to its square, times derivatives of order 10. */
const step = 1e-5;
const differenceTolerance = 1e-8;

describe.each(functionNames)('%s', (name) => {
  const values = argumentsOf(name);
  const entry = functions[name];
  const evaluateAt = (point: ReadonlyMap<string, number>) =>
    entry.evaluate(...values.map((value) => evaluate(value, point) as number));

  it('has the derivative of its values', () => {
    for (const point of points) {
      for (const [i, partial] of entry.derivative(values).entries()) {
        const moved = (h: number) => evaluateAt(new Map([...point, [names[i], (point.get(names[i]) as number) + h]]));
        const slope = (moved(step) - moved(-step)) / (2 * step);
        expect(closeTo(evaluate(partial, point) as number, slope, differenceTolerance)).toBe(true);
      }
    }
  });

  it('equals its definition', () => {
    const definition = entry.definition(values);
    if (definition === null) {
      expect(['exp', 'log', 'sqrt', 'abs', 'sign', 'sin', 'cos', 'erf', 'arctan']).toContain(name);
      return;
    }
    for (const a of [-2.5, -0.4, 0, 0.3, 4]) {
      const point = at([a, 0.9, -1.7]);
      expect(closeTo(evaluate(definition, point) as number, evaluateAt(point), 1e-14)).toBe(true);
    }
  });

  it('has exact values that are its values', () => {
    for (const exact of [numberZero, number(1), number(4), number(-3), fraction(9, 4), fraction(-1, 3)]) {
      const inputs = [exact, number(1), number(-1)].slice(0, values.length);
      const value = exactValue(name, inputs);
      if (value === null) continue;
      const doubles = inputs.map((input) => evaluate(input, new Map()) as number);
      expect(closeTo(evaluate(value, new Map()) as number, entry.evaluate(...doubles), 1e-15)).toBe(true);
    }
  });
});

describe('the values', () => {
  /** erf(x) by its Taylor series 2/√π Σ (−1)ⁿ x²ⁿ⁺¹/(n! (2n+1)), in 400-bit fixed point. */
  function exactErf(x: Rational): Rational {
    const bits = 400n;
    const scaled = (value: Rational) => (value.numerator << bits) / value.denominator;
    const square = scaled(times(x, x));
    let term = scaled(x);
    let total = term;
    for (let n = 1n; term !== 0n; n++) {
      term = -((term * square) >> bits) / n;
      total += term / (2n * n + 1n);
    }
    return times(rational(2n * total, 1n << bits), rational(oneOverRootPi, 10n ** 60n));
  }
  const oneOverRootPi = 564189583547756286948079451560772585844050629328998856844086n;

  it('of erf are right to one unit in the last place', () => {
    let worst = 0;
    for (let k = 1; k <= 600; k++) {
      const x = (k * 6) / 601;
      const exact = exactErf(rational(BigInt(x * 2 ** 60), 2n ** 60n));
      const error = plus(rational(BigInt(erf(x) * 2 ** 80), 2n ** 80n), times(exact, rational(-1)));
      const unit = 2 ** (Math.floor(Math.log2(toNumber(exact))) - 52);
      worst = Math.max(worst, Math.abs(toNumber(error)) / unit);
    }
    expect(worst).toBeLessThan(1);
  });

  it('of erfc keep their digits where erf is all but 1', () => {
    // from the continued fraction of erfc, worked out in exact fractions from the bottom up
    for (const x of [3, 5, 9, 20]) {
      let tail = rational(x);
      for (let n = 400; n >= 1; n--) tail = truncated(plus(rational(x), dividedBy(rational(n, 2), tail)));
      const expected = Math.exp(-x * x) / Math.sqrt(Math.PI) / toNumber(tail);
      expect(closeTo(erfc(x) / expected, 1, 1e-15)).toBe(true);
    }
  });

  /** Keeps the fractions short: 300 bits are far beyond double precision. */
  function truncated(value: Rational): Rational {
    return rational((value.numerator << 300n) / value.denominator, 1n << 300n);
  }

  it('of erf and erfc are odd, complementary, and right at the ends', () => {
    for (const x of [0, 0.3, 0.5, 0.99, 1, 2.7, 6, 30]) {
      expect(erf(-x)).toBe(-erf(x));
      expect(closeTo(erf(x) + erfc(x), 1, 2e-16)).toBe(true);
      expect(closeTo(erfc(-x), 1 + erf(x), 2e-16)).toBe(true);
    }
    expect([erf(Number.POSITIVE_INFINITY), erfc(Number.POSITIVE_INFINITY)]).toEqual([1, 0]);
    expect([erf(Number.NaN), erfc(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
    expect(erf(1e-300)).toBe(1e-300 * (2 / Math.sqrt(Math.PI)));
  });

  it('of softplus and sigmoid neither overflow nor lose what is left', () => {
    expect(functions.softplus.evaluate(1000)).toBe(1000);
    expect(functions.softplus.evaluate(-700)).toBe(Math.exp(-700));
    expect(functions.sigmoid.evaluate(1000)).toBe(1);
    expect(functions.sigmoid.evaluate(-700)).toBe(Math.exp(-700));
    expect(functions.sigmoid.evaluate(-1000)).toBe(0);
  });

  it('of gelu keep their digits far below zero', () => {
    expect(closeTo(functions.gelu.evaluate(-10) / -7.61985302416053e-23, 1, 1e-15)).toBe(true);
    expect(functions.gelu.evaluate(-50)).toBe(-0);
  });

  it('of relu pass NaN on', () => {
    expect(functions.relu.evaluate(Number.NaN)).toBeNaN();
  });
});

describe('exactValue', () => {
  it.each([
    ['exp(0)', '1'],
    ['log(1)', '0'],
    ['log(e)', '1'],
    ['sqrt(4/9)', '2/3'],
    ['sign(-1/3)', '-1'],
    ['abs(-1/3)', '1/3'],
    ['relu(-2)', '0'],
    ['relu(5/7)', '5/7'],
    ['max(1/2, 2/3, -1)', '2/3'],
    ['min(1/2, 2/3, -1)', '-1'],
    ['tanh(0)', '0'],
    ['cosh(0)', '1'],
    ['cos(0)', '1'],
    ['erf(0)', '0'],
    ['sigmoid(0)', '1/2'],
    ['softplus(0)', 'log(2)'],
    ['gelu(0)', '0'],
  ])('of %s is %s', (text, expected) => {
    const node = parseExpression(text);
    if (node.kind !== 'call') throw new Error('a call was meant');
    const value = exactValue(node.function, node.arguments);
    expect(value && keyOf(value)).toBe(keyOf(parseExpression(expected)));
  });

  it('is null where the value is no simpler', () => {
    for (const text of ['exp(1)', 'sqrt(2)', 'sqrt(-4)', 'tanh(1)', 'max(x, 1)', 'abs(x)', 'log(2)']) {
      const node = parseExpression(text);
      if (node.kind === 'call') expect(exactValue(node.function, node.arguments)).toBeNull();
    }
  });
});

describe('kinks', () => {
  it('are where the derivative jumps', () => {
    const [a, b, c] = names.map(symbol);
    for (const name of ['relu', 'abs', 'sign', 'sqrt'] as const) expect(functions[name].critical([a])[0].at).toEqual(a);
    for (const name of ['tanh', 'gelu', 'softplus', 'exp'] as const) expect(functions[name].critical([a])).toEqual([]);
    expect(functions.max.critical([a, b, c]).map(({ at }) => keyOf(at))).toEqual(
      ['a - b', 'a - c', 'b - c'].map((t) => keyOf(parseExpression(t))),
    );
  });

  it('leave the derivatives of max adding up to 1, equal arguments or not', () => {
    for (const name of ['max', 'min'] as const) {
      for (const point of [at([1, 1, 1]), at([1, 1, 0]), at([0, 1, 1]), at([1, 0, 1])]) {
        const partials = functions[name]
          .derivative(names.map(symbol))
          .map((partial) => evaluate(partial, point) as number);
        expect(partials.reduce((total, value) => total + value)).toBe(1);
      }
    }
  });
});
