import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import type { LossDynamics, Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { randomStream } from '../../src/numeric/random.js';
import { replicaStream } from '../../src/numeric/replicaStream.js';
import { studentScale } from '../../src/numeric/studentScale.js';
import { predict } from '../../src/prediction/predict.js';
import { trainEnsemble } from '../../src/sgd/ensemble.js';
import { deriveObjective } from '../../src/sgd/objective.js';
import { openTrainer } from '../../src/sgd/openTrainer.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { describeBackends } from './backends.js';

const text = readFileSync('examples/gradient-noise.yaml', 'utf8');
const heavy = readModel(text, 'example');
const gaussian = readModel(
  text.replace('student-t, degreesOfFreedom: nu', 'gaussian').replace(', nu: 5', ''),
  'example',
);

/** E log|1 − ηh + ηs t| / η to 1e-5, by the midpoint rule, over φ with t = √(ν − 2) tan φ, whose density goes like cos^(ν−1) φ. */
function exponentOfStudent(rate: number, curvature: number, std: number, nu: number): number {
  const points = 400_000;
  let [total, mass] = [0, 0];
  for (let i = 0; i < points; i++) {
    const phi = (Math.PI * (i + 0.5)) / points - Math.PI / 2;
    const weight = Math.cos(phi) ** (nu - 1);
    total += weight * Math.log(Math.abs(1 - rate * curvature + rate * std * Math.sqrt(nu - 2) * Math.tan(phi)));
    mass += weight;
  }
  return total / mass / rate;
}

test('the scale of a Student-t has mean square 1 and the fourth moment of its law', () => {
  const stream = randomStream(3, 0);
  const nu = 10;
  const squares = Array.from({ length: 200_000 }, () => studentScale(stream, nu) ** 2);
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  // E s⁴ = (ν − 2)/(ν − 4); five standard errors of either mean
  expect(Math.abs(mean(squares) - 1)).toBeLessThan(5 * Math.sqrt((8 / 6 - 1) / squares.length));
  expect(Math.abs(mean(squares.map((x) => x * x)) - 8 / 6)).toBeLessThan(0.05);
});

test('the exponent of the SDE is that of the covariance, of SGD that of the law', async () => {
  const exponents = async (model: Model) =>
    (await predict(model, deriveSet(model, model.sets[0]), { seed: 1, certify: false })).exponents;
  // h = −2 mean(xy) = −0.6, c = 2, η = 0.5: 0.6 − η c²/2
  for (const model of [heavy, gaussian]) expect((await exponents(model)).sde?.value).toBeCloseTo(-0.4, 12);
  const found = (await exponents(heavy)).sgd;
  // mpmath 1.3, 30 digits
  const exact = 0.14700286082571679;
  expect(found?.interval[0]).toBeLessThan(exact);
  expect(found?.interval[1]).toBeGreaterThan(exact);
  // ν → ∞ is the Gaussian
  expect((await exponents(gaussian)).sgd?.value).toBeCloseTo(exponentOfStudent(0.5, -0.6, 2, 2000), 2);
});

test('the heavier the tail, the larger the exponent, down to ν = 2', async () => {
  const model = { ...heavy, constants: new Map([...heavy.constants, ['nu', rational(5, 2)]]) };
  const { exponents } = await predict(model, deriveSet(model, model.sets[0]), { seed: 1, certify: false });
  // mpmath 1.3, 30 digits
  const exact = 0.3128999482016414;
  expect(exponents.sgd?.interval[0]).toBeLessThan(exact);
  expect(exponents.sgd?.interval[1]).toBeGreaterThan(exact);
  expect(exact).toBeGreaterThan(exponentOfStudent(0.5, -0.6, 2, 5) + 0.1);
});

describeBackends('noise on the gradient', (opened) => {
  it('is drawn as doubles draw it', () => {
    const objective = deriveObjective(heavy, heavy.dynamics as LossDynamics);
    const paths = ([opened(), 'float64'] as const).map((backend) => {
      const streams = Array.from({ length: 20 }, (_, i) => replicaStream(4, i));
      const trainer = openTrainer(
        backend,
        objective,
        streams.map(() => [0.1]),
        streams,
      );
      for (let i = 0; i < 5; i++) trainer.step();
      const [column] = trainer.read();
      const found = Array.from(column);
      trainer.dispose();
      return found;
    });
    for (const [i, value] of paths[1].entries()) expect(paths[0][i] / value).toBeCloseTo(1, 4);
  });

  it('gives the exponent of its law', { timeout: 120_000 }, async () => {
    const evidence = await trainEnsemble(heavy, heavy.sets[0], { seed: 1, backend: opened() });
    const [low, high] = evidence?.exponent?.interval ?? [Number.NaN, Number.NaN];
    // mpmath 1.3, 30 digits
    const exact = 0.14700286082571679;
    expect(low).toBeLessThan(exact);
    expect(high).toBeGreaterThan(exact);
    expect(high - low).toBeLessThan(0.3);
  });
});
