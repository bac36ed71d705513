import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { readModel } from '../../src/model/readModel.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { separatedMoment } from '../../src/symbolic/separatedMoments.js';

const rows = [
  [1, 0.5],
  [2, -1],
  [0.3, 0.7],
  [-1.2, 0.1],
];

/** The value of an expression with moments over the rows, x and y. */
function valueAt(text: string | ReturnType<typeof parseExpression>, constants: Record<string, number>): number {
  const expression = typeof text === 'string' ? parseExpression(text) : text;
  return Number(evaluate(expression, new Map(Object.entries(constants)), { names: ['x', 'y'], rows }));
}

describe('a constant is taken out of a moment', () => {
  test.each(['mean(y + c*x)', 'var(y + c*x)', 'var(c*x*y - c^2*x + b)', 'mean((c*x - y)^3)', 'var(x/(1 + b^2) + c)'])(
    '%s',
    (text) => {
      const moment = parseExpression(text);
      if (moment.kind !== 'moment') throw new Error('no moment');
      const separated = separatedMoment(moment, 'c');
      if (separated === null) throw new Error('not separated');
      for (const c of [-1.5, 0, 0.4, 2]) {
        expect(valueAt(separated, { b: 0.7, c })).toBeCloseTo(valueAt(text, { b: 0.7, c }), 10);
      }
    },
  );

  test.each(['mean(tanh(c*x))', 'mean(abs(c)*x)', 'mean(c^4*x)', 'mean(x/(1 + c))'])('but not out of %s', (text) => {
    const moment = parseExpression(text);
    expect(moment.kind === 'moment' && separatedMoment(moment, 'c')).toBeNull();
  });
});

test('a threshold that stands in a mean and in a variance is a root of a quadratic over moments', () => {
  const model = readModel(
    `name: q
parameters: [w]
inputs: [x]
targets: [y]
loss: (y + c*x)*w^2/2
constants: { eta: 0.1, c: 1 }
data: { samples: [${rows.map((row) => `[${row.join(', ')}]`).join(', ')}] }
learningRate: eta
noise: [{ kind: minibatch, batch: 1 }]
sets: [{ name: s, equations: [w] }]
`,
    'q.yaml',
  );
  const found = deriveSet(model, model.sets[0]).thresholds.filter(({ parameter }) => parameter === 'c');
  expect(found.map(({ orientation }) => orientation).sort()).toEqual(['above', 'below']);
  for (const { expression } of found) {
    for (const eta of [0.1, 0.03]) {
      const c = valueAt(expression, { eta });
      expect(Number.isFinite(c)).toBe(true);
      expect(valueAt('mean(y + c*x) + eta*var(y + c*x)/2', { eta, c })).toBeCloseTo(0, 9);
    }
  }
});

test('tanh of a constant is undone where its value can be one', () => {
  const model = readModel(
    `name: t
parameters: [w]
constants: { b: 1, c: 1 }
drift: ["-tanh(1.5*c + 2*b)*w"]
noise: [{ kind: explicit, diffusion: [["b*w"]] }]
sets: [{ name: s, equations: [w] }]
`,
    't.yaml',
  );
  const [found] = deriveSet(model, model.sets[0]).thresholds.filter(({ parameter }) => parameter === 'c');
  expect(found.orientation).toBe('above');
  const at = (b: number): boolean => evaluate(found.domain ?? parseExpression('1 > 0'), new Map([['b', b]])) === true;
  for (const b of [-1.3, 0.2, 1]) {
    const c = Number(evaluate(found.expression, new Map([['b', b]])));
    expect(Math.tanh(1.5 * c + 2 * b) + b ** 2 / 2).toBeCloseTo(0, 10);
    expect(at(b)).toBe(true);
  }
  // tanh is never below -1
  expect(at(1.5)).toBe(false);
});
