import type { Body } from './body.js';
import { exp, polynomial, withSign } from './elementary.js';
import type { Code } from './encode.js';
import { bits, f64x2 } from './vector.js';

const { add, sub, mul, div, abs, neg, pmin, lt } = f64x2;

/** erf x of both halves, ≤ 4 ulp: x + x·P(x²) below ½, 1 − erfc x beyond. */
export function erf(body: Body, x: Code): Code {
  const size = body.let(pmin(abs(x), body.double(6)));
  const exponential = gaussian(body, size, 1);
  const far = sub(body.double(1), mul(exponential, scaledComplement(body, size, 1)));
  return body.let(withSign(body, bits.select(lt(size, body.double(0.5)), nearZero(body, size), far), x));
}

/** gelu x = x Φ(x) of both halves, ≤ 4.5 ulp on 10⁶ points, to both sides: Φ(−|x|) is e^(−x²/2) times erfcx(|x|/√2)/2. */
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
  const first = exp(body, body.let(mul(body.double(-factor), mul(upper, upper))));
  const rest = mul(neg(body.double(factor)), mul(sub(x, upper), add(x, upper)));
  // e^r − 1 for |r| < 0.002, by its series
  const r = body.let(rest);
  const less = mul(r, polynomial(body, r, [1, 1 / 2, 1 / 6, 1 / 24, 1 / 120]));
  return body.let(add(first, mul(first, less)));
}

/** erfcx y = e^(y²) erfc y at y = x/unit for ½ ≤ y ≤ 28; y itself is never rounded. */
function scaledComplement(body: Body, x: Code, unit: number): Code {
  const two = body.double(2 * unit);
  const t = body.let(div(sub(x, two), add(x, two)));
  const below = add(body.double(1), mul(body.double(2 / unit), x));
  return body.let(div(polynomial(body, t, complementCoefficients), below));
}

/** erf x/x − 1 in x² below ½, interpolated at Chebyshev's points; error below 5e-18. */
const nearCoefficients = [
  0.12837916709551256, -0.37612638903183476, 0.11283791670925353, -0.026866170632887928, 0.00522397737302147,
  -0.0008548297753674966, 0.00012053335124353741, -0.000014845849259707869, 0.0000014725865480556744,
];

/** (1 + 2x) erfcx x in (x − 2)/(x + 2) from ½ to 28, likewise; error below 2e-18. */
const complementCoefficients = [
  1.2769783815525286, -0.09276382658574606, -0.16603039761528912, 0.1640512800334517, -0.054220000992067315,
  -0.008034015082937817, 0.008722653877066427, 0.0012713389783124986, -0.0014568139786800675, -0.00045434098947545927,
  0.00020636764451044978, 0.00015104031690645124, -1.5135227382700147e-6, -3.6427733942614585e-5,
  -1.3473053690458942e-5, 3.716286146463672e-6, 5.156486788324917e-6, 1.5266640387417878e-6, -5.582483769850637e-7,
  -9.466349831960555e-7, -4.0756638097851463e-7, 3.32172175901177e-7, 2.0272011008241793e-7, -1.0763374723185795e-7,
];
