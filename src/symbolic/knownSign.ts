import { compare, rational } from '../arithmetic/rational.js';
import { type Expression, smallInteger } from '../expression/syntax/expression.js';

/** What is known of a real number before it is known; null says nothing. */
export type Sign = 'positive' | 'nonnegative' | 'zero' | 'nonpositive' | 'negative' | null;

/** Names whose sign is known, such as the learning rate's. */
export type SignFacts = ReadonlyMap<string, Sign>;

/**
 * The sign that an expression has wherever it is defined, as far as its shape tells: sums of terms of one sign, products,
 * even powers, functions without zeros, means of what is never negative. Names without a fact range over the reals.
 */
export function knownSign(node: Expression, facts: SignFacts = new Map()): Sign {
  const sign = (inner: Expression): Sign => knownSign(inner, facts);
  switch (node.kind) {
    case 'number':
      return ofOrder(compare(node.value, rational(0)));
    case 'constant':
      return 'positive';
    case 'symbol':
      return facts.get(node.name) ?? null;
    case 'sum':
      return node.terms.map(sign).reduce(ofSum);
    case 'product':
      return node.factors.map(sign).reduce(ofProduct);
    case 'power':
      return ofPower(sign(node.base), node.exponent);
    case 'call':
      return ofCall(node, sign);
    case 'moment':
      return node.moment === 'var' ? 'nonnegative' : sign(node.argument);
    case 'conditional': {
      const branches = [sign(node.then), sign(node.otherwise)];
      return branches[0] === branches[1] ? branches[0] : null;
    }
    case 'comparison':
    case 'logical':
      return null;
  }
}

/** The sign of the number's negative. */
export function opposite(sign: Sign): Sign {
  return sign === null ? null : opposites[sign];
}

const opposites = {
  positive: 'negative',
  nonnegative: 'nonpositive',
  zero: 'zero',
  nonpositive: 'nonnegative',
  negative: 'positive',
} as const;

/** Whether nothing of this sign is negative. */
export function isAtLeastZero(sign: Sign): boolean {
  return sign === 'positive' || sign === 'nonnegative' || sign === 'zero';
}

/** Whether nothing of this sign is positive. */
export function isAtMostZero(sign: Sign): boolean {
  return isAtLeastZero(opposite(sign));
}

function ofOrder(order: number): Sign {
  return order > 0 ? 'positive' : order < 0 ? 'negative' : 'zero';
}

function ofSum(left: Sign, right: Sign): Sign {
  if (left === 'zero') return right;
  if (right === 'zero') return left;
  if (isAtLeastZero(left) && isAtLeastZero(right)) {
    return left === 'positive' || right === 'positive' ? 'positive' : 'nonnegative';
  }
  return isAtMostZero(left) && isAtMostZero(right) ? opposite(ofSum(opposite(left), opposite(right))) : null;
}

function ofProduct(left: Sign, right: Sign): Sign {
  if (left === 'zero' || right === 'zero') return 'zero';
  if (left === null || right === null) return null;
  if (isAtMostZero(left)) return opposite(ofProduct(opposite(left), right));
  if (isAtMostZero(right)) return opposite(ofProduct(left, opposite(right)));
  return left === 'positive' && right === 'positive' ? 'positive' : 'nonnegative';
}

function ofPower(base: Sign, exponent: Expression): Sign {
  const whole = smallInteger(exponent);
  // a power that is not whole is defined where its base is not negative
  if (whole === null) return base === 'positive' ? 'positive' : 'nonnegative';
  const isStrict = whole < 0 || base === 'positive' || base === 'negative';
  if (whole % 2 === 0) return isStrict ? 'positive' : 'nonnegative';
  if (whole > 0 || base === null) return base;
  return isAtLeastZero(base) ? 'positive' : 'negative';
}

function ofCall(node: Extract<Expression, { kind: 'call' }>, sign: (inner: Expression) => Sign): Sign {
  const signs = node.arguments.map(sign);
  switch (node.function) {
    case 'exp':
    case 'cosh':
    case 'sigmoid':
    case 'softplus':
      return 'positive';
    case 'abs':
      return signs[0] === 'positive' || signs[0] === 'negative' ? 'positive' : 'nonnegative';
    case 'sqrt':
      return signs[0] === 'positive' ? 'positive' : 'nonnegative';
    case 'relu':
      return signs[0] === 'positive' ? 'positive' : 'nonnegative';
    case 'tanh':
    case 'sinh':
    case 'erf':
    case 'sign':
    case 'gelu':
      return signs[0];
    case 'max':
      return signs.includes('positive') ? 'positive' : signs.some(isAtLeastZero) ? 'nonnegative' : null;
    case 'min':
      return signs.includes('negative') ? 'negative' : signs.some(isAtMostZero) ? 'nonpositive' : null;
    default:
      return null;
  }
}
