import { describe, expect, it } from 'vitest';
import { type RandomStream, randomStream } from '../../../src/numeric/random.js';
import { meanLogMultiplier } from '../../../src/prediction/batches/batchSums.js';
import { meanLogAbsoluteNormal } from '../../../src/prediction/batches/labelNoiseQuadrature.js';
import { chainExponentOnCircle } from '../../../src/prediction/chain/circleChain.js';
import {
  type ChainComponent,
  eulerMaruyamaChain,
  type PlanarChain,
} from '../../../src/prediction/chain/planarChain.js';
import { sgdChain } from '../../../src/prediction/chain/sgdChain.js';
import { sdeExponentOnCircle } from '../../../src/prediction/circle/circle.js';
import type { SgdLinearisation } from '../../../src/prediction/linearisation/evaluatedLinearisation.js';
import { exactFamily, familyNorm, type LinearFamily } from '../../../src/prediction/matrices/linearFamily.js';
import { matrixProduct as times } from '../../../src/prediction/matrices/smallMatrix.js';
import type { Exponent } from '../../../src/prediction/prediction.js';
import { productExponent } from '../../../src/prediction/products/matrixProduct.js';
import { eulerMaruyamaSampler, sgdSampler } from '../../../src/prediction/products/sgdMatrices.js';
import { exponentialIntegral } from './exponentialIntegral.js';

function solved(chain: PlanarChain, tolerance = 1e-7): Exponent {
  const exponent = chainExponentOnCircle(chain, { tolerance });
  if (exponent === null) throw new Error('nothing converged');
  return exponent;
}

function normalMatrix(stream: RandomStream, scale: number): number[][] {
  return [0, 1].map(() => [0, 1].map(() => scale * stream.normal()));
}

function nearIdentity(stream: RandomStream, scale: number): number[][] {
  return normalMatrix(stream, scale).map((row, i) => row.map((entry, j) => entry + (i === j ? 1 : 0)));
}

function oneOf(matrices: readonly number[][][], duration: number): PlanarChain {
  const component = (mean: number[][]): ChainComponent => ({ weight: 1 / matrices.length, mean, noise: [] });
  return { components: matrices.map(component), duration };
}

function randomFamily(stream: RandomStream, noises: number): LinearFamily {
  const noise = Array.from({ length: noises }, () => normalMatrix(stream, 1));
  return { curvature: normalMatrix(stream, 1), noise, learningRate: 1 };
}

const skew = [
  [1, 0.7],
  [0.2, 1.3],
];
const skewInverse = [
  [1.3 / 1.16, -0.7 / 1.16],
  [-0.2 / 1.16, 1 / 1.16],
];

function skewed(matrix: number[][]): number[][] {
  return times(times(skew, matrix), skewInverse);
}

describe('chains with a common eigenvector', () => {
  it('that commute grow as the numbers on their eigenvectors do', () => {
    const step = 0.1;
    const diagonal = (a: number, b: number) =>
      skewed([
        [a, 0],
        [0, b],
      ]);
    const family = {
      curvature: diagonal(0.7, -0.4),
      noise: [diagonal(0.5, 0.9), diagonal(0.1, -0.4)],
      learningRate: 1,
    };
    const along = (h: number, square: number) => meanLogAbsoluteNormal(1 - step * h, Math.sqrt(step * square)) / step;
    const found = solved(eulerMaruyamaChain(family, step));
    expect(found.value).toBeCloseTo(along(-0.4, 0.97), 12);
    expect(found).toMatchObject({ method: 'quadrature', level: 1 });
    expect(found.interval[1] - found.interval[0]).toBeLessThan(1e-11);
  });

  it('that are triangular grow as their diagonal does, whatever is above it', () => {
    const triangular = (a: number, b: number, c: number) =>
      skewed([
        [a, b],
        [0, c],
      ]);
    const found = solved(oneOf([triangular(1.5, 3, 0.5), triangular(0.3, -2, -1.4)], 0.5));
    // half of each matrix, over 0.5 of time
    expect(found.value).toBeCloseTo(Math.log(0.5 * 1.4), 12);
  });

  it('that a step may multiply by 0 lose that direction, and everything when both can', () => {
    const diagonal = (a: number, b: number) => [
      [a, 0],
      [0, b],
    ];
    const one = solved(oneOf([diagonal(0, 1.5), diagonal(3, 0.5)], 1));
    expect(one.value).toBeCloseTo(Math.log(0.75) / 2, 14);
    const both = solved(oneOf([diagonal(0, 1.5), diagonal(3, 0)], 1));
    expect(both.interval).toEqual([-Infinity, -Infinity]);
  });

  it('that is complex turn and stretch: E log of a complex number', () => {
    const complex = (re: number, im: number) =>
      skewed([
        [re, -im],
        [im, re],
      ]);
    // 1 + s(ξ₁ + iξ₂) is round: E log = E₁(1/2s²)/2
    const s = 0.8;
    const component = { weight: 1, mean: complex(1, 0), noise: [complex(s, 0), complex(0, s)] };
    const found = solved({ components: [component], duration: 1 });
    expect(found.value).toBeCloseTo(exponentialIntegral(1 / (2 * s * s)) / 2, 12);
    expect(found.method).toBe('quadrature');
    const turning = solved(oneOf([complex(0, 1.5), complex(0.6, -0.3)], 1));
    expect(turning.value).toBeCloseTo((Math.log(1.5) + Math.log(Math.hypot(0.6, 0.3))) / 2, 12);
  });

  it('of one matrix grow as its largest eigenvalue', () => {
    expect(
      solved(
        oneOf(
          [
            skewed([
              [0.9, 5],
              [0, -1.2],
            ]),
          ],
          1,
        ),
      ).value,
    ).toBeCloseTo(Math.log(1.2), 12);
  });
});

