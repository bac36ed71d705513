/**
 * A stream of random numbers that depends on nothing but its seed and its index (Philox4x32-10; Salmon, Moraes, Dror,
 * Shaw, SC 2011): any stream can be replayed alone, in any order, on any number of threads.
 */
export interface RandomStream {
  /** a whole number in [0, 2³²) */
  uint32(): number;
  /** a number in the open interval (0, 1), an odd multiple of 2⁻⁵³ */
  uniform(): number;
  /** a standard normal number (Box and Muller; both of a pair are used) */
  normal(): number;
  /** a whole number in [0, n), each equally likely; 1 ≤ n ≤ 2³² */
  below(n: number): number;
  /** the whole numbers 0..n−1 in random order (Fisher and Yates) */
  permutation(n: number): Uint32Array;
  /** `count` distinct whole numbers in [0, n), every subset equally likely (Floyd); count ≤ n */
  subset(n: number, count: number): Uint32Array;
}

/** A stream whose position can be kept, and gone back to. */
export interface ResumableStream extends RandomStream {
  save(): readonly number[];
  restore(saved: readonly number[]): void;
}

/** The stream of one trajectory or replica. Seed and index are whole numbers in [0, 2⁵³); others throw RangeError. */
export function randomStream(seed: number, index: number): ResumableStream {
  checkWhole('seed', seed);
  checkWhole('index', index);
  return new PhiloxStream(seed, index);
}

/** A seed for a branch of a computation: distinct branches of one seed give unrelated streams. */
export function fold(seed: number, branch: number): number {
  checkWhole('seed', seed);
  checkWhole('branch', branch);
  const block = philox([low(branch), high(branch), foldMark, 0], [low(seed), high(seed)]);
  return block[0] + (block[1] & 0x1fffff) * 2 ** 32;
}

/** Keeps the counters of fold apart from those of streams, whose third word is the upper half of an index. */
const foldMark = 0xffffffff;

/** One block of Philox4x32-10: four 32-bit words from a 128-bit counter and a 64-bit key. */
export function philox(counter: ArrayLike<number>, key: ArrayLike<number>): Uint32Array {
  const block = new Uint32Array(4);
  philoxInto(block, counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
  return block;
}

/** A whole number from 0 to 2⁵³ − 1 as two 32-bit words, the lower first; others throw RangeError. */
export function seedWords(seed: number): readonly [number, number] {
  checkWhole('seed', seed);
  return [low(seed), high(seed)];
}

function philoxInto(out: Uint32Array, a: number, b: number, c: number, d: number, k0: number, k1: number): void {
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, a);
    const low0 = Math.imul(0xd2511f53, a);
    const high1 = multiplyHigh(0xcd9e8d57, c);
    const low1 = Math.imul(0xcd9e8d57, c);
    a = high1 ^ b ^ k0;
    c = high0 ^ d ^ k1;
    b = low1;
    d = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

/** The upper 32 bits of the product of two 32-bit words. */
function multiplyHigh(x: number, y: number): number {
  const xl = x & 0xffff;
  const xh = x >>> 16;
  const yl = y & 0xffff;
  const yh = y >>> 16;
  const middle = xh * yl + ((xl * yl) >>> 16);
  const cross = xl * yh + (middle & 0xffff);
  return (xh * yh + Math.floor(middle / 65536) + Math.floor(cross / 65536)) | 0;
}

class PhiloxStream implements ResumableStream {
  private readonly block = new Uint32Array(4);
  private position = 4;
  private count = 0;
  private spare = 0;
  private hasSpare = false;
  private readonly key0: number;
  private readonly key1: number;
  private readonly index0: number;
  private readonly index1: number;

  constructor(seed: number, index: number) {
    this.key0 = low(seed);
    this.key1 = high(seed);
    this.index0 = low(index);
    this.index1 = high(index);
  }

  save(): readonly number[] {
    return [...this.block, this.position, this.count, this.spare, Number(this.hasSpare)];
  }

  restore(saved: readonly number[]): void {
    this.block.set(saved.slice(0, 4));
    [this.position, this.count, this.spare] = saved.slice(4);
    this.hasSpare = saved[7] === 1;
  }

  uint32(): number {
    if (this.position === 4) {
      // 2³² blocks of four words, then the upper bits of the count join the index's upper word, which has 11 to spare
      const upper = this.index1 + Math.floor(this.count / 2 ** 32) * 2 ** 21;
      philoxInto(this.block, this.count | 0, this.index0, upper | 0, 0, this.key0, this.key1);
      this.count++;
      this.position = 0;
    }
    return this.block[this.position++];
  }

  uniform(): number {
    const upper = this.uint32() >>> 6;
    const lower = this.uint32() >>> 6;
    return (upper * 67108864 + lower + 0.5) * 2.220446049250313e-16;
  }

  normal(): number {
    if (this.hasSpare) {
      this.hasSpare = false;
      return this.spare;
    }
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    this.hasSpare = true;
    return radius * Math.cos(angle);
  }

  below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32)
      throw new RangeError(`below: ${n} is no whole number from 1 to 2^32`);
    const limit = 2 ** 32 - (2 ** 32 % n);
    for (;;) {
      const draw = this.uint32();
      if (draw < limit) return draw % n;
    }
  }

  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  subset(n: number, count: number): Uint32Array {
    const chosen = new Set<number>();
    for (let top = n - count; top < n; top++) {
      const draw = this.below(top + 1);
      chosen.add(chosen.has(draw) ? top : draw);
    }
    return Uint32Array.from(chosen);
  }
}

function low(n: number): number {
  return (n % 2 ** 32) | 0;
}

function high(n: number): number {
  return Math.floor(n / 2 ** 32) | 0;
}

function checkWhole(what: string, n: number): void {
  if (!Number.isSafeInteger(n) || n < 0)
    throw new RangeError(`randomStream: ${what} ${n} is no whole number from 0 to 2^53 − 1`);
}
