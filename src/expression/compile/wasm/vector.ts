import { type Code, signed, unsigned } from './encode.js';

/** Expressions on two doubles, or two 64-bit words at once (WebAssembly SIMD). */
export const f64x2 = {
  add: binary(0xf0),
  sub: binary(0xf1),
  mul: binary(0xf2),
  div: binary(0xf3),
  /** NaN where either is */
  min: binary(0xf4),
  max: binary(0xf5),
  /** the second where it is smaller than the first, else the first */
  pmin: binary(0xf6),
  /** the second where it is larger than the first, else the first */
  pmax: binary(0xf7),
  abs: unary(0xec),
  neg: unary(0xed),
  sqrt: unary(0xef),
  nearest: unary(0x94),
  eq: binary(0x47),
  ne: binary(0x48),
  lt: binary(0x49),
  gt: binary(0x4a),
  le: binary(0x4b),
  ge: binary(0x4c),
} as const;

/** Two 64-bit words. */
export const i64x2 = {
  add: binary(0xce),
  sub: binary(0xd1),
  eq: binary(0xd6),
  shl: shift(0xcb),
  shr: shift(0xcd),
  /** the products of words 0 and 1, or 2 and 3, of 32 bits each */
  productLow: binary(0xde),
  productHigh: binary(0xdf),
  /** words 0 and 1, or 2 and 3, without sign */
  extendLow: unary(0xc9),
  extendHigh: unary(0xca),
} as const;

/** All bits alike. */
export const bits = {
  not: unary(0x4d),
  and: binary(0x4e),
  andNot: binary(0x4f),
  or: binary(0x50),
  xor: binary(0x51),
  /** bits of `then` where the mask is 1 */
  select: (mask: Code, then: Code, otherwise: Code): Code => [...then, ...otherwise, ...mask, 0xfd, 0x52],
  any: unary(0x53),
  all: (mask: Code): Code => [...mask, 0xfd, 0xc3, 0x01],
  /** 32-bit words of two vectors by number, 0–3 of the first and 4–7 of the second */
  words: (a: Code, b: Code, order: readonly number[]): Code => [
    ...a,
    ...b,
    0xfd,
    0x0d,
    ...order.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte)),
  ],
} as const;

/** 32-bit whole numbers, for addresses and counts. */
export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  sub: (a: Code, b: Code): Code => [...a, ...b, 0x6b],
  mul: (a: Code, b: Code): Code => [...a, ...b, 0x6c],
  lessUnsigned: (a: Code, b: Code): Code => [...a, ...b, 0x49],
  isZero: (a: Code): Code => [...a, 0x45],
  and: (a: Code, b: Code): Code => [...a, ...b, 0x71],
  shl: (a: Code, count: number): Code => [...a, 0x41, count, 0x74],
  shr: (a: Code, count: number): Code => [...a, 0x41, count, 0x76],
  select: (then: Code, otherwise: Code, condition: Code): Code => [...then, ...otherwise, ...condition, 0x1b],
} as const;

/** Memory, at an address plus a number of bytes. */
export const memory = {
  load: (address: Code, offset: number): Code => [...address, 0xfd, 0x00, 3, ...unsigned(offset)],
  /** one double twice */
  splat: (address: Code, offset: number): Code => [...address, 0xfd, 0x0a, 3, ...unsigned(offset)],
  splatWord: (address: Code, offset: number): Code => [...address, 0xfd, 0x09, 2, ...unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [
    ...address,
    ...value,
    0xfd,
    0x0b,
    3,
    ...unsigned(offset),
  ],
} as const;

/** Repeats a body until its condition, worked out after it, is 0. */
export function loop(body: Code, condition: Code): Code {
  return [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b];
}

/** Runs a body where a condition holds. */
export function when(condition: Code, body: Code): Code {
  return [...condition, 0x04, 0x40, ...body, 0x0b];
}

function unary(opcode: number): (a: Code) => Code {
  const code = [0xfd, ...unsigned(opcode)];
  return (a) => [...a, ...code];
}

function binary(opcode: number): (a: Code, b: Code) => Code {
  const code = [0xfd, ...unsigned(opcode)];
  return (a, b) => [...a, ...b, ...code];
}

function shift(opcode: number): (a: Code, count: number) => Code {
  const code = [0xfd, ...unsigned(opcode)];
  return (a, count) => [...a, 0x41, ...signed(count), ...code];
}
