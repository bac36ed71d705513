/** The functions of the grammar; what each means stands in functions/, one file each. */
export const functionNames = [
  'exp',
  'log',
  'sqrt',
  'abs',
  'sign',
  'sin',
  'cos',
  'tan',
  'sinh',
  'cosh',
  'tanh',
  'erf',
  'relu',
  'gelu',
  'sigmoid',
  'softplus',
  'max',
  'min',
  'arctan',
  'cbrt',
  'elu',
  'expm1',
  'leakyrelu',
  'log1p',
  'mish',
  'silu',
] as const;

/** One of the functions of the grammar. */
export type FunctionName = (typeof functionNames)[number];

/** Whether a name is that of a function of the grammar. */
export function isFunctionName(name: string): name is FunctionName {
  return (functionNames as readonly string[]).includes(name);
}
