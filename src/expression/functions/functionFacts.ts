import type { Enclosure } from '../../arithmetic/enclosure.js';
import type { Sign } from '../../arithmetic/sign.js';
import type { ComparisonOperator, Expression } from '../syntax/expression.js';

/** Everything that is known of one function of the grammar; a function without one of these facts does not compile. */
export interface FunctionFacts {
  /** the number of arguments; `any` is one or more */
  readonly arity: number | 'any';
  /** the values of the last arguments where they are left out */
  readonly defaults: readonly Expression[];
  /** what has to stand in which relation to 0 for the function to have a value */
  domain(values: readonly Expression[]): readonly Demand[];
  /** in double precision, without overflow in between */
  evaluate(...values: readonly number[]): number;
  /** the partial derivatives, one an argument; at a kink the value that leaves the derivative finite */
  derivative(values: readonly Expression[]): readonly Expression[];
  /** the same in simpler functions; null for those that are not reduced further */
  definition(values: readonly Expression[]): Expression | null;
  /** the same without conditions, put together from odd and even functions; null where no such form is simpler */
  parts(values: readonly Expression[]): Expression | null;
  /** of a function of one argument: f(−z) = −f(z), f(−z) = f(z), or neither for all z */
  readonly parity: 'odd' | 'even' | 'neither';
  /** what the signs of the arguments tell of the value wherever it is defined */
  sign(signs: readonly Sign[]): Sign;
  /** in the first argument, between any two points of an interval on which the function is defined */
  readonly monotony: 'increasing' | 'decreasing' | 'neither';
  /** the argument at which a function of one argument has a value, unique where there is one; null where that is no formula */
  readonly inverse: Inverse | null;
  /** where the function is not smooth, its arguments being so */
  critical(values: readonly Expression[]): readonly CriticalPoint[];
  /** an argument at which value and slope are tame, where at some others they overflow or are none; else null */
  readonly tame: number | null;
  /** the value where it is exact and simpler, else null */
  exact(values: readonly Expression[]): Expression | null;
  /** an interval that holds the values; null where one is not seen to be defined */
  readonly enclosure: 'byDefinition' | ((values: readonly Enclosure[], bits: number) => Enclosure | null);
  /** elementwise over tensors: with relative precision about 0, and with gradients */
  tensor<T>(tensors: TensorFunctions<T>, values: readonly T[]): T;
  readonly latex: LatexForm;
}

/**
 * What holds of most functions, for the others to be told apart: one argument, a value and all derivatives everywhere, no
 * symmetry, nothing that overflows. The tests hold every function to its facts.
 */
export const ordinary = {
  arity: 1,
  defaults: [],
  domain: () => [],
  parts: () => null,
  parity: 'neither',
  inverse: null,
  critical: () => [],
  tame: null,
  enclosure: 'byDefinition',
} as const satisfies Partial<FunctionFacts>;

/** That a value stands in a relation to 0. */
export interface Demand {
  readonly of: Expression;
  readonly relation: '>' | '>=' | '!=';
}

/** f(z) = value where z = argument(value); `values`: of which sign f's values all are. */
export interface Inverse {
  readonly values: Sign;
  /** whether the argument is real only where the value is one of the function's, so that it is right wherever it is real */
  readonly isRealOnlyThere: boolean;
  argument(value: Expression): Expression;
}

/** Where one node of a formula, its arguments being smooth, is not: where `at` is 0. */
export interface CriticalPoint {
  readonly at: Expression;
  /**
   * kink: continuous, differentiable on either side; slope: no finite derivative; order: some derivative is missing;
   * pole: no finite value; jump: not continuous
   */
  readonly problem: 'kink' | 'slope' | 'order' | 'pole' | 'jump';
}

/** A function with parentheses behind its command, or around its argument. */
export type LatexForm =
  | { readonly kind: 'command'; readonly command: string; readonly takesPower: boolean }
  | { readonly kind: 'around'; readonly open: string; readonly close: string; readonly level: 'atom' | 'power' };

/** What a tensor library brings along for the functions of the grammar, elementwise with broadcasting. */
export interface TensorFunctions<T> {
  number(value: number): T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
  divide(a: T, b: T): T;
  power(base: T, exponent: T): T;
  compare(operator: ComparisonOperator, left: T, right: T): T;
  /** `then` where the condition holds and `otherwise` elsewhere; both have been worked out */
  select(condition: T, then: T, otherwise: T): T;
  maximum(a: T, b: T): T;
  minimum(a: T, b: T): T;
  /** −1, 0 or 1, without a gradient */
  sign(z: T): T;
  /** a function of the library's own, with its gradient */
  native(name: NativeFunction, z: T): T;
  /** z·(c₀ + c₁z² + …) for |z| < radius and another value elsewhere, where the library is precise in absolute terms alone */
  nearZero(z: T, radius: number, coefficients: readonly number[], elsewhere: T): T;
}

/** The functions of one argument that tensor libraries have with gradients, under TensorFlow's names. */
export type NativeFunction =
  | 'abs'
  | 'atan'
  | 'cos'
  | 'cosh'
  | 'erf'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'relu'
  | 'sigmoid'
  | 'sin'
  | 'sinh'
  | 'softplus'
  | 'sqrt'
  | 'tan'
  | 'tanh';
