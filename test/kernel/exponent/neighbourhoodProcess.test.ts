import { describe, expect, it } from 'vitest';
import { rational, toNumber } from '../../../src/arithmetic/rational.js';
import { expandProcess } from '../../../src/kernel/exponent/neighbourhoodProcess.js';
import { readProcess } from '../../../src/kernel/exponent/readNeighbourhood.js';
import type { Model } from '../../../src/model/model.js';
import { randomStream } from '../../../src/numeric/random.js';
import { type Form, gradedForms } from '../../../src/prediction/neighbourhood/gradedForms.js';
import { statedProcess } from '../../../src/prediction/neighbourhood/neighbourhoodStatement.js';
import { compileStepper } from '../../../src/sde/kernel.js';
import { builtin } from '../../builtin.js';

const order = 5;

/** Drift and S Sᵀ from the increments of an Euler–Maruyama step of size 1 under unit normals. */
function simulated(model: Model, theta: Float64Array, distance: number) {
  const stepper = compileStepper(model, model.sets[0], 1);
  const increment = (normals: Float64Array): Float64Array => {
    const out = new Float64Array(theta.length);
    stepper.increments(theta, normals, distance, out);
    return out;
  };
  const drift = increment(new Float64Array(stepper.normals));
  const columns = Array.from({ length: stepper.normals }, (_, q) =>
    increment(new Float64Array(stepper.normals).fill(1, q, q + 1)).map((value, i) => value - drift[i]),
  );
  const covariance = drift.map((_, i) => i);
  return {
    drift,
    covariance: Array.from(covariance, (i) =>
      Array.from(covariance, (j) => columns.reduce((s, c) => s + c[i] * c[j], 0)),
    ),
  };
}

function valueAt(forms: readonly Form[], y: readonly number[]): number {
  return forms.reduce((total, form, l) => {
    const degree = form.length === 1 ? null : form.length - 1;
    const value = form.reduce(
      (sum, coefficient, j) => sum + toNumber(coefficient) * (degree === null ? 1 : y[0] ** (degree - j) * y[1] ** j),
      0,
    );
    return total + (degree === null ? value * y[0] ** l : value);
  }, 0);
}

describe('the process that a certificate states', () => {
  // label noise, minibatches with and without replacement, residual noise, explicit noise
  it.each(['M1', 'M2', 'M4-large', 'M5', 'M6', 'M7'] as const)('is the one that is simulated: %s', (id) => {
    const model = builtin(id);
    const radius = 0.1;
    const process = readProcess(JSON.parse(JSON.stringify(statedProcess(model, model.sets[0]))));
    const expanded = expandProcess(process, order, rational(1, 10));
    const { driftDeviation, covarianceDeviation } = expanded;
    const { drift, covariance } = gradedForms(expanded);
    const stream = randomStream(7, 0);
    for (let i = 0; i < 8; i++) {
      const angle = 2 * Math.PI * stream.uniform();
      const y =
        drift.length === 1 ? [i % 2 === 0 ? radius : -radius] : [radius * Math.cos(angle), radius * Math.sin(angle)];
      const truth = simulated(model, Float64Array.from(y), radius);
      const rest = (deviations: typeof driftDeviation, first: number): number =>
        deviations.reduce((sum, value, l) => sum + toNumber(value) * radius ** (l + first), 0);
      // with one variable the forms stand for y and y²
      const [line, square] = drift.length === 1 ? [y[0], y[0] ** 2] : [1, 1];
      for (const [a, forms] of drift.entries()) {
        const gap = Math.abs(truth.drift[a] - line * valueAt(forms, y));
        expect(gap).toBeLessThan(rest(driftDeviation, 1) + 1e-12);
        expect(gap).toBeLessThan(1e-3 * radius);
        for (const [b, entry] of covariance[a].entries()) {
          const difference = Math.abs(truth.covariance[a][b] - square * valueAt(entry, y));
          expect(difference).toBeLessThan(rest(covarianceDeviation, 2) + 1e-12);
          expect(difference).toBeLessThan(1e-2 * radius ** 2);
        }
      }
    }
  });
});
