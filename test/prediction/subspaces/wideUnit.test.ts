import { describe, expect, it } from 'vitest';
import { readModel } from '../../../src/model/readModel.js';
import { exponentProblem } from '../../../src/prediction/exponentProblem.js';
import { sdeExponent, sgdExponent } from '../../../src/prediction/exponents.js';
import { logDistanceRange } from '../../../src/prediction/logDistance.js';
import { diagonalBlocks } from '../../../src/prediction/subspaces/blocks.js';
import { deriveSet } from '../../../src/symbolic/derive.js';

/** Two samples that are orthogonal and of length 2, each spread over as many inputs as there are. */
function problemOf(inputs: number) {
  const signs = (i: number, j: number) => [1, j % 2 === 0 ? 1 : -1][i];
  const rows = [0.7, -0.4].map((y, i) => [
    ...Array.from({ length: inputs }, (_, j) => (2 * signs(i, j)) / Math.sqrt(inputs)),
    y,
  ]);
  const model = readModel(
    JSON.stringify({
      name: 'unit of many inputs',
      parameters: { w: [inputs], a: [] },
      inputs: { x: [inputs] },
      targets: ['y'],
      constants: { eta: 0.05, zeta: 3 },
      data: { samples: rows },
      output: 'a*tanh(w @ x)',
      loss: 'squared',
      weightDecay: 0.5,
      learningRate: 'eta',
      noise: [{ kind: 'label', std: 'zeta', batch: 1 }],
      sets: [{ name: 'vanishes', equations: ['w', 'a'] }],
    }),
    'wide',
  );
  const stated = exponentProblem(model, deriveSet(model, model.sets[0]), 1);
  if (stated === null) throw new Error('a linearisation');
  return stated;
}

describe('a unit of 32 inputs and two samples', () => {
  const [small, large] = [problemOf(2), problemOf(32)];

  it('has the exponents of a unit of the two inputs that its samples reach', () => {
    expect([small.problem.codimension, large.problem.codimension]).toEqual([3, 33]);
    const pairs = [
      [sdeExponent(small.problem), sdeExponent(large.problem)],
      [sgdExponent(small.problem)?.exponent, sgdExponent(large.problem)?.exponent],
    ];
    for (const [a, b] of pairs) {
      if (a === undefined || b === undefined) throw new Error('an exponent');
      expect(b.interval[1] - b.interval[0]).toBeLessThan(0.1);
      expect(b.interval[0]).toBeLessThan(a.interval[1]);
      expect(a.interval[0]).toBeLessThan(b.interval[1]);
    }
  });

  it('decays across them at the rate of the penalty, which is the slowest growth of any start where it is less', () => {
    const blocks = diagonalBlocks(large.problem) ?? [];
    expect(blocks.map(({ codimension, isInvariantSubspace }) => [codimension, isInvariantSubspace])).toEqual([
      [3, true],
      [1, true],
    ]);
    expect([blocks[1].family.curvature, blocks[1].sgd?.regulariserCurvature]).toEqual([[[0.5]], [[0.5]]]);
  });

  it('has the range of Q that the two inputs and one direction more have', () => {
    const wide = logDistanceRange(large.orthonormal.family);
    const three = logDistanceRange(problemOf(4).orthonormal.family);
    expect(wide.supremum).toBeCloseTo(three.supremum, 6);
    expect(wide.infimum).toBeCloseTo(three.infimum, 6);
  });
});
