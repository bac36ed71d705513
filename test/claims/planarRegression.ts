import { checkClaims } from '../../src/claims/checkClaims.js';
import type { Finding } from '../../src/claims/finding.js';
import { readModel } from '../../src/model/readModel.js';

/** The inputs of the regression below. */
export const planarInputs = [
  [1, 0.2],
  [0.3, 1.1],
  [-0.8, 0.9],
] as const;

/** Claims of linear regression in two dimensions, Ĥ_i = x_i x_iᵀ, that SGD's mean square at its solution is stable, or is not. */
export function planarRegression(
  { eta, momentum = '0', noise }: { readonly eta: number; readonly momentum?: string; readonly noise: string },
  stable: boolean,
): Finding {
  const model = readModel(
    `
name: regression in the plane
parameters: [w0, w1]
inputs: [x0, x1]
loss: (w0*x0 + w1*x1)^2/2
constants: { eta: ${eta} }
learningRate: eta
momentum: ${momentum}
noise: [${noise}]
data: { samples: ${JSON.stringify(planarInputs)} }
sets: [{ name: solution, equations: [w0, w1] }]
claims: [{ set: solution, meanSquareStable: ${stable}, process: sgd }]
`,
    'regression in the plane',
  );
  return checkClaims(model, model.claims, { seed: 1 })[0];
}
