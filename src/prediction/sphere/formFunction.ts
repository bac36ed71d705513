import { exponentsOf } from '../../arithmetic/exponents.js';
import { lowerings, monomials, multinomial } from '../certificate/formBasis.js';
import type { Corrector } from '../products/directionStep.js';

/**
 * φ = p/‖y‖^n on R^k, p a form of even degree n given by its coefficients in the basis of `formBasis`: y^a, |a| = n, times
 * the square root of the multinomial coefficient of a.
 */
export function formFunction(k: number, degree: number, coefficients: Float64Array): Corrector {
  const exponents = exponentsOf(k, degree);
  const lower = lowerings(exponents, exponentsOf(k, degree - 1));
  const scaled = coefficients.map((x, m) => x * Math.sqrt(multinomial(exponents[m])));
  const flat = Int32Array.from(exponents.flat());
  const { values, fill } = monomials(k, degree);
  const [first, own] = values.slice(degree - 1);
  const sum = (): number => {
    let value = 0;
    for (let m = 0; m < scaled.length; m++) value += scaled[m] * own[m];
    return value;
  };
  return {
    valueAt(u) {
      fill(u);
      return sum();
    },
    slopeAt(u, v) {
      fill(u);
      let radial = 0;
      for (let i = 0; i < k; i++) radial += u[i] * v[i];
      let slope = -degree * radial * sum();
      for (let m = 0; m < scaled.length; m++) {
        let change = 0;
        for (let i = 0; i < k; i++) {
          const power = flat[m * k + i];
          if (power > 0) change += power * v[i] * first[lower[m * k + i]];
        }
        slope += scaled[m] * change;
      }
      return slope;
    },
  };
}
