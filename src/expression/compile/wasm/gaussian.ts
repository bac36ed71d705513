import { complementCoefficients } from '../../../arithmetic/errorFunction.js';
import type { Body } from './body.js';
import { expOfSum, polynomial, withSign } from './elementary.js';
import type { Code } from './encode.js';
import { bits, f64x2 } from './vector.js';

const { add, sub, mul, div, abs, pmin, lt } = f64x2;

/** erf x of both halves, ≤ 4 ulp: x + x·P(x²) below ½, 1 − erfc x beyond. */
export function erf(body: Body, x: Code): Code {
  const size = body.let(pmin(abs(x), body.double(6)));
  const exponential = gaussian(body, size, 1);
  const far = sub(body.double(1), mul(exponential, scaledComplement(body, size, 1)));
  return body.let(withSign(body, bits.select(lt(size, body.double(0.5)), nearZero(body, size), far), x));
}

/** gelu x = x Φ(x) of both halves, ≤ 4 ulp to both sides: Φ(−|x|) is e^(−x²/2) times erfcx(|x|/√2)/2. */
export function gelu(body: Body, x: Code): Code {
  const size = body.let(pmin(abs(x), body.double(39)));
  const y = body.let(mul(size, body.double(Math.SQRT1_2)));
  const half = body.double(0.5);
  const near = withSign(body, mul(half, nearZero(body, y)), x);
  const density = gaussian(body, size, 0.5);
  const ratio = body.let(mul(half, scaledComplement(body, size, Math.SQRT2)));
  // x·ratio is below 1, so that a density without digits adds none of its error
  const below = mul(mul(x, ratio), density);
  const above = mul(x, sub(body.double(1), mul(ratio, density)));
  const far = bits.select(lt(x, body.double(0)), below, above);
  return body.let(bits.select(lt(y, half), mul(x, add(half, near)), far));
}

/** erf x for 0 ≤ x < ½. */
function nearZero(body: Body, x: Code): Code {
  const square = body.let(mul(x, x));
  return body.let(add(x, mul(x, polynomial(body, square, nearCoefficients))));
}

/** e^(−factor·x²), x ≥ 0: the square of x without its lower 32 bits is exact, and the rest of x² is small. */
function gaussian(body: Body, x: Code, factor: number): Code {
  const upper = body.let(bits.and(x, body.word(0xffffffff00000000n)));
  const times = (product: Code): Code => body.let(mul(body.double(-factor), product));
  return expOfSum(body, times(mul(upper, upper)), times(mul(sub(x, upper), add(x, upper))));
}

/** erfcx y = e^(y²) erfc y at y = x/unit for ½ ≤ y ≤ 28; neither y nor 1 + 2y is ever rounded. */
function scaledComplement(body: Body, x: Code, unit: number): Code {
  const two = body.double(2 * unit);
  const t = body.let(div(sub(x, two), add(x, two)));
  const half = unit / 2;
  const scaled = complementCoefficients.map((c) => c * half);
  return body.let(div(polynomial(body, t, scaled), add(body.double(half), x)));
}

/** erf x/x − 1 in x² below ½, interpolated at Chebyshev's points; error below 5e-18. */
const nearCoefficients = [
  0.12837916709551256, -0.37612638903183476, 0.11283791670925353, -0.026866170632887928, 0.00522397737302147,
  -0.0008548297753674966, 0.00012053335124353741, -0.000014845849259707869, 0.0000014725865480556744,
];
