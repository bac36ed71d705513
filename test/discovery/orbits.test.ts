import { describe, expect, test } from 'vitest';
import { discoverSets } from '../../src/discovery/discover.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import type { Derivation } from '../../src/symbolic/derivation.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { lossModel, scalarNetwork, sdeModel } from './networks.js';

const said = ({ condition, thresholds }: Pick<Derivation, 'condition' | 'thresholds'>) => ({
  alpha: condition?.alpha && printExpression(condition.alpha),
  supQ: condition?.supQ && printExpression(condition.supQ),
  infQ: condition?.infQ && printExpression(condition.infQ),
  thresholds: thresholds.map(({ parameter, expression }) => `${parameter} ${printExpression(expression)}`),
});

const models: readonly Model[] = [
  scalarNetwork(3, 'tanh'),
  scalarNetwork(3, 'relu'),
  scalarNetwork(3, 'gelu'),
  lossModel(['u', 'v', 'w'], 'u*v*w*x', ['regulariser: zeta*(u^2 + v^2 + w^2)']),
  sdeModel(['a', 'b', 'c'], ['a - a^3', 'b - b^3', 'c - c^3'], [['a'], ['b'], ['c']]),
];

describe('what is derived for one set holds for all that symmetries make of it', () => {
  test.each(models.map((model, i) => [i, model] as const))('model %d', (_, model) => {
    const found = discoverSets(model);
    expect(new Set(found.map(({ orbit }) => orbit)).size).toBeLessThan(found.length);
    for (const discovery of found) {
      const { set, invariance } = discovery;
      const direct = deriveSet(model, set);
      expect(said(discovery)).toEqual(said(direct));
      expect(invariance.status).toBe(direct.invariance.status);
      if (invariance.status === 'proved') {
        expect(invariance.certificate.equations).toEqual(set.equations.map(printExpression));
        expect(checkCertificate(invariance.certificate).followed).toBe(true);
      }
    }
  });

  test('constants of equal values make no symmetry of what is derived, which has their names', () => {
    const text = [
      'name: m',
      'parameters: [u, v]',
      'constants: { p: 1, q: 1 }',
      'potential: "p*u^2/2 + q*v^2/2"',
      'noise: [{ kind: explicit, diffusion: [[u, "0"], ["0", v]] }]',
    ].join('\n');
    const [first, second] = discoverSets(readModel(text, 'm.yaml'));
    expect([first, second].map((one) => said(one).alpha).sort()).toEqual(['p + 1/2', 'q + 1/2']);
    expect(first.orbit).not.toBe(second.orbit);
  });
});
