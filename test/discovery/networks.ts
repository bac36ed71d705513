import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';

/** Σ_j a_j σ(w_j x) with squared loss and label noise; parameters w1..wn, a1..an. */
export function scalarNetwork(neurons: number, activation: string): Model {
  const numbers = Array.from({ length: neurons }, (_, j) => j + 1);
  return lossModel(
    [...numbers.map((j) => `w${j}`), ...numbers.map((j) => `a${j}`)],
    numbers.map((j) => `a${j}*${activation}(w${j}*x)`).join(' + '),
  );
}

/** A model with squared loss, one input x, one target y and label noise. */
export function lossModel(parameters: readonly string[], output: string, extra: readonly string[] = []): Model {
  return readModel(
    [
      'name: model',
      `parameters: [${parameters.join(', ')}]`,
      'inputs: [x]',
      'targets: [y]',
      `output: "${output}"`,
      'loss: squared',
      'constants: { eta: 0.1, zeta: 1 }',
      'learningRate: eta',
      'noise: [{ kind: label, std: zeta, batch: 1, sampling: none }]',
      'data: { samples: [[1, 0.5], [-0.7, 0.3], [0.4, -1]] }',
      ...extra,
    ].join('\n'),
    'model.yaml',
  );
}

/** An SDE from its drift (one formula a parameter) and its diffusion (a row a parameter). */
export function sdeModel(
  parameters: readonly string[],
  drift: readonly string[],
  diffusion: readonly (readonly string[])[],
): Model {
  return readModel(
    [
      'name: process',
      `parameters: [${parameters.join(', ')}]`,
      `drift: ${JSON.stringify(drift)}`,
      `noise: [{ kind: explicit, diffusion: ${JSON.stringify(diffusion)} }]`,
    ].join('\n'),
    'process.yaml',
  );
}
