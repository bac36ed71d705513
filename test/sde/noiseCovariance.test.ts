import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { emitKernel, stepperOf } from '../../src/sde/kernel.js';
import { lossModel, sdeModel } from './models.js';

const samples = [
  [0.5, 0.47],
  [-1.2, -1.31],
  [0.8, 0.2],
] as const;
const eta = 0.5;
const zeta = 1.4;
const dt = 0.04;
const theta = [0.7, -0.9];

type Vector = readonly number[];
type Matrix = readonly (readonly number[])[];

/** ∇f and ∇ℓ at a sample, f = w₂ tanh(w₁x), ℓ = ½(f − y)². */
const outputGradient = ([x]: Vector): Vector => {
  const t = Math.tanh(theta[0] * x);
  return [theta[1] * (1 - t * t) * x, t];
};
const lossGradient = (sample: Vector): Vector => {
  const residual = theta[1] * Math.tanh(theta[0] * sample[0]) - sample[1];
  return outputGradient(sample).map((entry) => residual * entry);
};

const mean = (vectors: readonly Vector[]): Vector =>
  vectors[0].map((_, i) => vectors.reduce((total, vector) => total + vector[i] / vectors.length, 0));
const outer = (a: Vector): Matrix => a.map((entry) => a.map((other) => entry * other));
const scaled = (factor: number, matrix: Matrix): Matrix => matrix.map((row) => row.map((entry) => factor * entry));
const added = (...matrices: readonly Matrix[]): Matrix =>
  matrices[0].map((row, i) => row.map((_, j) => matrices.reduce((total, matrix) => total + matrix[i][j], 0)));
const averaged = (matrices: readonly Matrix[]): Matrix => scaled(1 / matrices.length, added(...matrices));

/** (1/N) Σ (g_i − ḡ)(g_i − ḡ)ᵀ and (1/N) Σ ∇f_i ∇f_iᵀ */
const spread = (() => {
  const gradients = samples.map(lossGradient);
  const centre = mean(gradients);
  return averaged(gradients.map((gradient) => outer(gradient.map((entry, i) => entry - centre[i]))));
})();
const outputs = averaged(samples.map((sample) => outer(outputGradient(sample))));

/** The covariance of a step's noise: its increments are linear in the normals, so one normal at a time gives it exactly. */
function stepCovariance(model: Model): { covariance: Matrix; method: string } {
  const kernel = emitKernel(model, model.sets[0], dt);
  const stepper = stepperOf(kernel);
  const incrementsOf = (normals: Float64Array): Vector => {
    const out = new Float64Array(stepper.dimension);
    stepper.increments(
      Float64Array.from(out, (_, i) => theta[i] ?? 0.3),
      normals,
      1,
      out,
    );
    return [...out];
  };
  const drift = incrementsOf(new Float64Array(stepper.normals));
  const columns = Array.from({ length: stepper.normals }, (_, j) => {
    const normals = new Float64Array(stepper.normals);
    normals[j] = 1;
    return incrementsOf(normals).map((entry, i) => entry - drift[i]);
  });
  return { covariance: added(...columns.map(outer)), method: kernel.sampling.method };
}

function expectSame(actual: Matrix, expected: Matrix): void {
  const size = Math.max(...expected.flat().map(Math.abs));
  actual.forEach((row, i) => {
    row.forEach((entry, j) => {
      expect(Math.abs(entry - expected[i][j])).toBeLessThan(1e-12 * size);
    });
  });
}

/** N = 3, B = 2: drawing distinct samples multiplies by (N − B)/(N − 1) = ½. */
const kinds: readonly { noise: string; sigma: Matrix }[] = [
  { noise: '[{ kind: minibatch, batch: 2, sampling: with-replacement }]', sigma: scaled(1 / 2, spread) },
  { noise: '[{ kind: minibatch, batch: 2, sampling: without-replacement }]', sigma: scaled(1 / 4, spread) },
  { noise: '[{ kind: minibatch, batch: 2, sampling: epochs }]', sigma: scaled(1 / 4, spread) },
  { noise: '[{ kind: label, std: zeta, batch: 1, sampling: none }]', sigma: scaled(zeta ** 2, outputs) },
  { noise: '[{ kind: label, std: zeta, batch: full, sampling: none }]', sigma: scaled(zeta ** 2 / 3, outputs) },
  {
    noise: '[{ kind: label, std: zeta, batch: 2, sampling: without-replacement }]',
    sigma: added(scaled(zeta ** 2 / 2, outputs), scaled(1 / 4, spread)),
  },
  { noise: '[{ kind: residual, std: zeta }]', sigma: scaled(zeta ** 2, outer(mean(samples.map(outputGradient)))) },
  {
    noise: '[{ kind: minibatch, batch: 1, sampling: with-replacement }, { kind: residual, std: 2*zeta }]',
    sigma: added(spread, scaled(4 * zeta ** 2, outer(mean(samples.map(outputGradient))))),
  },
];

