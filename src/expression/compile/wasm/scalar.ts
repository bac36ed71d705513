import { type Code, signed, unsigned } from './encode.js';

/** Expressions on one 64-bit word. */
export const i64 = {
  constant: (value: bigint): Code => [0x42, ...signed(value)],
  add: binary(0x7c),
  and: binary(0x83),
  or: binary(0x84),
  xor: binary(0x85),
  shl: shift(0x86),
  shrSigned: shift(0x87),
  shrUnsigned: shift(0x88),
  rotl: shift(0x89),
  load: (address: Code, offset: number): Code => [...address, 0x29, 3, ...unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [...address, ...value, 0x37, 3, ...unsigned(offset)],
  /** its lower 32 bits */
  wrap: (a: Code): Code => [...a, 0xa7],
} as const;

/** Expressions on one double. */
export const f64 = {
  constant: (value: number): Code => [0x44, ...new Uint8Array(new Float64Array([value]).buffer)],
  abs: unary(0x99),
  neg: unary(0x9a),
  add: binary(0xa0),
  sub: binary(0xa1),
  mul: binary(0xa2),
  div: binary(0xa3),
  copysign: binary(0xa6),
  lt: binary(0x63),
  le: binary(0x65),
  gt: binary(0x64),
  /** a 32-bit word as a whole number without sign */
  fromCount: unary(0xb8),
  /** a 64-bit word as a whole number with its sign */
  fromWord: unary(0xb9),
  load: (address: Code, offset: number): Code => [...address, 0x2b, 3, ...unsigned(offset)],
  store: (address: Code, offset: number, value: Code): Code => [...address, ...value, 0x39, 3, ...unsigned(offset)],
  splat: (a: Code): Code => [...a, 0xfd, 0x14],
  first: (vector: Code): Code => [...vector, 0xfd, 0x21, 0],
} as const;

/** Statements about the order of work. */
export const control = {
  /** a body that `leave(depth)` ends, counted from the innermost block or loop around it */
  block: (body: Code): Code => [0x02, 0x40, ...body, 0x0b],
  /** a body that `leave(depth)` begins anew */
  again: (body: Code): Code => [0x03, 0x40, ...body, 0x0b],
  leave: (depth: number): Code => [0x0c, ...unsigned(depth)],
  leaveIf: (depth: number, condition: Code): Code => [...condition, 0x0d, ...unsigned(depth)],
  call: (index: number, ...values: readonly Code[]): Code => [...values.flat(), 0x10, ...unsigned(index)],
} as const;

function unary(opcode: number): (a: Code) => Code {
  return (a) => [...a, opcode];
}

function binary(opcode: number): (a: Code, b: Code) => Code {
  return (a, b) => [...a, ...b, opcode];
}

function shift(opcode: number): (a: Code, count: number) => Code {
  return (a, count) => [...a, ...i64.constant(BigInt(count)), opcode];
}
