import { philox, seedWords } from './random.js';
import { tailStart, ziggurat } from './ziggurat.js';

/** Standard normal numbers, one after the other, and whole ones. */
export interface NormalStream {
  normal(): number;
  /** a whole number from 0 to n − 1, n far below 2⁵³ */
  below(n: number): number;
}

/** A stream whose state can be handed on: four 32-bit words, s0 and s1 with their lower halves first. */
export interface StepStream extends NormalStream {
  state(): Uint32Array;
}

/**
 * The normal numbers of one trajectory's steps, which depend on nothing but its seed and index (whole numbers in [0, 2⁵³),
 * else RangeError): xoroshiro128++ (Blackman and Vigna, ACM TOMS 47 (4), 2021) by the ziggurat.
 *
 * The state begins as a block of Philox, so that streams are unrelated: two of 10⁶ streams of 10¹⁰ words overlap with
 * probability 10⁻¹⁷. blockNormals.ts draws the same.
 */
export function stepStream(seed: number, index: number): StepStream {
  return new Xoroshiro(streamState(seed, index));
}

/** The state that a stream begins with. */
export function streamState(seed: number, index: number): Uint32Array {
  const [key0, key1] = seedWords(seed);
  const [index0, index1] = seedWords(index);
  return philox([index0, index1, 0, stateMark], [key0, key1]);
}

/** Keeps these counters apart from those of random.ts, whose last word is 0. */
const stateMark = 1;

/** The stream that goes on from a state. */
export class Xoroshiro implements StepStream {
  private a0: number;
  private a1: number;
  private b0: number;
  private b1: number;
  private low = 0;
  private high = 0;

  constructor(state: ArrayLike<number>) {
    this.a0 = state[0] | 0;
    this.a1 = state[1] | 0;
    this.b0 = state[2] | 0;
    this.b1 = state[3] | 0;
  }

  state(): Uint32Array {
    return Uint32Array.of(this.a0, this.a1, this.b0, this.b1);
  }

  /** The next word: its lower and upper 32 bits. */
  word(): readonly [number, number] {
    this.advance();
    return [this.low >>> 0, this.high >>> 0];
  }

  normal(): number {
    for (;;) {
      this.advance();
      const layer = this.low & 255;
      const lower = ((this.high << 21) | (this.low >>> 11) | 1) >>> 0;
      const x = ((this.high >> 11) * 4294967296 + lower) * ziggurat.steps[2 * layer];
      if (Math.abs(x) < ziggurat.steps[2 * layer + 1]) return x;
      if (layer === 0) return this.tail(x);
      const { densities } = ziggurat;
      const height = densities[layer] + this.uniform() * (densities[layer + 1] - densities[layer]);
      if (height < Math.exp(-0.5 * (x * x))) return x;
    }
  }

  below(n: number): number {
    return Math.floor(n * this.uniform());
  }

  /** Beyond the tail's start, on the side of x (Marsaglia, Technometrics 6, 1964). */
  private tail(x: number): number {
    for (;;) {
      const beyond = -Math.log(this.uniform()) / tailStart;
      const height = -Math.log(this.uniform());
      if (height + height > beyond * beyond) return x < 0 ? -(tailStart + beyond) : tailStart + beyond;
    }
  }

  /** In (0, 1), an odd multiple of 2⁻⁵³. */
  private uniform(): number {
    this.advance();
    const lower = ((this.high << 20) | (this.low >>> 12)) >>> 0;
    return ((this.high >>> 12) * 4294967296 + lower + 0.5) * 2.220446049250313e-16;
  }

  private advance(): void {
    const { a0, a1, b0, b1 } = this;
    const sum0 = (a0 + b0) | 0;
    const sum1 = (a1 + b1 + (sum0 >>> 0 < a0 >>> 0 ? 1 : 0)) | 0;
    const turned0 = (sum0 << 17) | (sum1 >>> 15);
    const turned1 = (sum1 << 17) | (sum0 >>> 15);
    this.low = (turned0 + a0) | 0;
    this.high = (turned1 + a1 + (this.low >>> 0 < a0 >>> 0 ? 1 : 0)) | 0;
    const c0 = b0 ^ a0;
    const c1 = b1 ^ a1;
    // s0 ← s0 turned by 49 ^ c ^ c·2^21, s1 ← c turned by 28
    this.a0 = ((a1 << 17) | (a0 >>> 15)) ^ c0 ^ (c0 << 21);
    this.a1 = ((a0 << 17) | (a1 >>> 15)) ^ c1 ^ ((c1 << 21) | (c0 >>> 11));
    this.b0 = (c0 << 28) | (c1 >>> 4);
    this.b1 = (c1 << 28) | (c0 >>> 4);
  }
}
