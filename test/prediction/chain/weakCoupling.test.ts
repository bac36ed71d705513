import { expect, it } from 'vitest';
import { type RandomStream, randomStream } from '../../../src/numeric/random.js';
import { chainExponentOnCircle } from '../../../src/prediction/chain/circleChain.js';
import { deterministicGrowth } from '../../../src/prediction/chain/deterministicGrowth.js';
import { sdeExponent } from '../../../src/prediction/exponents.js';
import { exactFamily, type LinearFamily } from '../../../src/prediction/matrices/linearFamily.js';
import { productExponent } from '../../../src/prediction/products/matrixProduct.js';
import type { StepSampler } from '../../../src/prediction/products/stepSampler.js';

/** dy₁ = (m₁y₁ + δy₂) dt + s₁y₁ dW₁ and the same with 1 and 2 exchanged. */
interface Patches {
  readonly m: readonly [number, number];
  readonly s: readonly [number, number];
  readonly delta: number;
}

function randomPatches(stream: RandomStream): Patches {
  return {
    m: [0.5 * stream.normal(), 0.5 * stream.normal()],
    s: [0.3 + stream.uniform(), 0.3 + stream.uniform()],
    delta: 10 ** (-8 * stream.uniform()),
  };
}

function familyOf({ m, s, delta }: Patches): LinearFamily {
  return {
    curvature: [
      [-m[0], -delta],
      [-delta, -m[1]],
    ],
    noise: [
      [
        [s[0], 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, s[1]],
      ],
    ],
    learningRate: 1,
  };
}

/** z = log(y₂/y₁) has the density exp(2(μz − 2δ cosh z)/S), and λ is the mean of m₁ − s₁²/2 + δe^z. */
function exactExponent({ m, s, delta }: Patches): number {
  const variance = s[0] ** 2 + s[1] ** 2;
  const drift = m[1] - m[0] - (s[1] ** 2 - s[0] ** 2) / 2;
  const end = Math.log(400 / delta);
  const exponentAt = (z: number): number => (2 * (drift * z - 2 * delta * Math.cosh(z))) / variance;
  const step = 1 / 256;
  let top = -Infinity;
  for (let z = -end; z < end; z += step) top = Math.max(top, exponentAt(z));
  let [mass, sum] = [0, 0];
  for (let z = -end; z < end; z += step) {
    const density = Math.exp(exponentAt(z) - top);
    mass += density;
    sum += density * (m[0] - s[0] ** 2 / 2 + delta * Math.exp(z));
  }
  return sum / mass;
}

it('SDEs of two patches whose coupling is between 1e-8 and 1 have the mean over the exact density of the ratio', () => {
  const cases = process.env.CHECK_FULL ? 300 : 12;
  for (let seed = 0; seed < cases; seed++) {
    const patches = randomPatches(randomStream(61, seed));
    const family = familyOf(patches);
    const exact = exactFamily(family);
    const found = sdeExponent({ codimension: 2, family, exact, isExact: true, sgd: null, directions: null, seed: 1 });
    const truth = exactExponent(patches);
    const [low, high] = found.interval;
    const name = `seed ${seed}: ${JSON.stringify(patches)}`;
    expect(low - 1e-9, name).toBeLessThanOrEqual(truth);
    expect(high + 1e-9, name).toBeGreaterThanOrEqual(truth);
    expect(high - low, name).toBeLessThan(Math.max(1e-3, 0.01 * Math.abs(truth)));
  }
});

it('a simulated product that seldom leaves where it started has an interval that says so', () => {
  // an axis is kept for longer than anything is simulated, and each grows at a rate of its own; half start on either
  let made = 0;
  const samplerOf = (): StepSampler => {
    const rate = made++ % 2 === 0 ? 1.3 : 0.8;
    const draw: StepSampler['draw'] = (stream, out) => out.set([rate + 0.1 * stream.normal(), 0, 0, 0]);
    return { dimension: 2, duration: 1, period: 1, mean: null, draw };
  };
  const { interval } = productExponent(samplerOf, { seed: 1, budget: 2 ** 14 });
  const stationary = (Math.log(1.3) + Math.log(0.8)) / 2;
  expect(interval[0]).toBeLessThan(stationary);
  expect(interval[1]).toBeGreaterThan(stationary);
  expect(interval[1] - interval[0]).toBeGreaterThan(0.2);
});

it('one matrix grows as its spectral radius, defective and complex ones too', () => {
  const rotation = [
    [0, -2, 0, 0],
    [2, 0, 0, 0],
    [0, 0, 1, 5],
    [0, 0, 0, 1],
  ];
  expect(deterministicGrowth(rotation).value).toBeCloseTo(Math.log(2), 12);
  const { value, error } = deterministicGrowth([
    [1.1, 1, 0],
    [0, 1.1, 1],
    [0, 0, 1.1],
  ]);
  expect(Math.abs(value - Math.log(1.1))).toBeLessThanOrEqual(error);
  expect(
    deterministicGrowth([
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ]).value,
  ).toBe(-Infinity);
});

it('holds the growth of two matrices whose eigenvectors differ by the cube of their small entries', () => {
  // 1,000 products of 20,000 steps each: 0.02581 and 0.02285, standard error 0.00011
  for (const [small, measured] of [
    [1e-4, 0.02581],
    [3e-5, 0.02285],
  ]) {
    const fixed = (mean: number[][]) => ({ weight: 0.5, mean, noise: [] });
    const components = [
      fixed([
        [2, small],
        [small, 0.5],
      ]),
      fixed([
        [0.5, small],
        [-small, 2],
      ]),
    ];
    const { interval } = chainExponentOnCircle({ components, duration: 1 }, { tolerance: 1e-4 }) ?? {
      interval: [0, 0],
    };
    expect(interval[0]).toBeLessThan(measured + 4e-4);
    expect(interval[1]).toBeGreaterThan(measured - 4e-4);
    expect(interval[1] - interval[0]).toBeLessThan(small < 1e-4 ? 0.06 : 2e-4);
  }
});
