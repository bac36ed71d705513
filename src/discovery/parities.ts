import type { FunctionName } from '../expression/syntax/functionName.js';

/** The functions of one argument that are odd or even; all others are neither. */
export const parities: { readonly [name in FunctionName]?: 'odd' | 'even' } = {
  sin: 'odd',
  tan: 'odd',
  sinh: 'odd',
  tanh: 'odd',
  erf: 'odd',
  sign: 'odd',
  cos: 'even',
  cosh: 'even',
  abs: 'even',
};
