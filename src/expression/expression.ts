import {
  bitLength,
  isZero,
  negated,
  one,
  plus,
  type Rational,
  rational,
  power as rationalPower,
  times,
  toText,
  zero,
} from '../numeric/rational.js';
import type { FunctionName } from './functionName.js';

/**
 * A formula, as a tree that is never changed after it is built.
 *
 * Built only through the functions below, which fold exact numbers, flatten sums and products and collect equal terms
 * and equal factors: identities that hold wherever both sides are defined. Everything deeper is the business of the
 * normal form.
 */
export type Expression =
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'constant'; readonly name: 'pi' | 'e' }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'sum'; readonly terms: readonly Expression[] }
  | { readonly kind: 'product'; readonly factors: readonly Expression[] }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: Expression }
  | { readonly kind: 'call'; readonly function: FunctionName; readonly arguments: readonly Expression[] }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'logical'; readonly operator: 'and' | 'or' | 'not'; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  /** mean or population variance of the argument over the samples of the data set */
  | { readonly kind: 'moment'; readonly moment: 'mean' | 'var'; readonly argument: Expression };

export type ComparisonOperator = '<' | '<=' | '>' | '>=' | '==' | '!=';

export const numberZero: Expression = { kind: 'number', value: zero };
export const numberOne: Expression = { kind: 'number', value: one };
export const pi: Expression = { kind: 'constant', name: 'pi' };
export const e: Expression = { kind: 'constant', name: 'e' };

/** An exact number: a Rational, or a whole number. */
export function number(value: Rational | bigint | number): Expression {
  return { kind: 'number', value: typeof value === 'object' ? value : rational(value) };
}

/** The exact fraction numerator / denominator. */
export function fraction(numerator: bigint | number, denominator: bigint | number): Expression {
  return { kind: 'number', value: rational(numerator, denominator) };
}

export function symbol(name: string): Expression {
  return { kind: 'symbol', name };
}

/** Sum with exact numbers added up and equal terms collected, in order of first appearance, the number last. */
export function sum(...terms: readonly Expression[]): Expression {
  let constant = zero;
  const collected = new Map<string, { coefficient: Rational; rest: Expression }>();
  const add = (term: Expression): void => {
    if (term.kind === 'sum') {
      for (const inner of term.terms) add(inner);
      return;
    }
    if (term.kind === 'number') {
      constant = plus(constant, term.value);
      return;
    }
    const { coefficient, rest } = splitCoefficient(term);
    const key = keyOf(rest);
    const known = collected.get(key);
    if (known) known.coefficient = plus(known.coefficient, coefficient);
    else collected.set(key, { coefficient, rest });
  };
  for (const term of terms) add(term);
  const result: Expression[] = [];
  for (const { coefficient, rest } of collected.values()) {
    if (!isZero(coefficient)) result.push(withCoefficient(coefficient, rest));
  }
  if (!isZero(constant)) result.push(number(constant));
  if (result.length === 0) return numberZero;
  // 3(a + b) − 2(a + b) leaves the bare sum a + b, whose terms join the others
  if (result.length > 1 && result.some((term) => term.kind === 'sum')) return sum(...result);
  return result.length === 1 ? result[0] : { kind: 'sum', terms: result };
}

/**
 * Product with exact numbers multiplied into one leading factor and powers of equal bases joined where exponents are
 * integers; in order of first appearance, negative powers last.
 */
export function product(...factors: readonly Expression[]): Expression {
  let coefficient = one;
  const collected = new Map<string, { base: Expression; exponent: number }>();
  const multiply = (factor: Expression): void => {
    if (factor.kind === 'product') {
      for (const inner of factor.factors) multiply(inner);
      return;
    }
    if (factor.kind === 'number') {
      coefficient = times(coefficient, factor.value);
      return;
    }
    const { base, exponent } = splitExponent(factor);
    const key = keyOf(base);
    const known = collected.get(key);
    if (known) known.exponent += exponent;
    else collected.set(key, { base, exponent });
  };
  for (const factor of factors) multiply(factor);
  if (isZero(coefficient)) return numberZero;
  const numerators: Expression[] = [];
  const denominators: Expression[] = [];
  let settled = true;
  for (const { base, exponent } of collected.values()) {
    if (exponent === 0) continue;
    const joined = exponent === 1 ? base : power(base, exponent);
    // 0^-1 is written in front of the line, since 0·x folds
    if (exponent > 0 || isNumber(base, 0)) numerators.push(joined);
    else denominators.push(joined);
    // joining may work a power out: e·e is exp(2), and 2^2000·2^-1999 a number
    if (exponent === 1 ? base.kind === 'number' : joined.kind !== 'power') settled = false;
  }
  const result = [...numerators, ...denominators];
  return settled ? joinCoefficient(coefficient, result) : product(number(coefficient), ...result);
}

