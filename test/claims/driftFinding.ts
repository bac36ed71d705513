import { checkClaims } from '../../src/claims/checkClaims.js';
import type { Finding } from '../../src/claims/finding.js';
import { readModel } from '../../src/model/readModel.js';

/** What is found on a claim that w = 0 is attractive exactly where a condition on a, b, c holds. */
export function driftFinding(drift: string, condition: string, diffusion = '0*w'): Finding {
  const text = [
    'name: m',
    'parameters: [w]',
    'constants: { a: 1, b: 2, c: 3 }',
    `drift: ["${drift}"]`,
    `noise: [{ kind: explicit, diffusion: [["${diffusion}"]] }]`,
    'sets: [{ name: s, equations: [w] }]',
    `claims: [{ set: s, attractive: "${condition}" }]`,
  ].join('\n');
  const model = readModel(text, 'm.yaml');
  return checkClaims(model, model.claims, { seed: 1 })[0];
}
