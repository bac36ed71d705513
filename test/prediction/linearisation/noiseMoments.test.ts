import { describe, expect, it } from 'vitest';
import type { Model } from '../../../src/model/model.js';
import { randomStream } from '../../../src/numeric/random.js';
import { evaluateLinearisation } from '../../../src/prediction/linearisation/evaluatedLinearisation.js';
import { noiseMoments } from '../../../src/prediction/linearisation/noiseMoments.js';
import { sgdSampler } from '../../../src/prediction/products/sgdMatrices.js';
import { deriveSet } from '../../../src/symbolic/derive.js';
import { builtin } from '../../builtin.js';

function evaluated(noise: Model['noise']) {
  const model: Model = { ...builtin('M4'), noise };
  const { linearisation, set } = deriveSet(model, model.sets[0]);
  const found = linearisation && evaluateLinearisation(model, set.base, linearisation);
  if (found === null) throw new Error('nothing to linearise');
  return found;
}

describe('the third and fourth moments of the noise of a step', () => {
  it('of Gaussian label noise are those of the SDE', () => {
    const [std] = builtin('M4').sets[0].equations.map(() => ({
      kind: 'number' as const,
      value: { numerator: 2n, denominator: 1n },
    }));
    const found = noiseMoments(evaluated([{ kind: 'label', std, batch: 1, sampling: 'none' }]), [1, 1]);
    expect(found).toEqual({ skewness: expect.closeTo(0, 12), excessKurtosis: 0 });
  });

  it.each([1, 3])('of a minibatch of %d are those of what is drawn', (batch) => {
    const linearised = evaluated([{ kind: 'minibatch', batch, sampling: 'with-replacement' }]);
    const found = noiseMoments(linearised, [1, 1]);
    const sampler = sgdSampler(linearised.sgd as NonNullable<typeof linearised.sgd>);
    const stream = randomStream(1, 0);
    const matrix = new Float64Array(4);
    const draws = Float64Array.from({ length: 200_000 }, (_, i) => {
      sampler.draw(stream, matrix, i);
      return matrix[0] + matrix[1];
    });
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const moment = (n: number) => draws.reduce((sum, x) => sum + (x - mean) ** n, 0) / draws.length;
    expect(found?.skewness).toBeCloseTo(moment(3) / moment(2) ** 1.5, 1);
    expect(found?.excessKurtosis).toBeCloseTo(moment(4) / moment(2) ** 2 - 3, 1);
  });

  it('are not given without replacement', () => {
    expect(
      noiseMoments(evaluated([{ kind: 'minibatch', batch: 2, sampling: 'without-replacement' }]), [1, 1]),
    ).toBeNull();
  });
});