export function negate(value: Expression): Expression {
  return product(number(-1), value);
}

export function difference(left: Expression, right: Expression): Expression {
  return sum(left, negate(right));
}

export function quotient(numerator: Expression, denominator: Expression): Expression {
  return product(numerator, power(denominator, number(-1)));
}

/** base ^ exponent; a whole power of a number, of a product or of a whole power is worked out, e ^ z becomes exp(z). */
export function power(base: Expression, exponent: Expression | number): Expression {
  const index = typeof exponent === 'number' ? number(exponent) : exponent;
  if (base.kind === 'constant' && base.name === 'e') return call('exp', index);
  const whole = smallInteger(index);
  if (whole === null) return { kind: 'power', base, exponent: index };
  if (whole === 0) return numberOne;
  if (whole === 1) return base;
  switch (base.kind) {
    case 'number':
      if (isZero(base.value)) return whole > 0 ? numberZero : { kind: 'power', base, exponent: index };
      return isFoldedPower(base.value, whole)
        ? number(rationalPower(base.value, whole))
        : { kind: 'power', base, exponent: index };
    case 'product':
      return product(...base.factors.map((factor) => power(factor, whole)));
    case 'power': {
      const inner = smallInteger(base.exponent);
      return inner === null ? { kind: 'power', base, exponent: index } : power(base.base, inner * whole);
    }
    default:
      return { kind: 'power', base, exponent: index };
  }
}

/** A numeric power beyond this many bits is kept as written, so that a short formula cannot ask for gigabytes of digits. */
const largestFoldedPower = 16384;

function isFoldedPower(base: Rational, whole: number): boolean {
  const n = Math.abs(whole);
  if (n === 1 || (base.denominator === 1n && base.numerator ** 2n === 1n)) return true;
  return (bitLength(base.numerator) + bitLength(base.denominator)) * n <= largestFoldedPower;
}

export function call(name: FunctionName, ...values: readonly Expression[]): Expression {
  return { kind: 'call', function: name, arguments: values };
}

export function comparison(operator: ComparisonOperator, left: Expression, right: Expression): Expression {
  return { kind: 'comparison', operator, left, right };
}

/** A combination of conditions, nested ones of the same operator flattened. Throws RangeError without an operand. */
export function logical(operator: 'and' | 'or' | 'not', ...operands: readonly Expression[]): Expression {
  if (operands.length === 0) throw new RangeError(`logical: ${operator} needs an operand`);
  if (operator === 'not') return { kind: 'logical', operator, operands };
  if (operands.length === 1) return operands[0];
  const flat = operands.flatMap((inner) =>
    inner.kind === 'logical' && inner.operator === operator ? inner.operands : [inner],
  );
  return { kind: 'logical', operator, operands: flat };
}

export function conditional(condition: Expression, then: Expression, otherwise: Expression): Expression {
  return { kind: 'conditional', condition, then, otherwise };
}

/** mean(…) or var(…); of a number worked out. */
export function moment(name: 'mean' | 'var', argument: Expression): Expression {
  if (argument.kind === 'number') return name === 'mean' ? argument : numberZero;
  return { kind: 'moment', moment: name, argument };
}

/** True for what is true or false; everything else is a number. */
export function isCondition(value: Expression): boolean {
  if (value.kind === 'conditional') return isCondition(value.then);
  return value.kind === 'comparison' || value.kind === 'logical';
}

/** The whole number that an expression is, when it is one of moderate size; else null. */
export function smallInteger(value: Expression): number | null {
  if (value.kind !== 'number' || value.value.denominator !== 1n) return null;
  const n = Number(value.value.numerator);
  return Math.abs(n) <= 1e6 ? n : null;
}

export function isNumber(value: Expression, n: number): boolean {
  return value.kind === 'number' && value.value.denominator === 1n && value.value.numerator === BigInt(n);
}