describe('the Euler–Maruyama chain on the circle (theory §6)', () => {
  it('is known to 1e-7 for two and more noise matrices, however long its steps', () => {
    for (let seed = 0; seed < 3; seed++) {
      const stream = randomStream(31, seed);
      const family = randomFamily(stream, 2 + (seed % 2));
      for (const share of [0.001, 0.03, 0.5]) {
        const { interval, level } = solved(eulerMaruyamaChain(family, share / familyNorm(family)));
        expect(interval[1] - interval[0]).toBeLessThanOrEqual(2e-7);
        expect(level).toBe(0.999);
      }
    }
  });

  it('tends to the exponent of the SDE, with an error of first order in the step', () => {
    for (let seed = 0; seed < 2; seed++) {
      const family = randomFamily(randomStream(32, seed), 2);
      const norm = familyNorm(family);
      const { value } = sdeExponentOnCircle(exactFamily(family));
      const [coarse, fine] = [0.002, 0.001].map(
        (h) => solved(eulerMaruyamaChain(family, h / norm), 1e-8).value - value,
      );
      expect(Math.abs(coarse)).toBeLessThan(0.002 * norm);
      expect(Math.abs(coarse - 2 * fine)).toBeLessThan(1e-5 * norm);
    }
  });

  it('agrees with a simulated product', () => {
    for (const noises of [1, 2]) {
      const family = randomFamily(randomStream(33, noises), noises);
      const step = 0.2 / familyNorm(family);
      const { value } = solved(eulerMaruyamaChain(family, step), 1e-4);
      const { interval } = productExponent(() => eulerMaruyamaSampler(family, step), {
        seed: 3,
        budget: 2e5,
        relativeWidth: 0,
      });
      expect(interval[0]).toBeLessThan(value);
      expect(interval[1]).toBeGreaterThan(value);
    }
  });
});

describe('finite sets of matrices on the circle', () => {
  it('are known to 1e-8 for short steps and to 1e-4 for long ones', () => {
    for (let seed = 0; seed < 4; seed++) {
      const stream = randomStream(34, seed);
      const scale = [0.02, 0.05, 0.4, 1.5][seed % 4];
      const chain = oneOf(
        Array.from({ length: 3 }, () => nearIdentity(stream, scale)),
        scale,
      );
      const wanted = scale < 0.1 ? 1e-8 : 1e-4;
      const [low, high] = solved(chain, wanted).interval;
      expect(high - low, `scale ${scale}`).toBeLessThanOrEqual(2 * wanted);
    }
  });

  it('state errors that better solutions keep within', () => {
    for (let seed = 0; seed < 12; seed++) {
      const stream = randomStream(35, seed);
      const scale = [0.1, 0.3, 1, 3][seed % 4];
      const chain = oneOf(
        Array.from({ length: 2 + (seed % 3) }, () => nearIdentity(stream, scale)),
        1,
      );
      const [rough, good] = [solved(chain, 1e-3), solved(chain, 1e-6)];
      const error = (rough.interval[1] - rough.interval[0] + good.interval[1] - good.interval[0]) / 2;
      expect(Math.abs(rough.value - good.value), `seed ${seed}`).toBeLessThanOrEqual(error);
    }
  });

  it('that forget the direction at a projection grow by what is projected in between', () => {
    // on e, or a turn by 1, each with probability ½: after a projection k turns with probability 2^{−k−1}, then the next
    const [cosine, sine] = [Math.cos(1), Math.sin(1)];
    const turn = [
      [cosine, -sine],
      [sine, cosine],
    ];
    const projection = [
      [0.8, 0.4],
      [0.4, 0.2],
    ];
    let exact = 0;
    for (let k = 0; k < 60; k++) exact += (2 ** -(k + 1) * Math.log(Math.abs(Math.cos(k)))) / 2;
    const { value, interval } = solved(oneOf([projection, turn], 1), 1e-4);
    expect(Math.abs(value - exact)).toBeLessThan((interval[1] - interval[0]) / 2);
    expect(interval[1] - interval[0]).toBeLessThan(0.01);
  });
});

