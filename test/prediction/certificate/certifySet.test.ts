import { describe, expect, it } from 'vitest';
import { rational } from '../../../src/arithmetic/rational.js';
import { checkStatement } from '../../../src/kernel/checkStatement.js';
import type { Model } from '../../../src/model/model.js';
import { readModel } from '../../../src/model/readModel.js';
import { certifySet } from '../../../src/prediction/certificate/certifySet.js';
import { predict } from '../../../src/prediction/predict.js';
import { deriveSet } from '../../../src/symbolic/derive.js';
import { builtin } from '../../builtin.js';

function certified(model: Model) {
  const derivation = deriveSet(model, model.sets[0]);
  const certificate = certifySet(model, derivation);
  return { certificate, lambda: predict(model, derivation, { seed: 1 }).exponents.sde?.value ?? Number.NaN };
}

describe('a certificate of a set', () => {
  it.each(['M1', 'M2', 'M2-paper', 'M4', 'M4-large', 'M5', 'M6', 'M7'] as const)(
    'is found for %s and has the sign of λ',
    (id) => {
      const { certificate, lambda } = certified(builtin(id));
      expect(certificate?.claim).toBe(lambda < 0 ? 'attractive' : 'repelling');
      expect(certificate?.family.radii).toBeNull();
      expect(checkStatement(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ followed: true });
    },
  );

  it('states model, set, constants and matrices', () => {
    const { certificate } = certified(builtin('M2'));
    expect(certificate?.statement).toMatchObject({
      model: 'scalar tanh neuron',
      set: ['w1', 'w2'],
      constants: { eta: '1/50', zeta: '12' },
      curvature: [
        ['0', '-mean(x*y)'],
        ['-mean(x*y)', '0'],
      ],
    });
  });

  it('is not given at λ = 0, nor where the base point moves', () => {
    expect(certified(builtin('M1', { mu: rational(2), zeta: rational(2) })).certificate).toBeNull();
    expect(certified(builtin('M3')).certificate).toBeNull();
  });

  // no common eigenvector, entries with erf'(1/2) and a set whose equations are not orthonormal
  const offAxis = (zeta: number) => `
name: off-axis
parameters: [u, v]
constants: { zeta: ${zeta} }
drift: ["-erf(u)/2 + v/3", "-exp(u)*v + v + u*v^2 - 2*sinh(u)/5"]
noise: [{ kind: explicit, diffusion: [["zeta*v", "sin(u)"], ["zeta*u/2", "v*exp(-1/2)"]] }]
sets: [{ name: origin, equations: [u + v, u - 2*v] }]
`;
  it.each([0.1, 3])('carries radii where entries are irrational (zeta = %d)', (zeta) => {
    const { certificate, lambda } = certified(readModel(offAxis(zeta), 'off-axis'));
    expect(certificate?.claim).toBe(lambda < 0 ? 'attractive' : 'repelling');
    expect(certificate?.family.radii?.curvature).toMatch(/^\d+\/\d+$/);
    expect(checkStatement(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ followed: true });
  });
});
