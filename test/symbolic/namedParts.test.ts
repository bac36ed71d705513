import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { symbolsOf } from '../../src/expression/syntax/expression.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { randomStream } from '../../src/numeric/random.js';
import { linearise } from '../../src/symbolic/linearise.js';
import { derivativeAlong } from '../../src/symbolic/normalCoordinates.js';
import { restricted, stateProblem } from '../../src/symbolic/statement.js';
import { lossModel, minibatch } from './models.js';

const trouble = (file: string): Model =>
  readModel(readFileSync(new URL(`../data/faults/troubles/${file}`, import.meta.url), 'utf8'), file);

const models: Readonly<Record<string, Model>> = {
  'gelu net of two layers': trouble('mlp-gelu-set1.json'),
  'heads of attention': trouble('att-h3.json'),
  'softmax of three classes': lossModel({
    parameters: ['u1', 'u2', 'a1', 'b1', 'c1', 'a2', 'b2', 'c2'],
    inputs: ['x'],
    output: ['a1*tanh(u1*x) + a2*tanh(u2*x)', 'b1*tanh(u1*x) + b2*tanh(u2*x)', 'c1*tanh(u1*x) + c2*tanh(u2*x)'],
    loss: 'softmax',
    samples: [
      [1, 0],
      [-0.5, 1],
      [2, 2],
    ],
    noise: minibatch,
    sets: [['u1 - u2', 'a1 - a2', 'b1 - b2', 'c1 - c2']],
  }),
  'functions of functions, the output among them': lossModel({
    parameters: ['w1', 'w2', 'b'],
    output: 'tanh(mish(w1*x + b) + mish(w2*x + b))',
    loss: 'log(1 + (f - y)^2)',
    noise: minibatch,
    sets: [['w1 - w2']],
  }),
  'a quotient by exponentials with a number among them': lossModel({
    parameters: ['w1', 'w2', 'b'],
    output: '(b + 2*exp(w1*x) + exp(w2*x))/(3 + exp(w1*x) + exp(w2*x)) + b*exp(w1*w2)',
    loss: '(f - y)^4',
    noise: minibatch,
    sets: [['w1 - w2']],
  }),
};

describe('over names of their parts', () => {
  for (const [name, model] of Object.entries(models)) {
    test(`${name}: second derivatives have the values of those written out`, () => {
      const statement = stateProblem(model, model.sets[0]);
      const { sampleCurvature, named, curvature } = linearise(statement);
      const { normals, lengths, fields } = statement;
      const [loss] = fields;
      if (loss.kind !== 'gradient' || sampleCurvature === null) throw new Error('a loss');
      const directly = normals.map((a, l) =>
        normals.map((b, m) => {
          const entry = derivativeAlong(model.parameters, derivativeAlong(model.parameters, loss.formulas[0], a), b);
          const scale = Math.sqrt(Number(lengths[l].numerator * lengths[m].numerator));
          return { entry: restricted(statement, entry), scale };
        }),
      );
      const random = randomStream(7, 0);
      const names = symbolsOf(...sampleCurvature.flat(), ...directly.flat().map(({ entry }) => entry));
      for (let trial = 0; trial < 3; trial++) {
        const point = new Map(names.map((one) => [one, one === 'y' ? trial : random.uniform() * 2 - 1]));
        for (const [l, row] of sampleCurvature.entries()) {
          for (const [m, entry] of row.entries()) {
            const { entry: other, scale } = directly[l][m];
            const expected = Number(evaluate(other, point)) / scale;
            expect(Math.abs(Number(evaluate(entry, point)) - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected)));
          }
        }
        // a sample of one row: the mean of what stands at the point is its value there
        const at = new Map(point);
        for (const { name: part, definition } of named.parts) at.set(part, Number(evaluate(definition, at)));
        const sample = { names: [...at.keys()], rows: [[...at.values()]] };
        for (const [l, row] of named.curvature.entries()) {
          for (const [m, entry] of row.entries()) {
            const expected = Number(evaluate(curvature[l][m], at, sample));
            const value = Number(evaluate(entry, at, sample));
            expect(Math.abs(value - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected)));
          }
        }
      }
    });
  }
});