describe('SGD on the circle (theory §6)', () => {
  const curvatures = [0.9, -0.4, 1.7, 0.3];
  const outputs = [1.1, -0.6, 0.8, 0.2];
  const sgd: SgdLinearisation = {
    sampleCurvature: curvatures.map((entry, i) => [
      [entry, outputs[i]],
      [outputs[i], 0.2],
    ]),
    regulariserCurvature: [
      [0.1, 0],
      [0, 0.2],
    ],
    outputCurvature: [
      outputs.map((entry) => [
        [entry, 0.5],
        [0.5, 0],
      ]),
    ],
    learningRate: 0.6,
    momentum: 0,
    noises: [],
  };

  it('agrees with the simulated product for every noise that is drawn step by step', () => {
    const cases: SgdLinearisation['noises'][] = [
      [{ kind: 'batch', sampling: 'with-replacement', batch: 2, labelNoise: 0 }],
      [{ kind: 'batch', sampling: 'without-replacement', batch: 3, labelNoise: 0 }],
      [{ kind: 'batch', sampling: 'with-replacement', batch: 1, labelNoise: 0.4 }],
      [{ kind: 'fullBatchLabel', labelNoise: 1.5 }],
      [
        { kind: 'residual', std: 0.5 },
        { kind: 'batch', sampling: 'without-replacement', batch: 1, labelNoise: 0 },
      ],
    ];
    for (const noises of cases) {
      const chain = sgdChain({ ...sgd, noises });
      expect(chain?.components.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 14);
      if (chain === null) continue;
      const { value, interval: stated } = solved(chain, 1e-3);
      expect(stated[1] - stated[0]).toBeLessThan(0.01);
      const { interval } = productExponent(() => sgdSampler({ ...sgd, noises }), {
        seed: 7,
        budget: 4e4,
        relativeWidth: 0,
      });
      expect(interval[0]).toBeLessThan(value);
      expect(interval[1]).toBeGreaterThan(value);
    }
  });

  it('of uncoupled directions is the larger of their finite sums', () => {
    const values = (scale: number) => curvatures.map((entry) => 1 - 0.6 * scale * entry);
    const uncoupled: SgdLinearisation = {
      ...sgd,
      sampleCurvature: curvatures.map((entry) => [
        [entry, 0],
        [0, -2 * entry],
      ]),
      regulariserCurvature: [
        [0, 0],
        [0, 0],
      ],
      noises: [{ kind: 'batch', sampling: 'with-replacement', batch: 3, labelNoise: 0 }],
    };
    const alone = [1, -2].map((scale) => {
      const multiplier = { values: values(scale), variances: curvatures.map(() => 0), sharedVariance: 0 };
      return meanLogMultiplier({ ...multiplier, batch: 3, replacement: true }).value / 0.6;
    });
    const chain = sgdChain(uncoupled);
    expect(chain && solved(chain).value).toBeCloseTo(Math.max(...alone), 12);
  });

  it('is a mixture of twice the size with momentum, and none in epochs or with several batches', () => {
    const batch = { kind: 'batch', sampling: 'with-replacement', batch: 1, labelNoise: 0 } as const;
    expect(sgdChain({ ...sgd, momentum: 0.9 })?.components[0].mean).toHaveLength(4);
    expect(sgdChain({ ...sgd, noises: [{ ...batch, sampling: 'epochs' }] })).toBeNull();
    expect(sgdChain({ ...sgd, noises: [batch, batch] })).toBeNull();
    expect(sgdChain({ ...sgd, noises: [{ ...batch, batch: 400 }] })).toBeNull();
  });
});
