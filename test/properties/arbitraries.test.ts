import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  activations,
  affineSets,
  type DataSetConstraints,
  dataSets,
  models,
  neuronModels,
  noiseModels,
  symmetricModels,
} from '../../properties/index.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { evaluateExact } from '../../src/expression/evaluation/evaluateExact.js';
import { symbol } from '../../src/expression/syntax/expression.js';
import { printModelFile } from '../../src/model/printModel.js';
import { readModel } from '../../src/model/readModel.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { runs } from './builtinModel.js';

// with CHECK_FULL a test is twenty times as long
vi.setConfig({ testTimeout: 600_000 });

const pinned = (numRuns: number) => ({ seed: 1, numRuns: runs(numRuns) });

describe('sets that a symmetry generates', () => {
  test.each([
    ['random losses', symmetricModels()],
    ['networks', neuronModels()],
  ])('are proved invariant, or left open, for %s', (_, arbitrary) => {
    const statuses: string[] = [];
    fc.assert(
      fc.property(arbitrary, (model) => {
        for (const set of model.sets) {
          const { status } = deriveSet(model, set).invariance;
          statuses.push(status);
          expect(status).not.toBe('refuted');
        }
      }),
      pinned(8),
    );
    expect(statuses.filter((status) => status === 'proved').length).toBeGreaterThan(statuses.length / 2);
  });
});

test('an activation that is said to be odd, or to vanish at 0, does so', () => {
  fc.assert(
    fc.property(activations(), fc.double({ min: -2, max: 2, noNaN: true }), ({ of, isOdd, vanishesAtZero }, z) => {
      const at = (value: number): number => Number(evaluate(of(symbol('z')), new Map([['z', value]])));
      if (vanishesAtZero) expect(at(0)).toBe(0);
      else expect(at(0)).not.toBe(0);
      if (isOdd) expect(at(-z)).toBeCloseTo(-at(z), 12);
    }),
    pinned(200),
  );
});

test('constraints of activations are kept', () => {
  const odd = fc.sample(activations({ odd: true }), pinned(50));
  expect(odd.every(({ isOdd }) => isOdd)).toBe(true);
  const smooth = fc.sample(activations({ smooth: true, vanishing: true }), pinned(50));
  expect(smooth.every(({ isSmooth, vanishesAtZero }) => isSmooth && vanishesAtZero)).toBe(true);
});

test('the base point of a random affine set lies on it', () => {
  fc.assert(
    fc.property(affineSets({ parameters: ['a', 'b', 'c'] }), ({ equations, base }) => {
      const point = new Map(['a', 'b', 'c'].map((name, i) => [name, evaluateExact(base[i], new Map())!] as const));
      for (const equation of equations) expect(evaluateExact(equation, point)?.numerator).toBe(0n);
    }),
    pinned(100),
  );
});

test('random models are such as a model file can state', () => {
  fc.assert(
    fc.property(models(), (model) => {
      const file = printModelFile(model);
      expect(printModelFile(readModel(file, 'random.yaml'))).toBe(file);
    }),
    pinned(15),
  );
});

test('random noise is such as the reader accepts, for few samples and large batches', () => {
  const model = fc
    .sample(neuronModels(), { seed: 1, numRuns: 50 })
    .find(
      ({ dynamics }) => dynamics.kind === 'loss' && dynamics.form === 'squared' && dynamics.data.rows.length === 2,
    )!;
  fc.assert(
    fc.property(noiseModels({ samples: 2, maxBatch: 9 }), (noise) => {
      expect(readModel(printModelFile({ ...model, noise }), 'noise.yaml').noise).toHaveLength(noise.length);
    }),
    pinned(100),
  );
});

test.each<[string, () => unknown]>([
  ['dataSets', () => dataSets({ minSamples: 3, maxSamples: 2 } satisfies DataSetConstraints)],
  ['affineSets', () => affineSets({ parameters: ['a'], codimension: 2 })],
  ['noiseModels', () => noiseModels({ samples: 0 })],
])('%s names itself when its constraints contradict one another', (name, call) => {
  expect(call).toThrow(new RegExp(`^${name}: `));
});
