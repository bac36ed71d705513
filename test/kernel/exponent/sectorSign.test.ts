import { describe, expect, it } from 'vitest';
import { type Rational, rational } from '../../../src/arithmetic/rational.js';
import { isNonPositiveOnBall } from '../../../src/kernel/exponent/sectorSign.js';

const q = (values: readonly number[]): Rational[] => values.map((value) => rational(value));
const none = q([0, 0, 0]);

describe('the sign of a polynomial on a ball', () => {
  it('−R + R² is not positive up to radius 1, in one and in two variables', () => {
    const line = { variables: 1, first: 2, forms: [q([-1]), q([0]), q([1])], excess: none };
    const plane = {
      variables: 2,
      first: 2,
      forms: [q([-1, 0, -1]), q([0, 0, 0, 0]), q([1, 0, 2, 0, 1])],
      excess: none,
    };
    for (const graded of [line, plane]) {
      expect(isNonPositiveOnBall(graded, rational(99, 100))).toBe('non-positive');
      expect(isNonPositiveOnBall(graded, rational(101, 100))).toBe('not-established');
    }
  });

  it('counts both signs of y: −x² ± x³ is positive beyond 1 on one side', () => {
    for (const side of [1, -1]) {
      const graded = { variables: 1, first: 2, forms: [q([-1]), q([side])], excess: q([0, 0]) };
      expect(isNonPositiveOnBall(graded, rational(1))).toBe('non-positive');
      expect(isNonPositiveOnBall(graded, rational(101, 100))).toBe('not-established');
    }
  });

  it('adds the excess: −R + e ‖y‖³ is not positive up to 1/e', () => {
    const graded = { variables: 2, first: 2, forms: [q([-1, 0, -1]), q([0, 0, 0, 0])], excess: q([0, 4]) };
    expect(isNonPositiveOnBall(graded, rational(16, 100))).toBe('non-positive');
    expect(isNonPositiveOnBall(graded, rational(27, 100))).toBe('not-established');
  });

  it('finds narrow positive sectors: −(x ± 3y)² + c y² and −(3x ± y)² + c x² with c > 0', () => {
    for (const mixed of [6, -6]) {
      const nearX = (spare: number) => [rational(-1), rational(mixed), rational(-9000 + spare, 1000)];
      for (const form of [nearX, (spare: number) => nearX(spare).reverse()]) {
        const graded = (spare: number) => ({ variables: 2, first: 2, forms: [form(spare)], excess: q([0]) });
        expect(isNonPositiveOnBall(graded(-1), rational(1))).toBe('non-positive');
        expect(isNonPositiveOnBall(graded(1), rational(1))).toBe('not-established');
      }
    }
  });
});
