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
 * exp(−x²)/(1 + 2x) · P((x − 2)/(x + 2)) for x ≥ 1/2; below, 1 − erf(x), where nothing cancels.
 */
export function erfc(x: number): number {
  if (!(x >= 0.5)) return 1 - erf(x);
  if (x > largestArgument) return 0;
  return (negativeSquareExponential(x) * polynomial(complementCoefficients, (x - 2) / (x + 2))) / (1 + 2 * x);
}

/**
 * z Φ(z) = z erfc(−z/√2)/2, Φ the standard normal distribution function, ≤ 4 units in the last place.
 *
 * Far below 0 neither is the argument of erfc squared once it is rounded, nor does erfc underflow before the product.
 */
export function normalTimes(z: number): number {
  const y = -z * Math.SQRT1_2;
  if (!(y >= 0.5)) return 0.5 * z * erfc(y);
  if (y > largestArgument) return 0 * z;
  // z/(√½ − z) with fewer roundings
  const ratio = Math.SQRT1_2 / (Math.SQRT1_2 - z) - 1;
  return ratio * polynomial(tailCoefficients, (y - 2) / (y + 2)) * negativeSquareExponential(z, 0.5);
}

/** erfc(28) is below the smallest double. */
const largestArgument = 28;

/** exp(−share·x²) without the error of rounding x² first: x² = c² + (x − c)(x + c), c² exact since c has 26 bits at most. */
function negativeSquareExponential(x: number, share = 1): number {
  const c = Math.round(x * 2 ** 20) / 2 ** 20;
  const main = Math.exp(-share * c * c);
  return main + main * Math.expm1(-share * (x - c) * (x + c));
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

/** (1 + 2x) exp(x²) erfc(x) on 1/2 ≤ x ≤ 28 in (x − 2)/(x + 2), interpolated likewise; error below 2e-18. */
export const complementCoefficients: readonly number[] = [
  1.2769783815525286, -0.09276382658574606, -0.16603039761528912, 0.1640512800334517, -0.054220000992067315,
  -0.008034015082937817, 0.008722653877066427, 0.0012713389783124986, -0.0014568139786800675, -0.00045434098947545927,
  0.00020636764451044978, 0.00015104031690645124, -1.5135227382700147e-6, -3.6427733942614585e-5,
  -1.3473053690458942e-5, 3.716286146463672e-6, 5.156486788324917e-6, 1.5266640387417878e-6, -5.582483769850637e-7,
  -9.466349831960555e-7, -4.0756638097851463e-7, 3.32172175901177e-7, 2.0272011008241793e-7, -1.0763374723185795e-7,
];

/** The same at x = y/√2 over √½ + y, halved: no argument has to be rounded for it. */
const tailCoefficients = complementCoefficients.map((c) => c * (Math.SQRT1_2 / 2));
