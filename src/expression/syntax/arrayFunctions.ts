import { type ArrayValue, type Misfit, matrixProduct, shapeText, transposed } from './arrayValue.js';
import { call, difference, type Expression, fraction, numberOne, power, product, quotient, sum } from './expression.js';

/** The functions of arrays, beside those of numbers, which act on every element. */
export const arrayFunctionNames: readonly string[] = [
  ...['sum', 'mean', 'dot', 'transpose', 'norm2', 'softmax', 'logsumexp'],
];

/** Functions that make one number of several, over a whole array or along one axis. */
export const reductions: Readonly<Record<string, (values: readonly Expression[]) => Expression>> = {
  sum: (values) => sum(...values),
  mean: (values) => product(fraction(1, values.length), sum(...values)),
  max: (values) => call('max', ...values),
  min: (values) => call('min', ...values),
  norm2: (values) => call('sqrt', sumOfSquares(values)),
  logsumexp: logSumExp,
};

/** The sum of the squares of one formula or more. */
export function sumOfSquares(values: readonly Expression[]): Expression {
  return sum(...values.map((value) => power(value, 2)));
}

/** log Σ exp v, folded into softplus so that nothing overflows. */
export function logSumExp(values: readonly Expression[]): Expression {
  return values.reduceRight((tail, value) => sum(value, call('softplus', difference(tail, value))));
}

/** Functions of whole arrays that are no reductions, with the number of their arguments. */
export const operations: Readonly<
  Record<string, { readonly arity: number; readonly of: (values: readonly ArrayValue[], misfit: Misfit) => ArrayValue }>
> = {
  transpose: { arity: 1, of: ([value], misfit) => transposed(value, misfit) },
  dot: { arity: 2, of: ([left, right], misfit) => matrixProduct(left, right, misfit) },
  softmax: {
    arity: 1,
    of: ([{ shape, elements }], misfit) => {
      if (shape.length !== 1) misfit(`softmax of ${shapeText(shape)}`, 'a vector');
      return { shape, elements: softmax(elements) };
    },
  },
};

/** exp(v_i)/Σ exp(v_j) for every i, as 1/(1 + Σ exp(v_j − v_i)) so that nothing overflows. */
function softmax(values: readonly Expression[]): Expression[] {
  return values.map((value, i) =>
    quotient(
      numberOne,
      sum(...values.map((other, j) => (i === j ? numberOne : call('exp', difference(other, value))))),
    ),
  );
}
