import { bitLength } from '../../arithmetic/integers.js';
import {
  isZero,
  negated,
  one,
  plus,
  type Rational,
  rational,
  power as rationalPower,
  times,
  zero,
} from '../../arithmetic/rational.js';
import {
  type ComparisonOperator,
  childrenOf,
  type Expression,
  isNumber,
  keyOf,
  type NodeOf,
  smallInteger,
} from './expressionTree.js';
import type { FunctionName } from './functionName.js';

export {
  type ComparisonOperator,
  childrenOf,
  type Expression,
  isCondition,
  isNumber,
  keyOf,
  type NodeOf,
  smallInteger,
} from './expressionTree.js';
export { holdsSymbol, nodesOf, symbolsOf, symbolsReached } from './traversal.js';

/** The number 0 as an expression. */
export const numberZero: Expression = { kind: 'number', value: zero };

/** The number 1 as an expression. */
export const numberOne: Expression = { kind: 'number', value: one };

/** The circle's constant as an expression. */
export const pi: Expression = { kind: 'constant', name: 'pi' };

/** Euler's number as an expression. */
export const e: Expression = { kind: 'constant', name: 'e' };

/** An exact number: a Rational, or a whole number. */
export function number(value: Rational | bigint | number): Expression {
  return { kind: 'number', value: typeof value === 'object' ? value : rational(value) };
}

/** The exact fraction numerator / denominator. */
export function fraction(numerator: bigint | number, denominator: bigint | number): Expression {
  return { kind: 'number', value: rational(numerator, denominator) };
}

/** A name: a parameter, a constant, an input or a target. */
export function symbol(name: string): NodeOf<'symbol'> {
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
    if (!isZero(coefficient)) {
      result.push(joinCoefficient(coefficient, rest.kind === 'product' ? rest.factors : [rest]));
    }
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

/** −value, the sign drawn into the coefficient. */
export function negate(value: Expression): Expression {
  return product(number(-1), value);
}

/** left − right, as a sum. */
export function difference(left: Expression, right: Expression): Expression {
  return sum(left, negate(right));
}

/** numerator / denominator, as a product with a power −1. */
export function quotient(numerator: Expression, denominator: Expression): Expression {
  return product(numerator, power(denominator, number(-1)));
}

/** base ^ exponent; a whole power of a number, of a product or of a whole power is worked out, e ^ z becomes exp(z). */
export function power(base: Expression, exponent: Expression | number): Expression {
  const index = typeof exponent === 'number' ? number(exponent) : exponent;
  if (base.kind === 'constant' && base.name === 'e') return call('exp', index);
  const plain: Expression = { kind: 'power', base, exponent: index };
  const whole = smallInteger(index);
  if (whole === null) return plain;
  if (whole === 0) return numberOne;
  if (whole === 1) return base;
  switch (base.kind) {
    case 'number':
      if (isZero(base.value)) return whole > 0 ? numberZero : plain;
      return isFoldedPower(base.value, whole) ? number(rationalPower(base.value, whole)) : plain;
    case 'product':
      return product(...base.factors.map((factor) => power(factor, whole)));
    case 'power': {
      const inner = smallInteger(base.exponent);
      return inner === null ? plain : power(base.base, inner * whole);
    }
    case 'call':
      return base.function === 'abs' && whole > 0 && whole % 2 === 0 ? power(base.arguments[0], whole) : plain;
    default:
      return plain;
  }
}

/** A numeric power beyond this many bits is kept as written, so that a short formula cannot ask for gigabytes of digits. */
const largestFoldedPower = 16384;

function isFoldedPower(base: Rational, whole: number): boolean {
  const n = Math.abs(whole);
  if (n === 1 || (base.denominator === 1n && base.numerator ** 2n === 1n)) return true;
  return (bitLength(base.numerator) + bitLength(base.denominator)) * n <= largestFoldedPower;
}

/** A function of the grammar at its arguments, as it stands. */
export function call(name: FunctionName, ...values: readonly Expression[]): Expression {
  return { kind: 'call', function: name, arguments: values };
}

/** The condition left operator right, as it stands. */
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

/** The first value where the condition holds, else the second. */
export function conditional(condition: Expression, then: Expression, otherwise: Expression): Expression {
  return { kind: 'conditional', condition, then, otherwise };
}

/** mean(…) or var(…); of a number worked out. */
export function moment(name: 'mean' | 'var', argument: Expression): Expression {
  if (argument.kind === 'number') return name === 'mean' ? argument : numberZero;
  return { kind: 'moment', moment: name, argument };
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

/** The same node with its parts mapped; itself where they stay the same. */
export function withParts(node: Expression, map: (part: Expression) => Expression): Expression {
  const parts = childrenOf(node);
  const mapped = parts.map(map);
  return mapped.every((part, i) => part === parts[i]) ? node : withChildren(node, mapped);
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
