import { absolute, isInteger, one, type Rational, rational } from '../../arithmetic/rational.js';
import { decimalText, shorterDecimal } from './decimal.js';
import { type Expression, isNegative, power } from './expression.js';
import { type FractionParts, fractionParts } from './fractionParts.js';
import { type Printed, precedence, termsInOrder } from './precedence.js';

/**
 * Writes an expression in the grammar that parseExpression reads, short and with few parentheses.
 *
 * Reading the text gives the same tree back, as long as its names are names of the grammar and it stays within the
 * parser's limits of length, depth and digits.
 */
export function printExpression(node: Expression): string {
  return print(node).text;
}

function print(node: Expression): Printed {
  switch (node.kind) {
    case 'number':
      return signed(isNegative(node), printMagnitude(node.value));
    case 'constant':
    case 'symbol':
      return { text: node.name, level: precedence.atom };
    case 'sum':
      return printSum(node.terms);
    case 'product':
      return signed(isNegative(node), printTermMagnitude(node));
    case 'power': {
      const parts = fractionParts(node);
      return parts.denominators.length > 0 ? printFraction(one, parts) : printPower(node.base, node.exponent);
    }
    case 'call':
      return printCall(node.function, node.arguments);
    case 'moment':
      return printCall(node.moment, [node.argument]);
    case 'comparison':
      return {
        text: `${within(node.left, precedence.sum)} ${node.operator} ${within(node.right, precedence.sum)}`,
        level: precedence.comparison,
      };
    case 'logical':
      return printLogical(node.operator, node.operands);
    case 'conditional': {
      const [condition, then] = [node.condition, node.then].map((part) => within(part, precedence.or));
      return { text: `${condition} ? ${then} : ${print(node.otherwise).text}`, level: precedence.conditional };
    }
  }
}

/** The text of a part, in parentheses when it holds together less tightly than its place asks. */
function within(node: Expression, least: number): string {
  return enclosed(print(node), least);
}

function enclosed(printed: Printed, least: number): string {
  return printed.level < least ? `(${printed.text})` : printed.text;
}

function signed(isNegative: boolean, magnitude: Printed): Printed {
  if (!isNegative) return magnitude;
  return { text: `-${enclosed(magnitude, precedence.product)}`, level: precedence.sum };
}

function printSum(terms: readonly Expression[]): Printed {
  const parts = termsInOrder(terms).map((term, index) => {
    const magnitude = enclosed(printTermMagnitude(term), precedence.product);
    if (index === 0) return isNegative(term) ? `-${magnitude}` : magnitude;
    return `${isNegative(term) ? ' - ' : ' + '}${magnitude}`;
  });
  return { text: parts.join(''), level: precedence.sum };
}

/** A term without its sign. */
function printTermMagnitude(term: Expression): Printed {
  if (term.kind === 'number') return printMagnitude(term.value);
  if (term.kind !== 'product') return print(term);
  const parts = fractionParts(term);
  return printFraction(absolute(parts.coefficient), parts);
}

function printMagnitude(value: Rational): Printed {
  const decimal = shorterDecimal(value);
  if (decimal !== null) return { text: decimal, level: precedence.atom };
  if (isInteger(value)) return { text: integerText(value.numerator), level: precedence.atom };
  return { text: `${integerText(value.numerator)}/${integerText(value.denominator)}`, level: precedence.product };
}

function integerText(value: bigint): string {
  return decimalText(rational(value)) as string;
}

/** A product without the sign of its coefficient, as one fraction. */
function printFraction(coefficient: Rational, { numerators, denominators }: FractionParts): Printed {
  const above = numerators.map((factor) => within(factor, precedence.power));
  const below = denominators.map(({ base, exponent }) => within(power(base, exponent), precedence.power));
  const decimal = shorterDecimal(coefficient);
  if (decimal !== null) above.unshift(decimal);
  else {
    if (coefficient.numerator !== 1n) above.unshift(integerText(coefficient.numerator));
    if (coefficient.denominator !== 1n) below.unshift(integerText(coefficient.denominator));
  }
  const numerator = above.length === 0 ? '1' : above.join('*');
  if (below.length === 0) return { text: numerator, level: precedence.product };
  const denominator = below.length === 1 ? below[0] : `(${below.join('*')})`;
  return { text: `${numerator}/${denominator}`, level: precedence.product };
}

function printPower(base: Expression, exponent: Expression): Printed {
  return { text: `${within(base, precedence.atom)}^${within(exponent, precedence.atom)}`, level: precedence.power };
}

function printLogical(operator: 'and' | 'or' | 'not', operands: readonly Expression[]): Printed {
  if (operator === 'not') return { text: `not (${print(operands[0]).text})`, level: precedence.comparison };
  const text = operands.map((operand) => within(operand, precedence[operator] + 1)).join(` ${operator} `);
  return { text, level: precedence[operator] };
}

function printCall(name: string, values: readonly Expression[]): Printed {
  return { text: `${name}(${values.map((value) => print(value).text).join(', ')})`, level: precedence.atom };
}
