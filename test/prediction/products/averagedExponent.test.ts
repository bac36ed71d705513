import { describe, expect, it } from 'vitest';
import { readModel } from '../../../src/model/readModel.js';
import { predict } from '../../../src/prediction/predict.js';
import { deriveSet } from '../../../src/symbolic/derive.js';
import { builtin } from '../../builtin.js';

function averaged(drift: string, diffusion: string, parameters: string, equations: string) {
  const model = readModel(
    `
name: moving base
parameters: ${parameters}
constants: {}
drift: ${drift}
noise: [{ kind: explicit, diffusion: ${diffusion} }]
sets: [{ name: set, equations: ${equations}, base: { a: 0.5 } }]
simulate: { horizon: 10, dt: 0.05, trajectories: 10, init: { normal: 0.001 }, epsilon: 0.01 }
`,
    'moving base',
  );
  return predict(model, deriveSet(model, model.sets[0]), { seed: 1 });
}

describe('on a set with its own dynamics', () => {
  // theory §5: a is an Ornstein–Uhlenbeck process of mean 0, so both coordinates grow at rate 0, and yet E|a| > 0
  it('the exponent is not the average of the frozen ones', () => {
    const { exponents, baseMoves } = averaged(
      '["-a", "a*y1", "-a*y2"]',
      '[["1"], ["0"], ["0"]]',
      '[a, y1, y2]',
      '[y1, y2]',
    );
    expect(baseMoves).toBe(true);
    expect(exponents.sde?.value).toBeCloseTo(0.5, 12);
    const [low, high] = exponents.sdeAveraged?.interval ?? [1, 1];
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(high).toBeLessThan(0.2);
  });

  it('codimension 1: the frozen exponents are averaged over the base point', () => {
    // E a² = 1/2 for da = −a dt + dW, so λ = 1/2 − 1; the chain at dt = 1/20 has E a² = 1/(2 − dt)
    const { exponents } = averaged('["-a", "(a^2 - 1)*y"]', '[["1"], ["0"]]', '[a, y]', '[y]');
    const { value = 0, interval = [0, 0] } = exponents.sdeAveraged ?? {};
    expect(interval[0]).toBeLessThan(-0.49);
    expect(interval[1]).toBeGreaterThan(-0.53);
    expect(value).toBeCloseTo(-0.5, 1);
    expect(interval[1]).toBeLessThan(0);
  });

  it('a base point that leaves every bound has no average', () => {
    const { exponents, remarks } = averaged('["a", "-y"]', '[["0"], ["y"]]', '[a, y]', '[y]');
    expect(exponents.sdeAveraged).toBeNull();
    expect(remarks.join()).toContain('leaves every bound');
  });

  it('M3 is repelling, seed after seed, though its frozen exponent is sixteen times as large', () => {
    const model = builtin('M3');
    const derivation = deriveSet(model, model.sets[0]);
    const intervals = [1, 2].map(
      (seed) => predict(model, derivation, { seed }).exponents.sdeAveraged?.interval ?? [0, 0],
    );
    for (const [low, high] of intervals) {
      expect(low).toBeGreaterThan(0);
      expect(high).toBeLessThan(0.03);
    }
    expect(Math.max(...intervals.map(([low]) => low))).toBeLessThan(Math.min(...intervals.map(([, high]) => high)));
  });
});
