import { describe, expect, test } from 'vitest';
import { isZero, plus, type Rational, rational, sign, times } from '../../src/arithmetic/rational.js';
import { type Constraint, contradiction } from '../../src/claims/equivalence/farkas.js';
import { randomStream } from '../../src/numeric/random.js';

function constraint(form: Readonly<Record<string, number>>, strict = false): Constraint {
  return {
    strict,
    form: new Map(Object.entries(form).flatMap(([name, value]) => (value === 0 ? [] : [[name, rational(value)]]))),
  };
}

/** Σ multiplier · form */
function combined(constraints: readonly Constraint[], multipliers: readonly Rational[]): Map<string, Rational> {
  const total = new Map<string, Rational>();
  constraints.forEach(({ form }, i) => {
    for (const [name, value] of form) {
      total.set(name, plus(total.get(name) ?? rational(0), times(multipliers[i], value)));
    }
  });
  return total;
}

describe('contradictions by Fourier–Motzkin elimination', () => {
  test('x > 0, y - x >= 0 and -y >= 0 cannot hold together', () => {
    expect(
      contradiction([constraint({ x: 1 }, true), constraint({ y: 1, x: -1 }), constraint({ y: -1 })]),
    ).not.toBeNull();
  });

  test('the same with x >= 0 can: all are 0', () => {
    expect(contradiction([constraint({ x: 1 }), constraint({ y: 1, x: -1 }), constraint({ y: -1 })])).toBeNull();
  });

  test('of random systems: none that a point satisfies is contradicted, and multipliers leave 0 > 0', () => {
    let contradicted = 0;
    for (let n = 0; n < 300; n++) {
      const random = randomStream(3, n);
      const whole = (): number => random.below(7) - 3;
      const point = { x: whole(), y: whole(), z: whole() };
      const constraints = Array.from({ length: 5 }, () => {
        const form = { x: whole(), y: whole(), z: whole() };
        const value = form.x * point.x + form.y * point.y + form.z * point.z;
        // half of the systems are held by the point, the others are as they come
        return n % 2 === 0 && value < 0
          ? constraint({ x: -form.x, y: -form.y, z: -form.z }, true)
          : constraint(form, n % 2 === 0 ? value > 0 : random.below(2) === 1);
      });
      const multipliers = contradiction(constraints);
      if (n % 2 === 0) expect(multipliers).toBeNull();
      if (multipliers === null) continue;
      contradicted++;
      expect(multipliers.every((value) => sign(value) >= 0)).toBe(true);
      expect([...combined(constraints, multipliers).values()].every(isZero)).toBe(true);
      expect(constraints.some(({ strict }, i) => strict && !isZero(multipliers[i]))).toBe(true);
    }
    expect(contradicted).toBeGreaterThan(20);
  });
});
