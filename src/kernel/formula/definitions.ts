/** The arguments' names, the formula, and what the last argument is where it is left out. */
type Definition = readonly [names: readonly string[], formula: string, last?: string];

/** The functions of the grammar that are defined by others (docs/expressions.md). */
export const definitions: Readonly<Record<string, Definition>> = {
  tan: [['z'], 'sin(z)/cos(z)'],
  sinh: [['z'], '(exp(z) - exp(-z))/2'],
  cosh: [['z'], '(exp(z) + exp(-z))/2'],
  sigmoid: [['z'], '1/(1 + exp(-z))'],
  softplus: [['z'], 'log(1 + exp(z))'],
  relu: [['z'], '(z + abs(z))/2'],
  gelu: [['z'], 'z*(1 + erf(z/sqrt(2)))/2'],
  silu: [['z'], 'z/(1 + exp(-z))'],
  mish: [['z'], 'z*tanh(log(1 + exp(z)))'],
  elu: [['z'], 'z > 0 ? z : exp(z) - 1'],
  leakyrelu: [['z', 'a'], '(z + abs(z))/2 + a*(z - abs(z))/2', '1/100'],
  cbrt: [['z'], 'sign(z)*abs(z)^(1/3)'],
  log1p: [['z'], 'log(1 + z)'],
  expm1: [['z'], 'exp(z) - 1'],
};

/** The largest or the smallest of two, by which those of more are. */
export const extremes: Readonly<Record<string, string>> = {
  max: '(a + b + abs(a - b))/2',
  min: '(a + b - abs(a - b))/2',
};