/** The direct subexpressions, in order. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'number':
    case 'constant':
    case 'symbol':
      return [];
    case 'sum':
      return node.terms;
    case 'product':
      return node.factors;
    case 'power':
      return [node.base, node.exponent];
    case 'call':
      return node.arguments;
    case 'comparison':
      return [node.left, node.right];
    case 'logical':
      return node.operands;
    case 'conditional':
      return [node.condition, node.then, node.otherwise];
    case 'moment':
      return [node.argument];
  }
}

/** The same node with other children, rebuilt through the constructors above. */
export function withChildren(node: Expression, children: readonly Expression[]): Expression {
  switch (node.kind) {
    case 'number':
    case 'constant':
    case 'symbol':
      return node;
    case 'sum':
      return sum(...children);
    case 'product':
      return product(...children);
    case 'power':
      return power(children[0], children[1]);
    case 'call':
      return call(node.function, ...children);
    case 'comparison':
      return comparison(node.operator, children[0], children[1]);
    case 'logical':
      return logical(node.operator, ...children);
    case 'conditional':
      return conditional(children[0], children[1], children[2]);
    case 'moment':
      return moment(node.moment, children[0]);
  }
}

const keys = new WeakMap<Expression, string>();

/** A text that two expressions share exactly when they are the same tree. */
export function keyOf(node: Expression): string {
  const known = keys.get(node);
  if (known !== undefined) return known;
  const key = buildKey(node);
  keys.set(node, key);
  return key;
}

function buildKey(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return toText(node.value);
    case 'constant':
      return `%${node.name}`;
    case 'symbol':
      return `$${node.name};`;
    case 'sum':
      return `(+${node.terms.map(keyOf).join(',')})`;
    case 'product':
      return `(*${node.factors.map(keyOf).join(',')})`;
    case 'power':
      return `(^${keyOf(node.base)},${keyOf(node.exponent)})`;
    case 'call':
      return `(${node.function} ${node.arguments.map(keyOf).join(',')})`;
    case 'comparison':
      return `(${node.operator}${keyOf(node.left)},${keyOf(node.right)})`;
    case 'logical':
      return `(${node.operator} ${node.operands.map(keyOf).join(',')})`;
    case 'conditional':
      return `(?${keyOf(node.condition)},${keyOf(node.then)},${keyOf(node.otherwise)})`;
    case 'moment':
      return `(${node.moment} ${keyOf(node.argument)})`;
  }
}

/** All names that occur in an expression, in order of first appearance; names inside mean(…) and var(…) too. */
export function symbolsOf(...nodes: readonly Expression[]): string[] {
  const names = new Set<string>();
  const seen = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'symbol') names.add(node.name);
    for (const child of childrenOf(node)) visit(child);
  };
  for (const node of nodes) visit(node);
  return [...names];
}

/** The rational factor in front of a term, and the rest. */
export function splitCoefficient(term: Expression): { coefficient: Rational; rest: Expression } {
  if (term.kind === 'number') return { coefficient: term.value, rest: numberOne };
  if (term.kind !== 'product') return { coefficient: one, rest: term };
  const [first, ...others] = term.factors;
  if (first.kind !== 'number') return { coefficient: one, rest: term };
  return { coefficient: first.value, rest: others.length === 1 ? others[0] : { kind: 'product', factors: others } };
}

/** True when the term is written with a minus sign. */
export function isNegative(term: Expression): boolean {
  return splitCoefficient(term).coefficient.numerator < 0n;
}

function withCoefficient(coefficient: Rational, rest: Expression): Expression {
  return joinCoefficient(coefficient, rest.kind === 'product' ? rest.factors : [rest]);
}

function joinCoefficient(coefficient: Rational, factors: readonly Expression[]): Expression {
  const isOne = coefficient.numerator === 1n && coefficient.denominator === 1n;
  if (factors.length === 0) return number(coefficient);
  if (isOne) return factors.length === 1 ? factors[0] : { kind: 'product', factors };
  if (
    factors.length === 1 &&
    factors[0].kind === 'sum' &&
    coefficient.numerator === -1n &&
    coefficient.denominator === 1n
  ) {
    return {
      kind: 'sum',
      terms: factors[0].terms.map((term) => (term.kind === 'number' ? number(negated(term.value)) : negate(term))),
    };
  }
  return { kind: 'product', factors: [number(coefficient), ...factors] };
}

function splitExponent(factor: Expression): { base: Expression; exponent: number } {
  if (factor.kind !== 'power') return { base: factor, exponent: 1 };
  const exponent = smallInteger(factor.exponent);
  return exponent === null ? { base: factor, exponent: 1 } : { base: factor.base, exponent };
}
