import { describe, expect, it } from 'vitest';
import { estimateGrowth } from '../../src/numeric/growth.js';
import { logGamma, normalQuantile, studentQuantile } from '../../src/numeric/quantiles.js';
import { randomStream } from '../../src/numeric/random.js';
import { fractionInterval } from '../../src/numeric/statistics.js';

describe('quantiles', () => {
  it('match published tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalQuantile(0.9995)).toBeCloseTo(3.2905267314919255, 12);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404, 9);
    expect(studentQuantile(0.975, 1)).toBeCloseTo(12.706204736174698, 9);
    expect(studentQuantile(0.975, 10)).toBeCloseTo(2.2281388519649385, 10);
    expect(studentQuantile(0.9995, 30)).toBeCloseTo(3.645958635, 8);
    expect(studentQuantile(0.0005, 30)).toBeCloseTo(-3.645958635, 8);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
  });
});

describe('intervals', () => {
  it("Clopper and Pearson's interval for 8 of 10 at level 0.95, and for none and all", () => {
    const { interval } = fractionInterval(8, 10, 0.95);
    expect(interval[0]).toBeCloseTo(0.4439045376923585, 12);
    expect(interval[1]).toBeCloseTo(0.9747892736731666, 12);
    expect(fractionInterval(0, 10, 0.95).interval[0]).toBe(0);
    expect(fractionInterval(10, 10, 0.95).interval[1]).toBe(1);
  });

  it('that interval holds every share with at least its level', () => {
    for (const n of [1, 7, 40, 800]) {
      for (const share of [1e-4, 0.006, 0.03, 0.3, 0.5, 0.97]) {
        let missed = 0;
        for (let s = 0; s <= n; s++) {
          const [low, high] = fractionInterval(s, n, 0.999).interval;
          if (share >= low && share <= high) continue;
          const logChoices = logGamma(n + 1) - logGamma(s + 1) - logGamma(n - s + 1);
          missed += Math.exp(logChoices + s * Math.log(share) + (n - s) * Math.log1p(-share));
        }
        expect(missed, `share ${share} of ${n}`).toBeLessThanOrEqual(0.001);
      }
    }
  });

  it('growth of stopped random walks is unbiased whatever stops them (seed 22)', () => {
    const drift = 0.05;
    let covered = 0;
    for (let run = 0; run < 200; run++) {
      const stream = randomStream(22, run);
      const growth: number[] = [];
      const duration: number[] = [];
      for (let i = 0; i < 60; i++) {
        let x = 0;
        let t = 0;
        while (t < 200 && x < 3) {
          x += drift + stream.normal();
          t++;
        }
        growth.push(x);
        duration.push(t);
      }
      const { interval } = estimateGrowth(growth, duration, 0.95) ?? { interval: [0, 0] };
      if (interval[0] < drift && drift < interval[1]) covered++;
    }
    expect(covered).toBeGreaterThan(175);
    expect(covered).toBeLessThan(200);
  });
});
