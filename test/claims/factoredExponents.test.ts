import { expect, test } from 'vitest';
import { checkClaims } from '../../src/claims/checkClaims.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { readModel } from '../../src/model/readModel.js';

function statusOf(condition: string): { status: string; follows: boolean | null } {
  const model = readModel(
    `name: a square
parameters: [w]
constants: { a: 1, b: 2 }
drift: ["-w*(a - b)^2*(a + 3*b)"]
noise: [{ kind: explicit, diffusion: [["0*w"]] }]
sets: [{ name: s, equations: [w] }]
claims: [{ set: s, attractive: "${condition}" }]
`,
    'square.yaml',
  );
  const [{ status, certificate }] = checkClaims(model, model.claims, { seed: 1 });
  return {
    status,
    follows: certificate === null ? null : checkCertificate(JSON.parse(JSON.stringify(certificate))).followed,
  };
}

test.each(['a != b and a + 3*b > 0', '(a < b or a > b) and a > -3*b', 'a + 3*b > 0 and not a == b'])(
  'the exponent -(a - b)²(a + 3b) is negative exactly where %s',
  (condition) => {
    expect(statusOf(condition)).toEqual({ status: 'proved', follows: true });
  },
);

test.each(['a != b', 'a + 3*b < 0', 'a > b and a + 3*b > 0'])('but not exactly where %s', (condition) => {
  expect(statusOf(condition).status).toBe('refuted');
});
