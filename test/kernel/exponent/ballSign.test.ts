import { describe, expect, it } from 'vitest';
import { rational } from '../../../src/arithmetic/rational.js';
import { isNonPositiveOnBall } from '../../../src/kernel/exponent/ballSign.js';
import { plainChart } from '../../../src/kernel/exponent/chart.js';
import { Work } from '../../../src/kernel/notFollowed.js';
import { polynomialOf } from '../../../src/kernel/quotients/polynomial.js';

const work = new Work(1000);

/** Whether Σ coefficient x^a y^b + Σ_l excess_l ‖y‖^{2 + l} is seen not to be positive up to a radius in hundredths. */
function isNonPositive(monomials: Readonly<Record<string, number>>, excess: readonly number[], hundredths: number) {
  const terms = Object.entries(monomials).map(([exponents, coefficient]) => ({
    coefficient: rational(Math.round(coefficient * 1000), 1000),
    powers: new Map(
      exponents.split(',').flatMap((power, i) => (power === '0' ? [] : [[`y${i}`, rational(Number(power))] as const])),
    ),
  }));
  const variables = Object.keys(monomials)[0].split(',').length;
  const above = { first: 2, excess: excess.map((value) => rational(value)) };
  return isNonPositiveOnBall(polynomialOf(terms), above, plainChart(variables, work), rational(hundredths, 100), work);
}

describe('the sign of a polynomial on a ball', () => {
  it('−R + R² is not positive up to radius 1, in one and in two variables', () => {
    for (const polynomial of [
      { '2': -1, '4': 1 },
      { '2,0': -1, '0,2': -1, '4,0': 1, '2,2': 2, '0,4': 1 },
    ]) {
      expect(isNonPositive(polynomial, [0, 0, 0], 99)).toBe(true);
      expect(isNonPositive(polynomial, [0, 0, 0], 101)).toBe(false);
    }
  });

  it('counts both signs of y: −x² ± x³ is positive beyond 1 on one side', () => {
    for (const side of [1, -1]) {
      expect(isNonPositive({ '2': -1, '3': side }, [0, 0], 100)).toBe(true);
      expect(isNonPositive({ '2': -1, '3': side }, [0, 0], 101)).toBe(false);
    }
  });

  it('adds the excess: −R + e ‖y‖³ is not positive up to 1/e', () => {
    expect(isNonPositive({ '2,0': -1, '0,2': -1 }, [0, 4], 16)).toBe(true);
    expect(isNonPositive({ '2,0': -1, '0,2': -1 }, [0, 4], 27)).toBe(false);
  });

  it('finds narrow positive sectors: −(x ± 3y)² + c y² and −(3x ± y)² + c x² with c > 0', () => {
    for (const mixed of [6, -6]) {
      const nearX = (spare: number) => ({ '2,0': -1, '1,1': mixed, '0,2': -9 + spare });
      const nearY = (spare: number) => ({ '2,0': -9 + spare, '1,1': mixed, '0,2': -1 });
      for (const form of [nearX, nearY]) {
        expect(isNonPositive(form(-0.001), [0], 100)).toBe(true);
        expect(isNonPositive(form(0.001), [0], 100)).toBe(false);
      }
    }
  });
});
