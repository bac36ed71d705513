import { numericRows, valueAt } from '../src/model/constants.js';
import type { Model } from '../src/model/model.js';
import { deriveDiffusion, type NoiseColumns } from '../src/sde/diffusion.js';
import { addOuterProduct, type Matrix, meanVector, zeroMatrix } from './covarianceMatrix.js';
import { vectorsAt } from './vectorsAt.js';

/** The covariance of the SDE's noise per unit of t at θ, 2D = ηΣ or S Sᵀ, d × d (theory §2). */
export function covarianceOfDiffusion(model: Model, theta: readonly number[]): Matrix {
  const columns = deriveDiffusion(model);
  const names = model.dynamics.kind === 'loss' ? [...model.dynamics.data.inputs, ...model.dynamics.data.targets] : [];
  const numbers = model.dynamics.kind === 'loss' ? numericRows(model.dynamics.data) : new Float64Array();
  const count = model.dynamics.kind === 'loss' ? model.dynamics.data.rows.length : 1;
  const at = vectorsAt(
    columns.map(({ column }) => column),
    model,
    names,
  );
  const samples = Array.from({ length: count }, (_, i) =>
    at(theta, [...numbers.subarray(i * names.length, (i + 1) * names.length)]),
  );
  const covariance = zeroMatrix(theta.length);
  for (const [q, { form, weight }] of columns.entries()) {
    const vectors = columnsOf(
      form,
      samples.map((vectorsOfSample) => vectorsOfSample[q]),
    );
    const share = valueAt(weight, model.constants) / vectors.length;
    for (const vector of vectors) addOuterProduct(covariance, vector, share);
  }
  return covariance;
}

/** The vectors whose mean outer product the form stands for. */
function columnsOf(form: NoiseColumns['form'], vectors: readonly number[][]): number[][] {
  switch (form) {
    case 'each':
      return [...vectors];
    case 'centred': {
      const mean = meanVector(vectors);
      return vectors.map((vector) => vector.map((value, i) => value - mean[i]));
    }
    case 'averaged':
    case 'once':
      return [meanVector(vectors)];
  }
}
