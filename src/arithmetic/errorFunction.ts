/**
 * erf(x) = 2/√π ∫₀ˣ exp(−t²) dt in double precision, to about one unit in the last place.
 *
 * x + x·P(x²) for |x| < 1, else 1 − erfc(x); odd, and NaN for NaN.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (!(size >= 1)) return x + x * polynomial(nearZero, x * x);
  return x > 0 ? 1 - erfc(size) : erfc(size) - 1;
}

/**
 * erfc(x) = 1 − erf(x), with a small relative error also where it is tiny.
 *
 * exp(−x²)/x · P((x − 2)/(x + 2)) for x ≥ 1/2; below, 1 − erf(x), where nothing cancels.
 */
export function erfc(x: number): number {
  if (!(x >= 0.5)) return 1 - erf(x);
  if (x > largestArgument) return 0;
  return (negativeSquareExponential(x) / x) * polynomial(beyondHalf, (x - 2) / (x + 2));
}

/** erfc(28) is below the smallest double. */
const largestArgument = 28;

/** exp(−x²) without the error of rounding x² first: x² = c² + (x − c)(x + c), c² exact since c has few bits. */
function negativeSquareExponential(x: number): number {
  const c = Math.round(x * 16) / 16;
  return Math.exp(-c * c) * Math.exp(-(x - c) * (x + c));
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) value = value * x + coefficients[i];
  return value;
}

/** erf(√s)/√s − 1 on 0 ≤ s ≤ 1, interpolated at Chebyshev nodes in 60 digits, then rounded; relative error 2e-17. */
const nearZero: readonly number[] = [
  0.1283791670955126, -0.3761263890318375, 0.11283791670954879, -0.026866170645076792, 0.0052239776248180145,
  -0.000854832698083379, 0.0001205533111164271, -1.4925595266831182e-5, 1.6461000484121368e-6, -1.6350312701054695e-7,
  1.4659775274047436e-8, -1.1372848856791674e-9, 5.957176147748911e-11,
];

/** x·exp(x²)·erfc(x) on 1/2 ≤ x ≤ 28 in (x − 2)/(x + 2), interpolated likewise; relative error 1.1e-16. */
const beyondHalf: readonly number[] = [
  0.5107913526210115, 0.16721101041410635, -0.2038442959288728, 0.12151493052455911, -0.028976446698611633,
  -0.007515738409339793, 0.00478489857722539, 0.0011266579589151427, -0.0007501850045539869, -0.00031435045534629314,
  8.942307691482445e-5, 8.930457281710039e-5, 6.215950590196515e-6, -1.8878251435156734e-5, -8.5929727520803e-6,
  1.1474443857416417e-6, 2.786462451159487e-6, 1.2561780209660223e-6, -3.2119932193466673e-7, -7.763170384887206e-7,
  -5.642719655397842e-9, 2.4765159893894915e-7, -5.700033799882507e-8,
];
