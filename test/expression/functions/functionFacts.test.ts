import { describe, expect, it } from 'vitest';
import { divided, type Enclosure, exact, minus, negative } from '../../../src/arithmetic/enclosure.js';
import { compare, negated, plus, type Rational, rational, sign, toNumber } from '../../../src/arithmetic/rational.js';
import { isAtLeastZero, isAtMostZero, type Sign, signFrom } from '../../../src/arithmetic/sign.js';
import { differentiate } from '../../../src/expression/calculus/differentiate.js';
import { encloseExpression } from '../../../src/expression/evaluation/enclose.js';
import type { TensorFunctions } from '../../../src/expression/functions/functionFacts.js';
import { functions } from '../../../src/expression/functions/functions.js';
import { holds } from '../../../src/expression/syntax/condition.js';
import { call, type Expression, fraction, number, symbol } from '../../../src/expression/syntax/expression.js';
import { functionNames } from '../../../src/expression/syntax/functionName.js';
import { latexOf } from '../../../src/expression/syntax/latex.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';

const bits = 120;
const x = symbol('x');
const halves = [-11, -7, -3, -2, -1, 1, 2, 3, 7, 11].map((n) => rational(n, 8));

const enclose = (expression: Expression, at: Rational): Enclosure | null =>
  encloseExpression(expression, new Map([['x', at]]), bits);

const meet = (a: Enclosure, b: Enclosure): boolean => compare(a.lower, b.upper) <= 0 && compare(b.lower, a.upper) <= 0;
const widthOf = ({ lower, upper }: Enclosure): number => toNumber(plus(upper, negated(lower)));

/** The function on the line x, its other arguments at numbers that are no special ones. */
function onLine(name: (typeof functionNames)[number]): Expression {
  const { arity } = functions[name];
  return call(name, x, ...(arity === 1 ? [] : [fraction(3, 16)]));
}

