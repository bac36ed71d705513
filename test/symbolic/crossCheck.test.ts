import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { differentiate } from '../../src/expression/calculus/differentiate.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { type Expression, fraction, product, symbolsOf } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import type { Model } from '../../src/model/model.js';
import { randomStream } from '../../src/numeric/random.js';
import { crossCheckDerivatives } from '../../src/symbolic/crossCheck.js';
import { forEngines } from '../../src/symbolic/enginePrimitives.js';
import { families } from './families.js';
import { builtin } from './models.js';
import { randomExpression } from './randomExpressions.js';

const ids = ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M9', 'M10'] as const;

/** A model whose only formula is the given one. */
function formula(expression: Expression, parameters = symbolsOf(expression)): Model {
  return { ...builtin('M1'), parameters, noise: [], dynamics: { kind: 'sde', drift: [expression], potential: null } };
}

describe('gradient and Hessian, from the core, mathjs and nerdamer', () => {
  const some = families.filter(([name]) => /softmax|rotated coordinates|GELU|depth 5/.test(name));

  it.each([...ids.map((id) => [id, builtin(id)] as const), ...some])('agree for %s', async (_, model) => {
    const { agreeing, differing } = await crossCheckDerivatives(model);
    expect(agreeing.mathjs).toBeGreaterThan(2);
    expect(differing).toEqual([]);
  });

  it('agree for random formulas over all functions', async () => {
    let agree = 0;
    for (let i = 0; i < 20; i++) {
      const expression = randomExpression(randomStream(11, i), 4);
      if (symbolsOf(expression).length === 0) continue;
      const { agreeing, differing } = await crossCheckDerivatives(formula(expression));
      agree += agreeing.mathjs + agreeing.nerdamer;
      expect(differing).toEqual([]);
    }
    expect(agree).toBeGreaterThan(60);
  });

  it('are taken for names that mean something else to an engine', async () => {
    const text = 'tanh(E*i)*constructor^2 + toString*PI - hasOwnProperty*e1';
    const { agreeing } = await crossCheckDerivatives(formula(parseExpression(text)));
    expect(agreeing).toEqual({ mathjs: 7, nerdamer: 7 });
  });

  it('are not held against answers that are known to be wrong', async () => {
    for (const text of ['(w^2)^(3/2)', 'v*sqrt(w)', '1/abs(2*w)^2', 'erf(w)*v', 'sqrt(exp(w)/v^2)', 'max(2*v, w)^-2']) {
      expect((await crossCheckDerivatives(formula(parseExpression(text)))).differing).toEqual([]);
    }
  });
});

describe('a wrong answer of an engine', () => {
  it('is refuted by the difference quotient, and told', async () => {
    const { differing, agreeing } = await crossCheckDerivatives(formula(parseExpression('softplus(1/(b + 1/2)^2)')));
    const sentence = expect.stringMatching(
      /^nerdamer and our core differ on the derivative of softplus.* by b, b at b = 0\.625: .* ours$/,
    );
    expect(differing).toEqual([{ ours: 'confirms', sentence }]);
    expect(agreeing.mathjs).toBe(2);
  });

  it('does not end a run: the derivative of w - 10^400 is 0 to nerdamer', async () => {
    const { differing } = await crossCheckDerivatives(formula(parseExpression('w - 1e400')));
    expect(differing).toEqual([{ ours: 'confirms', sentence: expect.stringContaining('w = 0.625: 0 against 1; ') }]);
  });

  it('is none where it holds a name that was not asked about', async () => {
    const { differing } = await crossCheckDerivatives(formula(parseExpression('exp(w/10)*(w - 1e400)')));
    expect(differing).toEqual([]);
  });

  it('is ours where ours is wrong', async () => {
    const wrong = (expression: Expression, name: string): Expression =>
      product(fraction(1_000_001, 1_000_000), differentiate(expression, name));
    const { differing } = await crossCheckDerivatives(builtin('M2'), wrong);
    expect(differing[0]).toEqual({
      ours: 'contradicts',
      sentence: expect.stringMatching(
        /^mathjs and our core differ on the derivative of \(w2\*tanh\(w1\*x\) - y\)\^2\/2 by w1 at w1 = 0\.625.*: -?[\d.]+ against -?[\d.]+; the difference quotient is -?[\d.]+$/,
      ),
    });
  });
});

describe('algebrite, as a third oracle', () => {
  const algebrite = createRequire(import.meta.url)('algebrite') as { run(text: string): string };

  // erf and gelu among them, which mathjs cannot differentiate and nerdamer does wrongly
  it.each([
    'w2*tanh(w1*x)',
    'erf(w1*x)*w2',
    'gelu(w1*x)*w2',
    'log(1 + exp(-w2*w1*x))',
    'w1*w2^3/(1 + w1^2)',
    'sin(w1*x)^2*cosh(w2)',
  ])('agrees on the gradient and Hessian of %s', (text) => {
    const expression = parseExpression(text);
    const values = new Map([
      ['w1', 0.625],
      ['w2', -0.375],
      ['x', 1.25],
    ]);
    for (const names of [['w1'], ['w2'], ['w1', 'w1'], ['w1', 'w2'], ['w2', 'w2']]) {
      const { formula: plain, parts } = forEngines(expression, names);
      const known = new Map(values);
      for (const [name, part] of parts) known.set(name, Number(evaluate(part, values)));
      const question = names.reduce((inner, name) => `d(${inner},${name})`, printExpression(plain));
      const theirs = Number(evaluate(parseExpression(algebrite.run(question)), known));
      const ours = Number(evaluate(names.reduce(differentiate, expression), values));
      expect(theirs).toBeCloseTo(ours, 9);
    }
  });

  it('expands tanh as the core does', () => {
    expect(printExpression(parseExpression(algebrite.run('taylor(tanh(x),x,5)')))).toBe('2*x^5/15 - x^3/3 + x');
  });
});
