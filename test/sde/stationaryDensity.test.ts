import { expect, it } from 'vitest';
import { randomStream } from '../../src/numeric/random.js';
import { compileStepper } from '../../src/sde/kernel.js';
import { kolmogorovSmirnov } from '../numeric/kolmogorovSmirnov.js';
import { sdeModel } from './models.js';

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
