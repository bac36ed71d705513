import { type Enclosure, exact, negative, times } from '../../arithmetic/enclosure.js';
import { sineCosine } from '../../arithmetic/enclosureFunctions.js';
import { one, rational } from '../../arithmetic/rational.js';
import { byRecurrence, isExactZero, nothing } from './taylorCoefficients.js';

/** The Taylor coefficients of sin (turns = 0) and of cos, a quarter of a turn further on (turns = 1). */
export function sineOrCosineSeries(turns: 0 | 1, x: Enclosure, order: number, bits: number): Enclosure[] | null {
  const values = isExactZero(x) ? ([nothing, exact(one)] as const) : sineCosine(x, bits);
  if (values === null) return null;
  const [sine, cosine] = values;
  const cycle = [sine, cosine, negative(sine), negative(cosine)];
  let factorial = 1n;
  return byRecurrence(cycle[turns], order, bits, (m) => {
    factorial *= BigInt(m);
    return times(cycle[(m + turns) % 4], exact(rational(1n, factorial)));
  });
}
