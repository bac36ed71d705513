import { describe, expect, it } from 'vitest';
import { toNumber } from '../../src/arithmetic/rational.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { symbolsOf } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import type { LossDynamics, Model } from '../../src/model/model.js';
import { largestExponent } from '../../src/symbolic/condition.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import type { SignFacts } from '../../src/symbolic/knownSign.js';
import { openMoments } from '../../src/symbolic/openedMoments.js';
import { solveFor } from '../../src/symbolic/solve.js';
import { families } from './families.js';
import { builtin, lossModel, minibatch } from './models.js';

const zeros = (text: string, facts: SignFacts = new Map()) => solveFor(parseExpression(text), 'x', facts);

function solved(text: string, facts?: SignFacts): string[] | null {
  const result = zeros(text, facts);
  return result.kind === 'found' ? result.solutions.map(printExpression) : null;
}

describe('solving for one name', () => {
  it.each([
    ['a*x - b', ['b/a']],
    ['a*x^2 - b', ['sqrt(b/a)', '-sqrt(b/a)']],
    ['x^3 - a', ['abs(a)^(1/3)*sign(a)']],
    ['x^2 - 3*x + 2', ['2', '1']],
    ['x^4 - 3*x^2 + 2', ['sqrt(2)', '-sqrt(2)', '1', '-1']],
    ['a - b/x', ['b/a']],
    ['(x - a)/(x - b)', ['a']],
    ['5*a', []],
    ['x^2 + 1', []],
    ['x*(a*x - b)', ['0', 'b/a']],
    ['x*(x - a)*(x - 2*b)', ['0', 'a', '2*b']],
    ['exp(x) - 2', ['log(2)']],
    ['exp(x)^2 + exp(x)', []],
    ['a*log(x) - b', ['exp(b/a)']],
    ['2^x - 8', ['log(8)/log(2)']],
    ['(x + 1)^(3/2) - 8', ['3']],
  ])('%s = 0 gives %j', (text, stated) => {
    expect(solved(text)?.sort()).toEqual([...stated].sort());
    expect(zeros(text)).toMatchObject({ complete: true });
  });

  it('keeps no root that the zero test does not confirm: sqrt(x) = a has x = a^2 only where a is not negative', () => {
    expect(solved('sqrt(x) - a')).toEqual([]);
    expect(zeros('sqrt(x) - a')).toMatchObject({ complete: false });
    expect(solved('sqrt(x) - a', new Map([['a', 'positive']]))).toEqual([]);
    expect(solved('sqrt(x) - 3')).toEqual(['9']);
  });

  it('takes the root of what is known to be positive without a sign', () => {
    expect(solved('x^3 - a', new Map([['a', 'positive']]))).toEqual(['a^(1/3)']);
    expect(solved('x^3 + a', new Map([['a', 'positive']]))).toEqual(['-a^(1/3)']);
  });

  it('says that a name inside |.| is to be solved branch by branch', () => {
    expect(zeros('abs(x) - a').kind).toBe('kinked');
  });

  it('stops at a count of names: no equation takes long', () => {
    const terms = Array.from({ length: 250 }, (_, i) => `a${i}*x^${(i % 7) + 1}`);
    expect(zeros(terms.join(' + ')).kind).toBe('tooLarge');
  });

  it('says where there may be zeros that it does not find', () => {
    for (const text of ['x^3 + a*x + b', 'exp(x) + x - a', 'sqrt(x) + x - a']) {
      expect(zeros(text)).toEqual({ kind: 'found', solutions: [], complete: false });
    }
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
  const { open, byName } = openMoments((derivation.eigenDirections ?? []).map(({ exponent }) => exponent));
  const lambda = open(largestExponent(derivation.eigenDirections ?? [], data?.names ?? []));
  const nameOf = new Map([...byName].map(([name, moment]) => [printExpression(moment), name]));
  for (const [name, moment] of byName) values.set(name, Number(evaluate(moment, values, data)));
  const applying = derivation.thresholds.flatMap(({ parameter, expression, domain, orientation }) => {
    const value = Number(evaluate(expression, values, data));
    const applies = Number.isFinite(value) && (domain === null || evaluate(domain, values, data));
    return applies ? [{ name: nameOf.get(parameter) ?? parameter, value, orientation }] : [];
  });
  const lambdaAt = (name: string, value: number): number =>
    Number(evaluate(lambda, new Map([...values, [name, value]])));

  it('are there for every constant and every moment that the exponent depends on', () => {
    const named = new Set([...derivation.thresholds, ...derivation.unsolved].map(({ parameter }) => parameter));
    const names = symbolsOf(lambda).map((name) => {
      const moment = byName.get(name);
      return moment === undefined ? name : printExpression(moment);
    });
    expect([...named].sort()).toEqual(names.sort());
  });

  it('are zeros of the exponent wherever their branch applies', () => {
    expect(applying.length).toBeGreaterThan(0);
    for (const { name, value } of applying) expect(lambdaAt(name, value)).toBeCloseTo(0, 12);
  });

  it('are oriented, with the exponent negative on the side that is called attractive and positive on the other', () => {
    for (const { name, value, orientation } of applying) {
      const side = orientation === 'above' ? 1 : -1;
      expect(orientation).not.toBeNull();
      expect(Math.sign(lambdaAt(name, value * (1 + 1e-3)))).toBe(-side * Math.sign(value));
      expect(Math.sign(lambdaAt(name, value * (1 - 1e-3)))).toBe(side * Math.sign(value));
    }
  });
});

/** theory §8: every threshold as an author would write it. */
function stated(model: Model): string[] {
  const { thresholds } = deriveSet(model, model.sets[0]);
  return thresholds.map(({ parameter, expression, orientation, domain }) => {
    const relation = orientation === 'above' ? '>' : orientation === 'below' ? '<' : '=';
    const where = domain === null ? '' : ` where ${printExpression(domain)}`;
    return `${parameter} ${relation} ${printExpression(expression)}${where}`;
  });
}

describe('the inequalities of theory §8', () => {
  it('M2 attracts between two values of mean(xy), and above one of mean(x^2)', () => {
    expect(stated(builtin('M2')).slice(2)).toEqual([
      'mean(x*y) > -eta*zeta^2*mean(x^2)/2',
      'mean(x*y) < eta*zeta^2*mean(x^2)/2',
      'mean(x^2) > 2*abs(mean(x*y))/(eta*zeta^2)',
    ]);
  });

  it('M7 has a threshold in eta, zeta and mean(x^2) only while the decay alone does not attract', () => {
    const all = stated(builtin('M7'));
    expect(all).toContain('eta > 2*(abs(mean(x*y)) - lambda)/(zeta^2*mean(x^2)) where abs(mean(x*y)) > lambda');
    expect(all).toContain('zeta > sqrt(2*(abs(mean(x*y)) - lambda)/(eta*mean(x^2))) where abs(mean(x*y)) >= lambda');
    expect(all).toContain('mean(x^2) > 2*(abs(mean(x*y)) - lambda)/(eta*zeta^2) where abs(mean(x*y)) >= lambda');
  });

  it('a set that curvature and noise both draw to has no threshold above 0 in eta, and that is said', () => {
    const model = lossModel({ parameters: ['u'], output: 'u', loss: 'u^2*x^2', noise: minibatch, sets: [['u']] });
    expect(deriveSet(model, model.sets[0]).thresholds).toEqual([]);
    expect(deriveSet(model, model.sets[0]).unsolved).toContainEqual({
      parameter: 'eta',
      reason: expect.stringContaining('no zero'),
    });
  });

  it('the curvature alone decides without noise: its factor has the threshold 0', () => {
    const constants = { kappa: 1 };
    const parts = { parameters: ['u'], output: 'u', loss: 'kappa*u^2', noise: minibatch, sets: [['u']] };
    expect(stated(lossModel({ ...parts, constants }))).toEqual(['kappa > 0']);
  });

  it('a direction that always lies below another has no threshold, and conditions are not repeated', () => {
    const model = lossModel({ parameters: ['u', 'v'], output: '(u^2 + 2*v^2)*x', sets: [['u', 'v']] });
    // exponents 2m - 2 eta zeta^2 q and 4m - 8 eta zeta^2 q, with m = mean(xy), q = mean(x^2)
    expect(stated(model)).toEqual([
      'eta > mean(x*y)/(zeta^2*mean(x^2)) where mean(x*y) > 0',
      'zeta > sqrt(mean(x*y)/(eta*mean(x^2))) where mean(x*y) >= 0',
      'mean(x*y) < eta*zeta^2*mean(x^2)',
      'mean(x^2) > mean(x*y)/(eta*zeta^2) where mean(x*y) >= 0',
    ]);
  });

  it('a constant inside a mean has no closed form, and that is said', () => {
    const model = lossModel({
      parameters: ['w1', 'w2'],
      output: 'w1*w2*(sin(kappa*x) + kappa)',
      constants: { kappa: 1 },
      sets: [['w1', 'w2']],
    });
    const { thresholds, unsolved } = deriveSet(model, model.sets[0]);
    expect(thresholds.map(({ parameter }) => parameter)).not.toContain('kappa');
    expect(unsolved).toContainEqual({ parameter: 'kappa', reason: expect.stringContaining('inside a mean') });
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
