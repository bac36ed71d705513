import { erf, erfc } from '../../arithmetic/errorFunction.js';
import { exactRoot } from '../../arithmetic/exactRoot.js';
import { absolute, compare, type Rational, rational, sign, zero } from '../../arithmetic/rational.js';
import {
  call,
  comparison,
  conditional,
  difference,
  type Expression,
  fraction,
  isNumber,
  logical,
  negate,
  number,
  numberOne,
  numberZero,
  pi,
  power,
  product,
  quotient,
  sum,
} from '../syntax/expression.js';
import type { FunctionName } from '../syntax/functionName.js';

/** Everything that is known of one function of the grammar. */
export interface FunctionEntry {
  /** the number of arguments; `any` is one or more */
  readonly arity: number | 'any';
  /** in double precision, without overflow in between */
  evaluate(...values: readonly number[]): number;
  /** the partial derivatives, one an argument; at a kink the value that leaves the derivative finite */
  derivative(values: readonly Expression[]): readonly Expression[];
  /** the same in simpler functions; null for exp, log, sqrt, abs, sign, sin, cos, erf, which are not reduced further */
  definition(values: readonly Expression[]): Expression | null;
  /** expressions at whose zeros the function is not smooth, though it is defined there */
  kinks(values: readonly Expression[]): readonly Expression[];
  /** the value where it is exact and simpler, else null */
  exact(values: readonly Expression[]): Expression | null;
  /** the command in front of the parenthesised arguments */
  readonly latex: string;
  /** the property of JavaScript's Math that is the same function, or null */
  readonly math: string | null;
}

/** The value of a function at exact arguments where it is exact and simpler: exp(0) is 1, sqrt(4/9) is 2/3; else null. */
export function exactValue(name: FunctionName, values: readonly Expression[]): Expression | null {
  return functions[name].exact(values);
}

/** The one table of the functions. */
export const functions: { readonly [name in FunctionName]: FunctionEntry } = {
  exp: unary({
    evaluate: Math.exp,
    derivative: (z) => call('exp', z),
    exact: (z) => (isNumber(z, 0) ? numberOne : null),
    latex: '\\exp',
    math: 'exp',
  }),
  log: unary({
    evaluate: Math.log,
    derivative: (z) => power(z, -1),
    exact: (z) => (isNumber(z, 1) ? numberZero : z.kind === 'constant' && z.name === 'e' ? numberOne : null),
    latex: '\\log',
    math: 'log',
  }),
  sqrt: unary({
    evaluate: Math.sqrt,
    derivative: (z) => quotient(fraction(1, 2), call('sqrt', z)),
    kinks: (z) => [z],
    exact: ofNumber((value) => exactRoot(value, 2)),
    latex: '\\sqrt',
    math: 'sqrt',
  }),
  abs: unary({
    evaluate: Math.abs,
    derivative: (z) => call('sign', z),
    kinks: (z) => [z],
    exact: ofNumber(absolute),
    latex: '\\operatorname{abs}',
    math: 'abs',
  }),
  sign: unary({
    evaluate: Math.sign,
    derivative: () => numberZero,
    kinks: (z) => [z],
    exact: ofNumber((value) => rational(sign(value))),
    latex: '\\operatorname{sign}',
    math: 'sign',
  }),
  sin: unary({
    evaluate: Math.sin,
    derivative: (z) => call('cos', z),
    exact: atZero(numberZero),
    latex: '\\sin',
    math: 'sin',
  }),
  cos: unary({
    evaluate: Math.cos,
    derivative: (z) => negate(call('sin', z)),
    exact: atZero(numberOne),
    latex: '\\cos',
    math: 'cos',
  }),
  tan: unary({
    evaluate: Math.tan,
    derivative: (z) => sum(power(call('tan', z), 2), numberOne),
    definition: (z) => quotient(call('sin', z), call('cos', z)),
    exact: atZero(numberZero),
    latex: '\\tan',
    math: 'tan',
  }),
  sinh: unary({
    evaluate: Math.sinh,
    derivative: (z) => call('cosh', z),
    definition: (z) => product(fraction(1, 2), difference(call('exp', z), call('exp', negate(z)))),
    exact: atZero(numberZero),
    latex: '\\sinh',
    math: 'sinh',
  }),
  cosh: unary({
    evaluate: Math.cosh,
    derivative: (z) => call('sinh', z),
    definition: (z) => product(fraction(1, 2), sum(call('exp', z), call('exp', negate(z)))),
    exact: atZero(numberOne),
    latex: '\\cosh',
    math: 'cosh',
  }),
  tanh: unary({
    evaluate: Math.tanh,
    derivative: (z) => difference(numberOne, power(call('tanh', z), 2)),
    definition: (z) => difference(numberOne, quotient(number(2), sum(call('exp', product(number(2), z)), numberOne))),
    exact: atZero(numberZero),
    latex: '\\tanh',
    math: 'tanh',
  }),
  erf: unary({
    evaluate: erf,
    derivative: (z) => quotient(product(number(2), call('exp', negate(power(z, 2)))), call('sqrt', pi)),
    exact: atZero(numberZero),
    latex: '\\operatorname{erf}',
    math: null,
  }),
  relu: unary({
    evaluate: (z) => Math.max(0, z),
    derivative: (z) => conditional(comparison('>', z, numberZero), numberOne, numberZero),
    definition: (z) => conditional(comparison('>', z, numberZero), z, numberZero),
    kinks: (z) => [z],
    exact: ofNumber((value) => (sign(value) > 0 ? value : zero)),
    latex: '\\operatorname{ReLU}',
    math: null,
  }),
  gelu: unary({
    evaluate: (z) => 0.5 * z * erfc(-z * Math.SQRT1_2),
    derivative: (z) => sum(normalDistribution(z), product(z, normalDensity(z))),
    definition: (z) => product(z, normalDistribution(z)),
    exact: atZero(numberZero),
    latex: '\\operatorname{GELU}',
    math: null,
  }),
  sigmoid: unary({
    evaluate: (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z))),
    derivative: (z) => product(call('sigmoid', z), difference(numberOne, call('sigmoid', z))),
    definition: (z) => quotient(numberOne, sum(call('exp', negate(z)), numberOne)),
    exact: atZero(fraction(1, 2)),
    latex: '\\operatorname{sigmoid}',
    math: null,
  }),
  softplus: unary({
    evaluate: (z) => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))),
    derivative: (z) => call('sigmoid', z),
    definition: (z) => call('log', sum(call('exp', z), numberOne)),
    exact: atZero(call('log', number(2))),
    latex: '\\operatorname{softplus}',
    math: null,
  }),
  max: extremum('max', '>', '>='),
  min: extremum('min', '<', '<='),
};

