import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/expression/evaluate.js';
import { parseExpression } from '../../src/expression/parse.js';
import { printExpression } from '../../src/expression/print.js';
import type { LossDynamics, Model } from '../../src/model/model.js';
import { toNumber } from '../../src/numeric/rational.js';
import { largestExponent } from '../../src/symbolic/condition.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { solveFor } from '../../src/symbolic/solve.js';
import { families } from './families.js';
import { builtin, lossModel } from './models.js';

const solved = (text: string): string[] | null => solveFor(parseExpression(text), 'x')?.map(printExpression) ?? null;

describe('solving for one name', () => {
  it.each([
    ['a*x - b', ['b/a']],
    ['a*x^2 - b', ['sqrt(b/a)', '-sqrt(b/a)']],
    ['x^3 - a', ['a^(1/3)']],
    ['x^2 - 3*x + 2', ['2', '1']],
    ['a - b/x', ['b/a']],
    ['(x - a)/(x - b)', ['a']],
    ['5*a', []],
  ])('%s = 0 gives %j', (text, stated) => {
    expect(solved(text)).toEqual(stated);
  });

  it('keeps no root that the zero test does not confirm: nerdamer gives a fraction for log 2', () => {
    expect(solved('exp(x) - 2')).toEqual([]);
  });

  it('says that a name inside |.| is to be solved branch by branch', () => {
    expect(solved('abs(x) - a')).toBeNull();
  });
});

const cases = [
  ...(['M1', 'M2', 'M4', 'M5', 'M6', 'M7'] as const).map((id) => [id as string, builtin(id)] as const),
  ...families.filter(([name]) => /rotated coordinates|exp - 1|GELU|depth 2/.test(name)),
  [
    'two directions that do not mirror each other',
    lossModel({ parameters: ['u', 'v'], output: '(u^2 + 2*v^2)*x', sets: [['u', 'v']] }),
  ] as const,
];

describe.each(cases)('the thresholds of %s', (_, model) => {
  const derivation = deriveSet(model, model.sets[0]);
  const { data, values } = surroundings(model);
  const lambda = largestExponent(derivation.eigenDirections ?? [], data?.names ?? []);
  const ofConstants = derivation.thresholds.filter(({ parameter }) => model.constants.has(parameter));

  it('are zeros of the exponent wherever their branch applies', () => {
    expect(ofConstants.length).toBeGreaterThan(0);
    for (const { parameter, expression, domain } of ofConstants) {
      const at = new Map([...values, [parameter, Number(evaluate(expression, values, data))]]);
      if (!Number.isFinite(at.get(parameter)) || (domain !== null && !evaluate(domain, at, data))) continue;
      expect(Number(evaluate(lambda, at, data))).toBeCloseTo(0, 12);
    }
  });

  it('have the exponent negative on the side that is called attractive', () => {
    for (const { parameter, expression, orientation } of ofConstants) {
      if (orientation === null) continue;
      const threshold = Number(evaluate(expression, values, data));
      const beside = threshold + (orientation === 'above' ? 1 : -1) * 1e-3 * Math.abs(threshold);
      expect(Number(evaluate(lambda, new Map([...values, [parameter, beside]]), data))).toBeLessThan(0);
    }
  });
});

function surroundings(model: Model) {
  const values = new Map([...model.constants].map(([name, value]) => [name, toNumber(value)]));
  for (const [i, name] of model.parameters.entries()) {
    values.set(name, Number(evaluate(model.sets[0].base[i], values)));
  }
  if (model.dynamics.kind === 'sde') return { values, data: undefined };
  const { data } = model.dynamics as LossDynamics;
  return {
    values,
    data: { names: [...data.inputs, ...data.targets], rows: data.rows.map((row) => row.map(toNumber)) },
  };
}
