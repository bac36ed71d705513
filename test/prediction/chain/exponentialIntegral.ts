export const eulerGamma = 0.5772156649015329;

/** E₁(x) = ∫_x^∞ e^{−t}/t dt for 0 < x < 10, by its power series. */
export function exponentialIntegral(x: number): number {
  let sum = -eulerGamma - Math.log(x);
  for (let k = 1, term = 1; k < 60; k++) {
    term *= -x / k;
    sum -= term / k;
  }
  return sum;
}
