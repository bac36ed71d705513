import { describe, expect, it } from 'vitest';
import { readModel } from '../../../src/model/readModel.js';
import { predict } from '../../../src/prediction/predict.js';
import { deriveSet } from '../../../src/symbolic/derive.js';

/** λ of y along a base point a that has noise of its own, y under noise 0.1 y. */
function averaged(drift: string, diffusion: string, rate: string, base: number) {
  const text = JSON.stringify({
    name: 'law',
    parameters: ['a', 'y'],
    constants: {},
    drift: [drift, `(${rate})*y`],
    noise: [
      {
        kind: 'explicit',
        diffusion: [
          [diffusion, '0'],
          ['0', '0.1*y'],
        ],
      },
    ],
    sets: [{ name: 'set', equations: ['y'], base: { a: base } }],
    simulate: { horizon: 100, dt: 0.01, trajectories: 100, init: { normal: 0.001 }, epsilon: 0.01 },
  });
  const model = readModel(text, 'law');
  const { exponents, remarks } = predict(model, deriveSet(model, model.sets[0]), { seed: 1, certify: false });
  return { sde: exponents.sdeAveraged, remarks: remarks.join(' ') };
}

function expectNear(drift: string, diffusion: string, rate: string, base: number, exact: number, within: number): void {
  const { sde } = averaged(drift, diffusion, rate, base);
  const [low, high] = sde?.interval ?? [Number.NaN, Number.NaN];
  expect(low).toBeLessThanOrEqual(exact + 1e-12);
  expect(high).toBeGreaterThanOrEqual(exact - 1e-12);
  expect(high - low).toBeLessThanOrEqual(within);
}

describe('the law of a base point on a line', () => {
  it('is whole where its noise vanishes at an end that it touches, though Euler–Maruyama steps leave it', () => {
    // gamma and beta laws: E a = m, E a² of the beta law A(A + 1)/((A + B)(A + B + 1))
    expectNear('0.5 - a', '1.2*sqrt(a)', '0.9 - a', 0.5, 0.395, 1e-9);
    expectNear('0.1 - a/2', 'sqrt(a)', '0.9 - a', 0.2, 0.695, 1e-9);
    const [a, b] = [1, 1].map((x) => x / 1.44);
    const square = (a * (a + 1)) / ((a + b) * (a + b + 1));
    expectNear('0.5 - a', '1.2*sqrt(a*(1-a))', 'a^2 - 0.2', 0.5, square - 0.205, 2e-4);
  });

  it('is none where the mass is infinite far out, or at an end where the base point is held', () => {
    for (const [drift, diffusion, base] of [
      ['0', '1', 0],
      ['-0.2*a/(1+a^2)', '1', 0],
      // finite mass, and yet it does not come back: ∫ 1/W is finite
      ['2*a^3', 'sqrt(2*(1+a^4))', 0],
      ['a*(1-a)', '0.5*sqrt(a)', 1],
    ] as const) {
      const { sde, remarks } = averaged(drift, diffusion, 'exp(-a^2) - 0.3', base);
      expect(sde, drift).toBeNull();
      expect(remarks).toContain('leaves every bound along the set');
    }
  });

  it('does not end where exp overflows in a rate that is bounded', () => {
    expectNear('-a', '1', 'exp(-100*a^2) - 0.03', 0, 1 / Math.sqrt(101) - 0.035, 1e-9);
  });
});
