import { expect, it } from 'vitest';
import { randomStream } from '../../src/numeric/random.js';
import { compileStepper } from '../../src/sde/kernel.js';
import { stationaryDensity } from '../../src/sde/stationaryDensity.js';
import { kolmogorovSmirnov } from '../numeric/kolmogorovSmirnov.js';
import { lossModel, sdeModel } from './models.js';

it('the quartic well with μ = 3/2, ζ = 1 has the stationary density ∝ |θ| e^{−θ²}: θ² is exponential (theory §8, M1)', () => {
  const model = sdeModel({ constants: '{ mu: 1.5, zeta: 1 }' });
  const stepper = compileStepper(model, model.sets[0], 0.005);
  const squares = Array.from({ length: 1000 }, (_, trajectory) => {
    const stream = randomStream(5, trajectory);
    const theta = Float64Array.of(trajectory % 2 === 0 ? 1 : -1);
    let square = 0;
    for (let step = 0; step < 1200; step++) square = stepper.advance(theta, stream, Math.abs(theta[0]));
    return square;
  });
  const { pValue } = kolmogorovSmirnov(squares, (square) => 1 - Math.exp(-square));
  expect(pValue).toBeGreaterThan(0.01);
});

/** ∫ Γ-type law of θ ∝ |θ|^{2μ/ζ²−2} e^{−θ²/ζ²} over log|θ|, from its formula. */
function quarticDensity(mu: number, zeta: number, u: number, mass: number): number {
  return Math.exp(u * ((2 * mu) / zeta ** 2 - 1) - Math.exp(2 * u) / zeta ** 2) / mass;
}

it.each([
  [1.5, 1],
  [0.7, 0.9],
])(
  'the density over log-distance of the quartic well, μ = %f, ζ = %f, is the closed form (theory §4.1, §8)',
  (mu, zeta) => {
    const model = sdeModel({ constants: `{ mu: ${mu}, zeta: ${zeta} }` });
    const density = stationaryDensity(model, model.sets[0])!;
    const mass = density.reduce((sum, { logDistance }) => sum + 0.04 * quarticDensity(mu, zeta, logDistance, 1), 0);
    for (const { logDistance, density: found } of density) {
      expect(Math.abs(found - quarticDensity(mu, zeta, logDistance, mass))).toBeLessThan(1e-3);
    }
  },
);

it('an attractive set leaves no stationary density, nor is one given for two parameters', () => {
  const attracted = sdeModel({ constants: '{ mu: 1.5, zeta: 2 }' });
  expect(stationaryDensity(attracted, attracted.sets[0])).toBeNull();
  const planar = lossModel({});
  expect(stationaryDensity(planar, planar.sets[0])).toBeNull();
});
