import type { Expression } from '../syntax/expression.js';
import type { FunctionName } from '../syntax/functionName.js';
import { abs } from './abs.js';
import { arctan } from './arctan.js';
import { cbrt } from './cbrt.js';
import { cos } from './cos.js';
import { cosh } from './cosh.js';
import { elu } from './elu.js';
import { erf } from './erf.js';
import { exp } from './exp.js';
import { expm1 } from './expm1.js';
import type { FunctionFacts } from './functionFacts.js';
import { gelu } from './gelu.js';
import { leakyrelu } from './leakyrelu.js';
import { log } from './log.js';
import { log1p } from './log1p.js';
import { max } from './max.js';
import { min } from './min.js';
import { mish } from './mish.js';
import { relu } from './relu.js';
import { sigmoid } from './sigmoid.js';
import { sign } from './sign.js';
import { silu } from './silu.js';
import { sin } from './sin.js';
import { sinh } from './sinh.js';
import { softplus } from './softplus.js';
import { sqrt } from './sqrt.js';
import { tan } from './tan.js';
import { tanh } from './tanh.js';

/** The one table of the functions: what is known of each stands in the file of its name. */
export const functions: { readonly [name in FunctionName]: FunctionFacts } = {
  exp,
  log,
  sqrt,
  abs,
  sign,
  sin,
  cos,
  tan,
  sinh,
  cosh,
  tanh,
  erf,
  relu,
  gelu,
  sigmoid,
  softplus,
  max,
  min,
  arctan,
  cbrt,
  elu,
  expm1,
  leakyrelu,
  log1p,
  mish,
  silu,
};

/** The value of a function at exact arguments where it is exact and simpler: exp(0) is 1, sqrt(4/9) is 2/3; else null. */
export function exactValue(name: FunctionName, values: readonly Expression[]): Expression | null {
  return functions[name].exact(values);
}