interface UnaryEntry {
  evaluate(z: number): number;
  derivative(z: Expression): Expression;
  definition?(z: Expression): Expression;
  kinks?(z: Expression): readonly Expression[];
  exact(z: Expression): Expression | null;
  readonly latex: string;
  readonly math: string | null;
}

function unary(entry: UnaryEntry): FunctionEntry {
  return {
    arity: 1,
    evaluate: entry.evaluate,
    derivative: ([z]) => [entry.derivative(z)],
    definition: ([z]) => entry.definition?.(z) ?? null,
    kinks: ([z]) => entry.kinks?.(z) ?? [],
    exact: ([z]) => entry.exact(z),
    latex: entry.latex,
    math: entry.math,
  };
}

/** max and min; where several arguments are equal, the first of them counts as the extreme one. */
function extremum(name: 'max' | 'min', beyond: '>' | '<', notBehind: '>=' | '<='): FunctionEntry {
  const isBeyond = (a: Rational, b: Rational) => compare(a, b) === (name === 'max' ? 1 : -1);
  return {
    arity: 'any',
    evaluate: Math[name],
    derivative: (values) =>
      values.map((value, index) => {
        const conditions = values.flatMap((other, place) =>
          place === index ? [] : [comparison(place < index ? beyond : notBehind, value, other)],
        );
        if (conditions.length === 0) return numberOne;
        return conditional(logical('and', ...conditions), numberOne, numberZero);
      }),
    definition: (values) =>
      values.reduce((extreme, value) => conditional(comparison(notBehind, extreme, value), extreme, value)),
    kinks: (values) =>
      values.flatMap((value, index) => values.slice(0, index).map((other) => difference(other, value))),
    exact(values) {
      if (values.length === 1) return values[0];
      const numbers = values.map((value) => (value.kind === 'number' ? value.value : null));
      if (!numbers.every((value) => value !== null)) return null;
      return number(numbers.reduce((extreme, value) => (isBeyond(value, extreme) ? value : extreme)));
    },
    latex: `\\${name}`,
    math: name,
  };
}

function ofNumber(value: (argument: Rational) => Rational | null) {
  return (z: Expression): Expression | null => {
    const result = z.kind === 'number' ? value(z.value) : null;
    return result === null ? null : number(result);
  };
}

function atZero(value: Expression) {
  return (z: Expression): Expression | null => (isNumber(z, 0) ? value : null);
}

/** Φ(z) = (1 + erf(z/√2))/2 */
function normalDistribution(z: Expression): Expression {
  return product(fraction(1, 2), sum(call('erf', quotient(z, call('sqrt', number(2)))), numberOne));
}

/** Φ'(z) = exp(−z²/2)/√(2π) */
function normalDensity(z: Expression): Expression {
  return quotient(call('exp', product(fraction(-1, 2), power(z, 2))), call('sqrt', product(number(2), pi)));
}
