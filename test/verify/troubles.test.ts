import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkClaims } from '../../src/claims/checkClaims.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { openEngines } from '../../src/openEngines.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { verifyModel } from '../../src/verify/verifyModel.js';

/* Troubles that users of comparable tools have reported, as model files, and how each ends here. */

const engines = openEngines({ backend: 'cpu', threads: 1 });

function trouble(file: string): Model {
  const url = new URL(`../data/faults/troubles/${file}`, import.meta.url);
  const model = readModel(readFileSync(url, 'utf8'), file);
  return { ...model, simulation: { ...model.simulation, trajectories: 30 } };
}

describe('a base point that the process leaves', () => {
  it.each(['saddle.yaml', 'suppressor.yaml'])(
    '%s: nothing is proved attractive there, and nothing agrees that it is',
    async (file) => {
      const model = trouble(file);
      for (const { status, reason } of checkClaims(model, model.claims, { seed: 1 })) {
        expect(status).toBe('undecided');
        expect(reason).toContain('moving-base');
      }
      const [{ predicted, outcome, prediction, evidence, disagreements }] = await verifyModel(model, engines, {
        seed: 1,
      });
      expect([predicted, outcome]).toEqual(['repelling', 'agree']);
      expect(prediction.exponents.sde?.value).toBeLessThan(0);
      expect(prediction.exponents.sde?.certificate).toBeNull();
      expect(prediction.tangential?.sde?.value).toBeGreaterThan(0);
      expect(prediction.exponents.sdeAveraged?.value).toBeGreaterThan(0);
      expect(evidence.sde?.exponent?.mean).toBeGreaterThan(0);
      expect(evidence.sde?.fraction.mean).toBe(0);
      expect(disagreements.map(({ cause }) => cause)).toContain('moving-base');
    },
  );
});

describe('directions that settle slowly', () => {
  it('slow.yaml disagrees with nothing, and the horizon that would do is named', async () => {
    const [{ outcome, disagreements }] = await verifyModel(trouble('slow.yaml'), engines, { seed: 1 });
    expect(outcome).toBe('inconclusive');
    expect(disagreements[0]).toMatchObject({ role: 'gap', cause: 'finite-time' });
    expect(disagreements[0].test).toMatch(/over 16 times the horizon, 160, .* agrees with the prediction/);
  });
});

describe('a loss of two branches that meet at a sample', () => {
  it('huber-pm1.yaml: invariant and smooth at |y| = 1, and measured as predicted', async () => {
    const model = trouble('huber-pm1.yaml');
    const { invariance, smoothness, linearisation } = deriveSet(model, model.sets[0]);
    expect([invariance.status, smoothness.status, linearisation === null]).toEqual(['proved', 'smooth', false]);
    const [{ outcome, evidence, prediction }] = await verifyModel(model, engines, { seed: 1 });
    expect(outcome).toBe('agree');
    const [low, high] = evidence.sde?.exponent?.interval ?? [0, 0];
    const predicted = prediction.exponents.eulerMaruyama?.value ?? 0;
    expect([low < predicted, predicted < high]).toEqual([true, true]);
  });
});

describe('matrices whose normal form outgrows its budget', () => {
  it('att-h3.json: three heads have no common eigenvectors to be had, and numbers follow', async () => {
    const model = trouble('att-h3.json');
    const derivation = deriveSet(model, model.sets[0]);
    expect([derivation.invariance.status, derivation.eigenDirections]).toEqual(['proved', null]);
    expect((await engines.predict(model, derivation, { seed: 1 })).exponents.sde?.method).toBe('simulation');
  });
});
