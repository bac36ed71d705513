import type { ExponentProblem } from '../exponents.js';
import { signWithin } from '../interval.js';
import type { Exponent, Process, TailIndex } from '../prediction.js';
import { momentExponent } from './momentExponents.js';

/**
 * The tail index of a contracting process (λ < 0) that expands now and then: Λ is convex with Λ(0) = 0, so that it has one
 * zero p* > 0, or none. Where additive noise keeps the process from 0 its stationary law has P(‖y‖ > r) ~ r^{−p*} (Kesten
 * 1973; Gürbüzbalaban, Şimşekli and Zhu 2021); without, ‖y‖ ever reaches R with a probability like (‖y₀‖/R)^{p*}.
 *
 * By bisection on the sign of Λ until that is not decided. `top`: λ of the process. Null where λ is not below 0, where no moment up to the 64th grows,
 * and where Λ is not known well enough to have signs on both sides.
 */
export function tailIndex(problem: ExponentProblem, process: Process, top: Exponent): TailIndex | null {
  if (!(top.interval[1] < 0)) return null;
  let level = top.level;
  const signAt = (p: number): number | null => {
    const found = momentExponent({ ...problem, signOnly: true }, process, p, () => top);
    if (found === null) return null;
    level = Math.min(level, found.level);
    return signWithin(found.interval);
  };
  let [low, high] = [0, 0];
  // outward from 2, whose sign is known best
  const second = signAt(2);
  if (second === null) return null;
  if (second < 0) {
    for (let p = 2; high === 0; p *= 2) {
      const sign = p === 2 ? second : signAt(p);
      if (sign === null || sign === 0 || p > highestMoment) return null;
      if (sign < 0) low = p;
      else high = p;
    }
  } else {
    if (second > 0) high = 2;
    for (let p = 1; low === 0; p /= 2) {
      const sign = signAt(p);
      if (sign === null || p < lowestMoment) return null;
      if (sign < 0) low = p;
      else if (sign > 0) high = p;
    }
    if (high === 0) {
      const sign = signAt(4);
      if (sign === null || sign <= 0) return null;
      high = 4;
    }
  }
  while (high - low > tolerance * high) {
    // where the middle is undecided the quarters may still be decided
    const inside = [1 / 2, 1 / 4, 3 / 4].map((share) => low + share * (high - low));
    const before = [low, high];
    for (const p of inside) {
      if (p <= low || p >= high) continue;
      const sign = signAt(p);
      if (sign === -1) low = p;
      if (sign === 1) high = p;
      if (sign !== 0 && sign !== null) break;
    }
    if (before[0] === low && before[1] === high) break;
  }
  return { value: (low + high) / 2, interval: [low, high], level };
}

const highestMoment = 64;
const lowestMoment = 1 / 64;
const tolerance = 1e-7;
