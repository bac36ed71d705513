import type { FunctionName } from '../../syntax/functionName.js';
import type { Body } from './body.js';
import { cosh, exp, expm1, log, log1p, mish, sigmoid, silu, sinh, softplus, tanh } from './elementary.js';
import type { Code } from './encode.js';
import { erf, gelu } from './gaussian.js';
import { sineAndCosine } from './trigonometric.js';
import { bits, f64x2 } from './vector.js';

/** A function of the grammar on both halves of vectors that are named already; returns the code that reads its value. */
export type VectorFunction = (body: Body, ...values: readonly Code[]) => Code;

/** Those of one argument that take so many operations that a loop of their own repays. */
export const longFunctions: ReadonlySet<FunctionName> = new Set<FunctionName>([
  'exp',
  'log',
  'sinh',
  'cosh',
  'tanh',
  'sigmoid',
  'softplus',
  'expm1',
  'log1p',
  'mish',
  'erf',
  'gelu',
  'silu',
  'elu',
  'sin',
  'cos',
  'tan',
]);

/** Those that the kernel has, ≤ 4 ulp; a program with another has no WebAssembly. */
export const vectorFunctions: { readonly [name in FunctionName]?: VectorFunction } = {
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
  leakyrelu: (body, x, slope) => body.let(bits.select(f64x2.lt(x, body.double(0)), f64x2.mul(slope, x), x)),
  sqrt: (body, x) => body.let(f64x2.sqrt(x)),
  abs: (body, x) => body.let(f64x2.abs(x)),
  relu: (body, x) => body.let(f64x2.max(x, body.double(0))),
  max: (body, ...values) => body.let(values.reduce((a, b) => f64x2.max(a, b))),
  min: (body, ...values) => body.let(values.reduce((a, b) => f64x2.min(a, b))),
  sin: (body, x) => sineAndCosine(body, x).sine,
  cos: (body, x) => sineAndCosine(body, x).cosine,
  tan: (body, x) => {
    const { sine, cosine } = sineAndCosine(body, x);
    return body.let(f64x2.div(sine, cosine));
  },
  sign: (body, x) =>
    body.let(
      bits.select(
        f64x2.gt(x, body.double(0)),
        body.double(1),
        bits.select(f64x2.lt(x, body.double(0)), body.double(-1), x),
      ),
    ),
};