const constants = `{ eta: ${eta}, zeta: ${zeta} }`;
const regulariser = 'w1^2 + w2^2';

/** Every sample `copies` times, so that averages stay as they are. */
const data = (copies: number) =>
  `{ samples: [${Array.from({ length: copies }, () => samples.map((row) => `[${row.join(', ')}]`)).join(', ')}] }`;

/** Two more parameters, which no noise moves, make the covariance dearer than the columns. */
const idle = { parameters: '[w1, w2, u, v]', regulariser: 'u^2 + v^2' };
const withIdle = (sigma: Matrix): Matrix => [...sigma.map((row) => [...row, 0, 0]), [0, 0, 0, 0], [0, 0, 0, 0]];

describe('the covariance of a step’s noise is h·ηΣ(θ) of theory §2', () => {
  for (const { noise, sigma } of kinds) {
    it(`for ${noise}`, () => {
      const { covariance } = stepCovariance(lossModel({ constants, noise, regulariser, data: data(1) }));
      expectSame(covariance, scaled(dt * eta, sigma));
    });

    it(`drawn by columns, for ${noise}`, () => {
      const { covariance, method } = stepCovariance(lossModel({ constants, noise, ...idle, data: data(1) }));
      expect(method).toBe('columns');
      expectSame(covariance, scaled(dt * eta, withIdle(sigma)));
    });
  }

  it('drawn by covariance from many samples, as by columns from few', () => {
    const { noise, sigma } = kinds[3];
    const { covariance, method } = stepCovariance(lossModel({ constants, noise, ...idle, data: data(30) }));
    expect(method).toBe('covariance');
    expectSame(covariance, scaled(dt * eta, withIdle(sigma)));
  });

  it('in coordinates adapted to any set', () => {
    const { noise, sigma } = kinds[5];
    for (const equations of ['[w1 - w2]', '[2*w1 + 3*w2]', '[w1 - w2, w1 + w2]', '[w2]']) {
      const sets = `[{ name: A, equations: ${equations} }]`;
      expectSame(
        stepCovariance(lossModel({ constants, noise, data: data(1), sets })).covariance,
        scaled(dt * eta, sigma),
      );
    }
  });

  it('is S Sᵀ h for explicit noise, of rank below d too', () => {
    const model = sdeModel({
      parameters: '[u, v]',
      constants: '{}',
      potential: 'u^2 + v^2',
      noise: '[{ kind: explicit, diffusion: [[u*v, 1, 2*u], [v, 2, 2]] }]',
      sets: '[{ name: A, equations: [u] }]',
    });
    const [u, v] = theta;
    const columns = [
      [u * v, v],
      [1, 2],
      [2 * u, 2],
    ];
    expectSame(stepCovariance(model).covariance, scaled(dt, added(...columns.map(outer))));
  });
});

describe('near the set', () => {
  it('a step is linear in the distance, at 1e-200 as at 1e-8, however the noise is drawn', () => {
    for (const copies of [1, 30]) {
      const model = lossModel({ constants, noise: kinds[3].noise, data: data(copies) });
      const stepper = stepperOf(emitKernel(model, model.sets[0], dt));
      const relative = [1e-8, 1e-200].map((distance) => {
        const out = new Float64Array(2);
        const normals = Float64Array.from({ length: stepper.normals }, (_, i) => Math.cos(i));
        stepper.increments(Float64Array.of(0.6 * distance, 0.8 * distance), normals, distance, out);
        return [...out].map((entry) => entry / distance);
      });
      expect(relative[1][0]).toBeCloseTo(relative[0][0], 6);
      expect(relative[1][1]).toBeCloseTo(relative[0][1], 6);
    }
  });
});
