import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/arithmetic/inputError.js';
import { rational } from '../../../src/arithmetic/rational.js';
import { checkStatement } from '../../../src/kernel/checkStatement.js';
import { readModel } from '../../../src/model/readModel.js';
import { traceBoundary } from '../../../src/prediction/thresholds/boundaryCurve.js';
import { findThresholds, searchThresholds } from '../../../src/prediction/thresholds/thresholdSearch.js';
import { builtin } from '../../builtin.js';

/** No common eigenvector: λ of a damped oscillator with multiplicative noise has no closed form. */
const oscillator = readModel(
  `
name: oscillator
parameters: [q, p]
constants: { damping: 1, sigma: 2 }
drift: ["p", "-q - damping*p"]
noise: [{ kind: explicit, diffusion: [["0"], ["sigma*q"]] }]
sets: [{ name: rest, equations: [q, p] }]
`,
  'oscillator',
);

describe('a threshold by bracketing', () => {
  it.each([
    ['eta', 0.01, 0.5, 2.0267766273826227 / 144],
    ['zeta', 1, 20, Math.sqrt(2.0267766273826227 / 0.02)],
  ])('is that of the closed form (M2, %s)', (constant, from, to, expected) => {
    const model = builtin('M2');
    const [found, ...others] = findThresholds(model, model.sets[0], constant, [from, to], { seed: 1 });
    expect(others).toEqual([]);
    expect(found.attractive).toBe('above');
    expect(found.bracket[1] - found.bracket[0]).toBeLessThan(2e-9 * (to - from));
    expect(found.bracket[0]).toBeLessThanOrEqual(expected + 1e-9);
    expect(found.bracket[1]).toBeGreaterThanOrEqual(expected - 1e-9);
  });

  it('has certified signs at both ends where there is no closed form', () => {
    const [{ bracket, attractive, certificates }] = findThresholds(oscillator, oscillator.sets[0], 'sigma', [0.5, 6], {
      seed: 1,
      tolerance: 1e-4,
    });
    expect(attractive).toBe('below');
    expect(bracket[1] - bracket[0]).toBeLessThan(1e-3);
    expect(certificates.map((one) => one?.claim)).toEqual(['attractive', 'repelling']);
    for (const certificate of certificates) expect(checkStatement(certificate)).toMatchObject({ followed: true });
  });

  it('of a cubic without rational roots has bounds whose signs are proved, and is known to be all', () => {
    const model = readModel(
      `
name: cubic
parameters: [x]
constants: { c: 1.5 }
drift: ["(c^3 - 3*c)*x"]
noise: [{ kind: explicit, diffusion: [["x", "x"]] }]
sets: [{ name: origin, equations: [x] }]
`,
      'cubic',
    );
    // lambda = c^3 - 3 c - 1, whose roots are 2 cos of 20, 100 and 140 degrees
    const { zeros, complete } = searchThresholds(model, model.sets[0], 'c', [-3, 3], { seed: 1 });
    expect([complete, zeros.length]).toEqual([true, 3]);
    for (const [i, degrees] of [140, 100, 20].entries()) {
      const { bracket, certificates, level } = zeros[i];
      const root = 2 * Math.cos((degrees * Math.PI) / 180);
      expect([bracket[0] <= root, bracket[1] >= root, bracket[1] - bracket[0] < 1e-8, level]).toEqual([
        true,
        true,
        true,
        1,
      ]);
      for (const certificate of certificates) expect(checkStatement(certificate)).toMatchObject({ followed: true });
    }
  });

  it('finds every change of sign, and none where there is none', () => {
    const model = readModel(
      `
name: two changes
parameters: [x]
constants: { c: 0 }
drift: ["-(c - 1)*(c - 3)*x - x^3"]
noise: [{ kind: explicit, diffusion: [[0]] }]
sets: [{ name: origin, equations: [x] }]
`,
      'two changes',
    );
    const found = findThresholds(model, model.sets[0], 'c', [0, 4.1], { seed: 1 });
    expect(found.map(({ attractive }) => attractive)).toEqual(['below', 'above']);
    expect(found.map(({ bracket: [low] }) => low)).toEqual([expect.closeTo(1, 7), expect.closeTo(3, 7)]);
    expect(findThresholds(model, model.sets[0], 'c', [1.2, 2.8], { seed: 1 })).toEqual([]);
  });

  it('refuses an unknown constant and an empty range', () => {
    const search = (constant: string, to: number) => () =>
      findThresholds(oscillator, oscillator.sets[0], constant, [1, to], { seed: 1 });
    expect(search('tau', 2)).toThrow(InputError);
    expect(search('sigma', 1)).toThrow(InputError);
    expect(search('sigma', Number.NaN)).toThrow(InputError);
  });
});

describe('a boundary curve by continuation', () => {
  it('follows zeta = sqrt(2 mu) in the quartic well', () => {
    const model = builtin('M1', { zeta: rational(1) });
    const curve = traceBoundary(
      model,
      model.sets[0],
      { constant: 'mu', range: [0.5, 4.5] },
      { constant: 'zeta', range: [0, 5] },
      17,
      { seed: 1 },
    );
    expect(curve).toHaveLength(17);
    for (const { at, bracket } of curve) {
      expect(bracket[0]).toBeLessThanOrEqual(Math.sqrt(2 * at) + 1e-8);
      expect(bracket[1]).toBeGreaterThanOrEqual(Math.sqrt(2 * at) - 1e-8);
    }
  });

  it('leaves out columns without a zero', () => {
    const model = builtin('M1');
    const curve = traceBoundary(
      model,
      model.sets[0],
      { constant: 'mu', range: [-1, 1] },
      { constant: 'zeta', range: [0.1, 5] },
      5,
      { seed: 1 },
    );
    expect(curve.map(({ at }) => at)).toEqual([0.5, 1]);
  });
});
