import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { differentiate } from '../../src/expression/calculus/differentiate.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { type Expression, fraction, product, symbolsOf } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import type { Model } from '../../src/model/model.js';
import { randomStream } from '../../src/numeric/random.js';
import { crossCheckDerivatives, EngineMismatch } from '../../src/symbolic/crossCheck.js';
import { differenceQuotient } from '../../src/symbolic/differenceQuotient.js';
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
    const { compared, withMathjs, withNerdamer } = await crossCheckDerivatives(model);
    expect(withMathjs).toBeGreaterThan(2);
    expect(compared).toBe(withMathjs + withNerdamer);
  });

  it('agree for random formulas over all functions', async () => {
    let compared = 0;
    for (let i = 0; i < 20; i++) {
      const expression = randomExpression(randomStream(11, i), 4);
      if (symbolsOf(expression).length > 0) compared += (await crossCheckDerivatives(formula(expression))).compared;
    }
    expect(compared).toBeGreaterThan(60);
  });

  it('are taken for names that mean something else to an engine', async () => {
    const text = 'tanh(E*i)*constructor^2 + toString*PI - hasOwnProperty*e1';
    const { withMathjs, withNerdamer } = await crossCheckDerivatives(formula(parseExpression(text)));
    expect([withMathjs, withNerdamer]).toEqual([7, 7]);
  });

  it('are not held against answers that are known to be wrong', async () => {
    for (const text of ['(w^2)^(3/2)', 'v*sqrt(w)', '1/abs(2*w)^2', 'erf(w)*v', 'sqrt(exp(w)/v^2)', 'max(2*v, w)^-2']) {
      await expect(crossCheckDerivatives(formula(parseExpression(text)))).resolves.toBeDefined();
    }
  });
});

describe('a wrong answer of an engine', () => {
  it('is refuted by the difference quotient, and told', async () => {
    const { refuted, compared } = await crossCheckDerivatives(formula(parseExpression('softplus(1/(b + 1/2)^2)')));
    expect(refuted).toEqual([
      expect.stringMatching(
        /^nerdamer and our core differ on the derivative of softplus.* by b, b at b = 0\.625: .* ours$/,
      ),
    ]);
    expect(compared).toBeGreaterThan(2);
  });
});

describe('the difference quotient', () => {
  const at = new Map([
    ['a', 0.625],
    ['b', -0.375],
  ]);

  it.each(['tanh(a*b)', 'erf(a)*gelu(b)', 'abs(b)^3*exp(a)', 'max(a, b)^2/sqrt(a)'])(
    'of %s is its derivative',
    (text) => {
      const expression = parseExpression(text);
      for (const names of [['a'], ['b'], ['a', 'a'], ['a', 'b'], ['b', 'b']]) {
        const exact = Number(evaluate(names.reduce(differentiate, expression), at));
        expect(differenceQuotient(expression, names, at)).toBeCloseTo(exact, 13);
      }
    },
  );

  it('of what has no value there is none', () => {
    expect(differenceQuotient(parseExpression('sqrt(b)'), ['b'], at)).toBeNull();
  });
});

describe('a mismatch', () => {
  const wrong = (expression: Expression, name: string): Expression =>
    product(fraction(1_000_001, 1_000_000), differentiate(expression, name));

  it('is an error that names engine, expression, point and values', async () => {
    const check = crossCheckDerivatives(builtin('M2'), wrong);
    await expect(check).rejects.toThrow(EngineMismatch);
    await expect(check).rejects.toThrow(
      /^mathjs and our core differ on the derivative of \(w2\*tanh\(w1\*x\) - y\)\^2\/2 by w1 at w1 = 0\.625.*: -?[\d.]+ against -?[\d.]+$/,
    );
  });

  it('in one entry of the Hessian is enough', async () => {
    const onceWrong = (expression: Expression, name: string): Expression =>
      name === 'v1' && !printExpression(expression).includes('v1^2')
        ? differentiate(expression, name)
        : wrong(expression, name);
    await expect(crossCheckDerivatives(builtin('M4'), onceWrong)).rejects.toThrow(EngineMismatch);
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
