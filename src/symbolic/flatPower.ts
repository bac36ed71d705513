import { compare, type Rational, rational, times } from '../arithmetic/rational.js';
import { isAtLeastZero } from '../arithmetic/sign.js';
import { gradient } from '../expression/calculus/differentiate.js';
import { type Expression, symbolsOf } from '../expression/syntax/expression.js';
import { knownSign } from './knownSign.js';

/** What is raised to a positive power, and to which. */
interface Root {
  readonly base: Expression;
  readonly exponent: Rational;
}

/**
 * The base and the exponent of a power, or of a square root, with a positive exponent, which has a value on either side of a
 * zero of its base; else null.
 */
export function positivePower(node: Expression): Root | null {
  const root = rootOf(node);
  const isWhole = root?.exponent.denominator === 1n;
  return root !== null && (isWhole || isAtLeastZero(knownSign(root.base))) ? root : null;
}

function rootOf(node: Expression): Root | null {
  if (node.kind === 'call') {
    return node.function === 'sqrt' ? { base: node.arguments[0], exponent: rational(1, 2) } : null;
  }
  if (node.kind !== 'power' || node.exponent.kind !== 'number') return null;
  const { value } = node.exponent;
  return value.numerator > 0n ? { base: node.base, exponent: value } : null;
}

/**
 * Whether a power has no derivative other than 0 up to an order where its base, which is smooth, vanishes: a base that
 * vanishes to order m makes a power p vanish to order m·p, as (x² + y²)^(3/2) does to order 3 at the origin.
 */
export function isFlatPower(
  { base, exponent }: Root,
  order: number,
  parameters: readonly string[],
  vanishes: (value: Expression) => boolean,
): boolean {
  const names = symbolsOf(base).filter((name) => parameters.includes(name));
  let derivatives = [base];
  for (let m = 0; compare(times(exponent, rational(m)), rational(order)) <= 0; m++) {
    if (derivatives.length > mostDerivatives || !derivatives.every(vanishes)) return false;
    derivatives = derivatives.flatMap((one) => gradient(one, names));
  }
  return true;
}

/** Of a base of two parameters those of order 6, of one of eight those of order 2. */
const mostDerivatives = 64;
