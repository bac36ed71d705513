import { describe, expect, it } from 'vitest';
import { integerRoot } from '../../src/arithmetic/integerRoot.js';
import { bitLength, greatestCommonDivisor, leastCommonMultiple } from '../../src/arithmetic/integers.js';
import { inverseModulo, powerModulo } from '../../src/arithmetic/modular.js';

const numbers = [1n, 2n, 3n, 4n, 7n, 8n, 15n, 16n, 17n, 255n, 256n, 10n ** 18n, 2n ** 64n - 1n, 2n ** 64n, 3n ** 90n];

describe('whole numbers', () => {
  it('have as many binary digits as they are written with', () => {
    expect(bitLength(0n)).toBe(0);
    for (const n of numbers) for (const m of [n, -n]) expect(bitLength(m)).toBe(n.toString(2).length);
  });

  it('have roots r with r^d ≤ n < (r + 1)^d', () => {
    for (const n of numbers) {
      for (const d of [1, 2, 3, 5, 64]) {
        const root = integerRoot(n, d);
        expect(root ** BigInt(d) <= n && n < (root + 1n) ** BigInt(d)).toBe(true);
      }
    }
    expect(integerRoot(0n, 2)).toBe(0n);
  });

  it('have a least common multiple and a greatest common divisor whose product is theirs', () => {
    for (const a of numbers) {
      for (const b of numbers) {
        const [divisor, multiple] = [greatestCommonDivisor(a, b), leastCommonMultiple(a, b)];
        expect(divisor * multiple).toBe(a * b);
        expect([multiple % a, multiple % b, a % divisor, b % divisor]).toEqual([0n, 0n, 0n, 0n]);
      }
    }
  });

  it('have inverses where they share no divisor with the modulus', () => {
    for (const modulus of [2n, 97n, 100n, 67108859n]) {
      for (const a of [...numbers, -3n]) {
        const inverse = inverseModulo(a, modulus);
        if (greatestCommonDivisor(a, modulus) !== 1n) expect(inverse).toBeNull();
        else expect(((((inverse as bigint) * a) % modulus) + modulus) % modulus).toBe(1n);
      }
    }
  });

  it('have powers modulo a prime, those of Fermat 1', () => {
    for (const prime of [97, 67108859]) {
      for (const a of [2, 3, 48271]) expect(powerModulo(a, prime - 1, prime)).toBe(1);
      expect(powerModulo(48271, 7, prime)).toBe(Number(48271n ** 7n % BigInt(prime)));
    }
  });
});
