import type { Body } from './body.js';
import { logOfNormal } from './elementary.js';
import type { Code } from './encode.js';
import { sineAndCosineOfTurns } from './trigonometric.js';
import { bits, f64x2, i32x4, i64x2 } from './vector.js';

/** The 32-bit words that one block of Philox starts from, for four streams at once; keys one vector a round. */
export interface PhiloxInput {
  readonly count: Code;
  readonly indexLow: Code;
  readonly upper: Code;
  readonly keys: readonly (readonly [Code, Code])[];
}

/**
 * Two standard normal numbers of each of four streams: [first, second] for streams 0 and 1, then for 2 and 3.
 *
 * The same Philox4x32-10, uniforms and Box–Muller transform as in numeric/random.ts, which they equal to rounding: the
 * farthest is √(−2 log 2^−53) = 8.57.
 */
export function fourNormalPairs(body: Body, input: PhiloxInput): (readonly [Code, Code])[] {
  const words = philoxRounds(body, input);
  return [i64x2.extendLow, i64x2.extendHigh].map((extend) => {
    const [first, second] = [0, 2].map((w) => uniform(body, extend(words[w]), extend(words[w + 1])));
    const radius = body.let(f64x2.sqrt(f64x2.mul(body.double(-2), logOfNormal(body, first, null))));
    const { sine, cosine } = sineAndCosineOfTurns(body, second);
    return [body.let(f64x2.mul(radius, cosine)), body.let(f64x2.mul(radius, sine))] as const;
  });
}

/** The number of rounds, and of pairs of keys. */
export const philoxRoundCount = 10;

function philoxRounds(body: Body, { count, indexLow, upper, keys }: PhiloxInput): Code[] {
  let [a, b, c, d] = [count, indexLow, upper, body.word(0n)];
  for (const [key0, key1] of keys) {
    const [low0, high0] = product(body, a, 0xd2511f53n);
    const [low1, high1] = product(body, c, 0xcd9e8d57n);
    a = body.let(bits.xor(bits.xor(high1, b), key0));
    c = body.let(bits.xor(bits.xor(high0, d), key1));
    b = low1;
    d = low0;
  }
  // the words as drawn lose their lowest six bits
  return [a, b, c, d].map((word) => body.let(i32x4.shr(word, 6)));
}

/** The lower and upper words of four products with a constant word. */
function product(body: Body, word: Code, factor: bigint): [Code, Code] {
  const factors = body.word(factor | (factor << 32n));
  const first = body.let(i64x2.productLow(word, factors));
  const second = body.let(i64x2.productHigh(word, factors));
  return [body.let(bits.words(first, second, [0, 2, 4, 6])), body.let(bits.words(first, second, [1, 3, 5, 7]))];
}

/** (26 upper bits, 26 lower bits, ½)·2^−52: 1 + k·2^−52 less 1 − 2^−53, which is exact. */
function uniform(body: Body, upper: Code, lower: Code): Code {
  const mantissa = bits.or(i64x2.shl(upper, 26), lower);
  const fromOne = bits.or(mantissa, body.double(1));
  return body.let(f64x2.sub(fromOne, body.double(1 - 2 ** -53)));
}