describe.each(functionNames)('the facts of %s', (name) => {
  const facts = functions[name];
  const f = onLine(name);
  const others = f.kind === 'call' ? f.arguments.slice(1) : [];
  const points = halves.filter((at) => enclose(f, at) !== null);
  const valueAt = (at: Rational): Enclosure => enclose(f, at) as Enclosure;

  it('are asked for at points enough', () => {
    expect(points.length).toBeGreaterThanOrEqual(5);
    for (const at of points) expect(widthOf(valueAt(at))).toBeLessThan(1e-30);
  });

  it('hold its value in doubles', () => {
    for (const at of points) {
      const value = toNumber(valueAt(at).lower);
      const ours = facts.evaluate(toNumber(at), ...others.map(() => 3 / 16));
      expect(Math.abs(ours - value)).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(value)));
    }
  });

  it('have a definition of the same value', () => {
    const definition = f.kind === 'call' ? facts.definition(f.arguments) : null;
    const parts = f.kind === 'call' ? facts.parts(f.arguments) : null;
    for (const at of points) {
      for (const form of [definition, parts]) {
        const value = form && enclose(form, at);
        if (form !== null) expect(value !== null && meet(value, valueAt(at))).toBe(true);
      }
    }
  });

  it('have a derivative that the difference quotient approaches', () => {
    const reach = rational(1, 1 << 24);
    const critical = facts.critical([x, ...others]).map(({ at }) => at);
    const smooth = points.filter((at) => critical.every((of) => sign((enclose(of, at) as Enclosure).lower) !== 0));
    expect(smooth.length).toBeGreaterThanOrEqual(4);
    for (const at of smooth) {
      const rise = minus(valueAt(plus(at, reach)), valueAt(plus(at, negated(reach))));
      const quotient = divided(rise, exact(plus(reach, reach))) as Enclosure;
      const gap = minus(quotient, enclose(differentiate(f, 'x'), at) as Enclosure);
      expect(Math.abs(toNumber(gap.lower))).toBeLessThan(1e-10);
    }
  });

  it('have the parity of its values', () => {
    if (facts.arity !== 1) return expect(facts.parity).toBe('neither');
    const mirrored = points.filter((at) => points.some((other) => compare(other, negated(at)) === 0));
    const isOdd = mirrored.every((at) => meet(valueAt(negated(at)), negative(valueAt(at))));
    const isEven = mirrored.every((at) => meet(valueAt(negated(at)), valueAt(at)));
    expect(facts.parity).toBe(mirrored.length === 0 || isOdd === isEven ? 'neither' : isOdd ? 'odd' : 'even');
  });

  it('are monotonous as they say', () => {
    // silu and mish turn below −1; tan's first pole is at 1.57
    const along =
      facts.monotony === 'neither' && enclose(f, rational(-5)) !== null ? [rational(-5), ...points] : points;
    const rises = along.slice(1).map((at, i) => minus(valueAt(at), valueAt(along[i])));
    const isNowhereFalling = rises.every(({ upper }) => sign(upper) >= 0);
    const isNowhereRising = rises.every(({ lower }) => sign(lower) <= 0);
    if (facts.monotony === 'increasing') expect(isNowhereFalling).toBe(true);
    if (facts.monotony === 'decreasing') expect(isNowhereRising).toBe(true);
    // leakyrelu increases where its slope is positive alone
    if (facts.monotony === 'neither' && !['leakyrelu', 'sin'].includes(name)) {
      expect(isNowhereFalling || isNowhereRising).toBe(false);
    }
  });

  it('tell signs that its values have', () => {
    for (const at of points) {
      const signs: Sign[] = [signFrom(sign(at)), ...others.map((): Sign => 'positive')];
      const told = facts.sign(signs);
      const { lower, upper } = valueAt(at);
      if (told === 'positive') expect(sign(upper)).toBe(1);
      if (told === 'negative') expect(sign(lower)).toBe(-1);
      if (isAtLeastZero(told)) expect(sign(upper)).toBeGreaterThanOrEqual(0);
      if (isAtMostZero(told)) expect(sign(lower)).toBeLessThanOrEqual(0);
    }
  });

  it('have an inverse that leads back', () => {
    const { inverse } = facts;
    if (inverse === null) return;
    for (const at of points) {
      const back = encloseExpression(inverse.argument(symbol('y')), new Map([['y', valueAt(at).lower]]), bits);
      expect(back).not.toBeNull();
      expect(Math.abs(toNumber((back as Enclosure).lower) - toNumber(at))).toBeLessThan(1e-20);
    }
  });

  it('have a tensor form of the same values', () => {
    for (const at of points) {
      const value = toNumber(valueAt(at).lower);
      const ours = facts.tensor(doubles, [toNumber(at), ...others.map(() => 3 / 16)]) as number;
      expect(Math.abs(ours - value)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(value)));
    }
  });

  it('are exact where they say so', () => {
    for (const at of [...points, rational(0), rational(1), rational(4), rational(-8)]) {
      const value = facts.exact([number(at), ...others]);
      const bounds = enclose(f, at);
      if (value === null) continue;
      const told = encloseExpression(value, new Map(), bits);
      expect(bounds !== null && told !== null && meet(bounds, told)).toBe(true);
    }
  });

  it('are smooth but at critical points, and have values where the domain says so', () => {
    const critical = facts.critical([x, ...others]).map(({ at }) => at);
    for (const at of halves) {
      const holds = facts.domain([x, ...others]).every(({ of, relation }) => {
        const { lower, upper } = enclose(of, at) as Enclosure;
        return relation === '!='
          ? sign(lower) * sign(upper) > 0
          : sign(lower) > 0 || (relation === '>=' && sign(lower) === 0);
      });
      expect(enclose(f, at) !== null).toBe(holds);
      const isCritical = critical.some((where) => sign((enclose(where, at) as Enclosure).lower) === 0);
      if (holds && !isCritical) expect(enclose(differentiate(f, 'x'), at)).not.toBeNull();
    }
  });

  it('are written and read', () => {
    expect(latexOf(f)).toContain('x');
    const missing = facts.defaults.length;
    const text = `${name}(${['x', '3/16'].slice(0, facts.arity === 'any' ? 2 : facts.arity - missing).join(', ')})`;
    expect(parseExpression(text).kind).toBe('call');
  });
});

it('no two functions are written alike', () => {
  expect(new Set(functionNames.map((name) => latexOf(onLine(name)))).size).toBe(functionNames.length);
});

/** Tensors of one element. */
const doubles: TensorFunctions<number | boolean> = {
  number: (value) => value,
  add: (a, b) => Number(a) + Number(b),
  multiply: (a, b) => Number(a) * Number(b),
  divide: (a, b) => Number(a) / Number(b),
  power: (a, b) => Number(a) ** Number(b),
  compare: (operator, a, b) => holds(operator, Number(a), Number(b)),
  select: (condition, then, otherwise) => (condition ? then : otherwise),
  maximum: (a, b) => Math.max(Number(a), Number(b)),
  minimum: (a, b) => Math.min(Number(a), Number(b)),
  sign: (z) => Math.sign(Number(z)),
  native: (name, z) => functions[name === 'atan' ? 'arctan' : name].evaluate(Number(z)),
  nearZero: (z, radius, coefficients, elsewhere) =>
    Math.abs(Number(z)) < radius
      ? Number(z) * coefficients.reduceRight((sum, c) => sum * Number(z) ** 2 + c, 0)
      : elsewhere,
};
