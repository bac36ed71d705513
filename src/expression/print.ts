import { absolute, isInteger, isZero, one, type Rational, rational, sign } from '../numeric/rational.js';
import { decimalText, shorterDecimal } from './decimal.js';
import { type Expression, power, smallInteger, splitCoefficient } from './expression.js';

/** How tightly the parts of a printed formula hold together, loosest first. */
const level = { conditional: 0, or: 1, and: 2, comparison: 3, sum: 4, product: 5, power: 6, atom: 7 } as const;

interface Printed {
  readonly text: string;
  readonly level: number;
}

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
      return signed(sign(node.value) < 0, printMagnitude(node.value));
    case 'constant':
    case 'symbol':
      return { text: node.name, level: level.atom };
    case 'sum':
      return printSum(node.terms);
    case 'product': {
      const { coefficient } = splitCoefficient(node);
      return signed(sign(coefficient) < 0, printTermMagnitude(node));
    }
    case 'power':
      return isDenominator(node) ? printFactors(one, [node]) : printPower(node.base, node.exponent);
    case 'call':
      return printCall(node.function, node.arguments);
    case 'moment':
      return printCall(node.moment, [node.argument]);
    case 'comparison':
      return {
        text: `${within(node.left, level.sum)} ${node.operator} ${within(node.right, level.sum)}`,
        level: level.comparison,
      };
    case 'logical':
      return printLogical(node.operator, node.operands);
    case 'conditional': {
      const condition = within(node.condition, level.or);
      return {
        text: `${condition} ? ${print(node.then).text} : ${print(node.otherwise).text}`,
        level: level.conditional,
      };
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
  return { text: `-${enclosed(magnitude, level.product)}`, level: level.sum };
}

function printSum(terms: readonly Expression[]): Printed {
  const parts = terms.map((term, index) => {
    const isNegative = sign(splitCoefficient(term).coefficient) < 0;
    const magnitude = enclosed(printTermMagnitude(term), level.product);
    if (index === 0) return isNegative ? `-${magnitude}` : magnitude;
    return `${isNegative ? ' - ' : ' + '}${magnitude}`;
  });
  return { text: parts.join(''), level: level.sum };
}

/** A term without its sign. */
function printTermMagnitude(term: Expression): Printed {
  if (term.kind === 'number') return printMagnitude(term.value);
  if (term.kind !== 'product') return print(term);
  const { coefficient, rest } = splitCoefficient(term);
  return printFactors(absolute(coefficient), rest.kind === 'product' ? rest.factors : [rest]);
}

function printMagnitude(value: Rational): Printed {
  const decimal = shorterDecimal(value);
  if (decimal !== null) return { text: decimal, level: level.atom };
  if (isInteger(value)) return { text: integerText(value.numerator), level: level.atom };
  return { text: `${integerText(value.numerator)}/${integerText(value.denominator)}`, level: level.product };
}

function integerText(value: bigint): string {
  return decimalText(rational(value)) as string;
}

/** coefficient · factors as one fraction, the negative powers below the line. */
function printFactors(coefficient: Rational, factors: readonly Expression[]): Printed {
  const numerators: string[] = [];
  const denominators: Printed[] = [];
  const decimal = shorterDecimal(coefficient);
  if (decimal !== null) numerators.push(decimal);
  else {
    if (coefficient.numerator !== 1n) numerators.push(integerText(coefficient.numerator));
    if (coefficient.denominator !== 1n) {
      denominators.push({ text: integerText(coefficient.denominator), level: level.atom });
    }
  }
  for (const factor of factors) {
    if (isDenominator(factor)) denominators.push(print(power(factor, -1)));
    else numerators.push(within(factor, level.power));
  }
  const above = numerators.length === 0 ? '1' : numerators.join('*');
  if (denominators.length === 0) return { text: above, level: level.product };
  const below = denominators.map((part) => enclosed(part, level.power)).join('*');
  return { text: `${above}/${denominators.length === 1 ? below : `(${below})`}`, level: level.product };
}

/** x^-2 is written as a division; 0^-1 is not, since 0·x below a line would fold to 0. */
function isDenominator(factor: Expression): boolean {
  if (factor.kind !== 'power' || (smallInteger(factor.exponent) ?? 0) >= 0) return false;
  return !(factor.base.kind === 'number' && isZero(factor.base.value));
}

function printPower(base: Expression, exponent: Expression): Printed {
  return { text: `${within(base, level.atom)}^${within(exponent, level.atom)}`, level: level.power };
}

function printLogical(operator: 'and' | 'or' | 'not', operands: readonly Expression[]): Printed {
  if (operator === 'not') return { text: `not (${print(operands[0]).text})`, level: level.comparison };
  const text = operands.map((operand) => within(operand, level[operator] + 1)).join(` ${operator} `);
  return { text, level: level[operator] };
}

function printCall(name: string, values: readonly Expression[]): Printed {
  return { text: `${name}(${values.map((value) => print(value).text).join(', ')})`, level: level.atom };
}
