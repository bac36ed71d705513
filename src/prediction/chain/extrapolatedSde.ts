import { decisiveLevel } from '../../model/evidence.js';
import { widthOf } from '../interval.js';
import { familyNorm, type LinearFamily } from '../matrices/linearFamily.js';
import type { Exponent } from '../prediction.js';
import { chainExponentOnCircle } from './circleChain.js';
import { eulerMaruyamaChain } from './planarChain.js';

/**
 * λ of the SDE of a 2 × 2 family from its Euler–Maruyama chains of two short steps, h and h/2: 2λ_{h/2} − λ_h, in which the
 * error of first order cancels (theory §6). It resolves layers that are too thin for Fourier modes; null where a chain is
 * not solved.
 */
export function extrapolatedSdeExponent(family: LinearFamily): Exponent | null {
  const norm = familyNorm(family);
  const step = shortStep / norm;
  const [coarse, fine] = [step, step / 2].map((h) =>
    chainExponentOnCircle(eulerMaruyamaChain(family, h), { tolerance: tolerance * norm }),
  );
  if (coarse === null || fine === null) return null;
  const value = 2 * fine.value - coarse.value;
  const left = shortStep ** 2 * norm + leftShare * Math.abs(fine.value - coarse.value);
  const reach = widthOf(fine) + widthOf(coarse) / 2 + left;
  return { value, interval: [value - reach, value + reach], level: decisiveLevel, method: 'spectral' };
}

/** Relative to the norm. */
const shortStep = 1e-3;
const tolerance = 1e-6;
/** What the second order may be of the first: (step·norm) times a factor of the tens. */
const leftShare = 0.05;
