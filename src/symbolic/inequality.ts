import { signOf } from '../arithmetic/enclosure.js';
import { isAtMostZero, type Sign } from '../arithmetic/sign.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { encloseExpression } from '../expression/evaluation/enclose.js';
import {
  childrenOf,
  comparison,
  type Expression,
  isNegative,
  keyOf,
  negate,
  numberZero,
  power,
  product,
  smallInteger,
  sum,
  symbolsOf,
} from '../expression/syntax/expression.js';
import { knownSign, type SignFacts } from './knownSign.js';

/** What an inequality comes to: it always holds, it never does, or where a condition is met. */
export type Inequality = 'always' | 'never' | Expression;

/**
 * value ≥ 0, or value > 0 when strict, by known signs and as short as these make it: factors that are not negative are
 * dropped, what is left is written without minus signs on either side of the comparison.
 *
 * What is known to be not negative counts as positive, and so the other way round: of the places where it vanishes nothing is said.
 */
export function atLeastZero(value: Expression, isStrict: boolean, facts: SignFacts): Inequality {
  const short = simplify(value);
  const whole = decided(knownSign(short, facts) ?? signOfNumber(short), isStrict);
  if (whole !== null) return whole;
  let flipped = false;
  const open: Expression[] = [];
  for (const factor of short.kind === 'product' ? short.factors : [short]) {
    const sign = knownSign(factor, facts);
    if (sign === null) open.push(signKeeper(factor));
    else if (isAtMostZero(sign)) flipped = !flipped;
  }
  const rest = product(...open);
  const terms = (rest.kind === 'sum' ? rest.terms : [rest]).map((term) => (flipped ? negate(term) : term));
  const left = sum(...terms.filter((term) => !isNegative(term)));
  const right = sum(...terms.filter(isNegative).map(negate));
  const [greater, smaller] = isStrict ? (['>', '<'] as const) : (['>=', '<='] as const);
  return left === numberZero ? comparison(smaller, right, left) : comparison(greater, left, right);
}

/** The sign of what holds no names, by an enclosure; null where that does not tell it from 0. */
function signOfNumber(value: Expression): Sign {
  if (symbolsOf(value).length > 0) return null;
  const bounds = encloseExpression(value, new Map(), bitsOfNumbers, null);
  const sign = bounds && signOf(bounds);
  return sign === null || sign === 0 ? null : sign > 0 ? 'positive' : 'negative';
}

const bitsOfNumbers = 96;

/**
 * Inequalities that hold together, each once and the strict one of two; `never` when two contradict each other. That
 * a ≥ b and b ≥ a leave a = b counts as a contradiction too.
 */
export function together(inequalities: readonly Inequality[]): 'never' | readonly Expression[] {
  const kept = new Map<string, Expression>();
  for (const inequality of inequalities) {
    if (inequality === 'never') return 'never';
    if (inequality === 'always' || inequality.kind !== 'comparison') continue;
    const { operator, left, right } = inequality;
    const [greater, smaller] = operator === '>' || operator === '>=' ? [left, right] : [right, left];
    if (kept.has(`${keyOf(smaller)} > ${keyOf(greater)}`)) return 'never';
    const key = `${keyOf(greater)} > ${keyOf(smaller)}`;
    const isStrict = operator === '>' || operator === '<';
    if (isStrict || !kept.has(key)) kept.set(key, inequality);
  }
  return [...kept.values()];
}

/** What has to be ≥ 0 for the square roots and powers with a fraction in the exponent to be real. */
export function radicandsOf(node: Expression): Expression[] {
  const inside = childrenOf(node).flatMap(radicandsOf);
  if (node.kind === 'call' && node.function === 'sqrt') return [...inside, node.arguments[0]];
  if (node.kind === 'power' && smallInteger(node.exponent) === null) return [...inside, node.base];
  return inside;
}

/** Everything under a logarithm. */
export function logarithmsOf(node: Expression): Expression[] {
  const inside = childrenOf(node).flatMap(logarithmsOf);
  return node.kind === 'call' && node.function === 'log' ? [...inside, node.arguments[0]] : inside;
}

function decided(sign: Sign, isStrict: boolean): 'always' | 'never' | null {
  if (sign === null) return null;
  if (sign === 'zero') return isStrict ? 'never' : 'always';
  return isAtMostZero(sign) ? 'never' : 'always';
}

/** A power with the same sign and without denominator: x for 1/x and x³. */
function signKeeper(factor: Expression): Expression {
  const whole = factor.kind === 'power' ? smallInteger(factor.exponent) : null;
  if (factor.kind !== 'power' || whole === null || whole % 2 === 0) return factor;
  return power(factor.base, 1);
}
