import type { FunctionName } from '../../syntax/functionName.js';
import type { Body } from './body.js';
import { cosh, exp, expm1, log, log1p, mish, sigmoid, silu, sinh, softplus, tanh } from './elementary.js';
import type { Code } from './encode.js';
import { erf, gelu } from './gaussian.js';
import { sineAndCosine } from './trigonometric.js';
import { bits, f64x2 } from './vector.js';

type Functions = { readonly [name in FunctionName]?: VectorFunction };

/** A function of the grammar on both halves of vectors that are named already; returns the code that reads its value. */
export type VectorFunction = (body: Body, ...values: readonly Code[]) => Code;

/** Those of one argument that take so many operations that a loop of their own repays. */
const long: Functions = {
  exp,
  log,
  sinh,
  cosh,
  tanh,
  sigmoid,
  softplus,
  expm1,
  log1p,
  mish,
  erf,
  gelu,
  silu,
  elu: (body, x) => body.let(bits.select(f64x2.gt(x, body.double(0)), x, expm1(body, x))),
  sin: (body, x) => sineAndCosine(body, x).sine,
  cos: (body, x) => sineAndCosine(body, x).cosine,
  tan: (body, x) => {
    const { sine, cosine } = sineAndCosine(body, x);
    return body.let(f64x2.div(sine, cosine));
  },
};

/** Those that the kernel has, ≤ 4 ulp; a program with another has no WebAssembly. */
export const vectorFunctions: Functions = {
  ...long,
  leakyrelu: (body, x, slope) => body.let(bits.select(f64x2.lt(x, body.double(0)), f64x2.mul(slope, x), x)),
  sqrt: (body, x) => body.let(f64x2.sqrt(x)),
  abs: (body, x) => body.let(f64x2.abs(x)),
  relu: (body, x) => body.let(f64x2.max(x, body.double(0))),
  max: (body, ...values) => body.let(values.reduce((a, b) => f64x2.max(a, b))),
  min: (body, ...values) => body.let(values.reduce((a, b) => f64x2.min(a, b))),
  sign: (body, x) => {
    const zero = body.double(0);
    const notAbove = bits.select(f64x2.lt(x, zero), body.double(-1), x);
    return body.let(bits.select(f64x2.gt(x, zero), body.double(1), notAbove));
  },
};

/** Whether a function takes so many operations that a loop of its own repays. */
export function isLong(name: FunctionName): boolean {
  return name in long;
}
