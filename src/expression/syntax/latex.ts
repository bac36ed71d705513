import { absolute, isInteger, one, type Rational, rational } from '../../arithmetic/rational.js';
import { functions } from '../functions/functions.js';
import { arrayLatex } from './arrayLatex.js';
import { decimalText, shorterDecimal } from './decimal.js';
import { type ComparisonOperator, type Expression, isNegative, power, smallInteger } from './expression.js';
import { type FractionParts, fractionParts } from './fractionParts.js';
import { latexName } from './latexName.js';
import { type Printed, precedence, termsInOrder } from './precedence.js';

/** How LaTeX is to be written beside the usual rules. */
export interface LatexOptions {
  /** LaTeX of names that shall not follow the rules of latexName */
  readonly names?: ReadonlyMap<string, string>;
}

/**
 * LaTeX of an expression, for display mathematics.
 *
 * Means over the samples are written ⟨…⟩, variances Var(…), conditionals as cases. Names follow latexName unless
 * `names` says otherwise.
 */
export function latexOf(expression: Expression, options: LatexOptions = {}): string {
  return new LatexWriter(options.names ?? new Map()).write(expression).text;
}

const comparisonSigns: { readonly [operator in ComparisonOperator]: string } = {
  '<': '<',
  '<=': '\\le',
  '>': '>',
  '>=': '\\ge',
  '==': '=',
  '!=': '\\ne',
};

class LatexWriter {
  constructor(private readonly names: ReadonlyMap<string, string>) {}

  write(node: Expression): Printed {
    switch (node.kind) {
      case 'number':
        return signed(isNegative(node), numberMagnitude(node.value));
      case 'constant':
        return { text: node.name === 'pi' ? '\\pi' : 'e', level: precedence.atom };
      case 'symbol':
        return { text: this.names.get(node.name) ?? symbolLatex(node.name), level: precedence.atom };
      case 'sum':
        return this.sum(node.terms);
      case 'product':
        return signed(isNegative(node), this.magnitude(node));
      case 'power': {
        const parts = fractionParts(node);
        return parts.denominators.length > 0 ? this.fraction(one, parts) : this.power(node.base, node.exponent);
      }
      case 'call':
        return this.call(node, null);
      case 'moment': {
        const inner = this.write(node.argument).text;
        const mean = `\\left\\langle ${inner} \\right\\rangle`;
        const text = node.moment === 'mean' ? mean : `\\operatorname{Var}${bracketed(inner)}`;
        return { text, level: precedence.atom };
      }
      case 'comparison': {
        const sides = [node.left, node.right].map((side) => this.within(side, precedence.sum));
        return { text: sides.join(` ${comparisonSigns[node.operator]} `), level: precedence.comparison };
      }
      case 'logical':
        return this.logical(node.operator, node.operands);
      case 'conditional':
        return { text: this.cases(node), level: precedence.conditional };
    }
  }

  private within(node: Expression, least: number): string {
    return enclosed(this.write(node), least);
  }

  private sum(terms: readonly Expression[]): Printed {
    const parts = termsInOrder(terms).map((term, index) => {
      const text = enclosed(this.magnitude(term), precedence.product);
      if (index === 0) return isNegative(term) ? `-${text}` : text;
      return `${isNegative(term) ? ' - ' : ' + '}${text}`;
    });
    return { text: parts.join(''), level: precedence.sum };
  }

  /** A term without its sign. */
  private magnitude(term: Expression): Printed {
    if (term.kind === 'number') return numberMagnitude(term.value);
    if (term.kind !== 'product') return this.write(term);
    const parts = fractionParts(term);
    return this.fraction(absolute(parts.coefficient), parts);
  }

  private fraction(coefficient: Rational, { numerators, denominators }: FractionParts): Printed {
    const isWhole = isInteger(coefficient) || shorterDecimal(coefficient) !== null;
    const above = isWhole ? coefficient : rational(coefficient.numerator);
    const below = isWhole ? one : rational(coefficient.denominator);
    const numerator = this.juxtaposed(above, numerators);
    const bases = denominators.map(({ base, exponent }) => power(base, exponent));
    if (bases.length === 0 && isOne(below)) return { text: numerator, level: precedence.product };
    return { text: `\\frac{${numerator}}{${this.juxtaposed(below, bases)}}`, level: precedence.product };
  }

  /** One factor alone, above or below the line, needs no parentheses. */
  private juxtaposed(coefficient: Rational, factors: readonly Expression[]): string {
    if (factors.length === 1 && isOne(coefficient)) return this.write(factors[0]).text;
    const texts = factors.map((factor) => this.within(factor, precedence.power));
    if (!isOne(coefficient) || factors.length === 0) texts.unshift(numberMagnitude(coefficient).text);
    return texts.reduce((left, right) => `${left}${/^\d/.test(right) ? ' \\cdot ' : ' '}${right}`);
  }

  private power(base: Expression, exponent: Expression): Printed {
    if (exponent.kind === 'number' && exponent.value.numerator === 1n && exponent.value.denominator === 2n) {
      return { text: `\\sqrt{${this.write(base).text}}`, level: precedence.atom };
    }
    const upper = this.write(exponent).text;
    if (base.kind === 'call' && (smallInteger(exponent) ?? 0) > 1) {
      const form = functions[base.function].latex;
      if (form.kind === 'command' && form.takesPower) return { ...this.call(base, upper), level: precedence.power };
    }
    return { text: `${this.within(base, precedence.atom)}^{${upper}}`, level: precedence.power };
  }

  private call(node: Extract<Expression, { kind: 'call' }>, power: string | null): Printed {
    const inner = node.arguments.map((value) => this.write(value).text).join(', ');
    const form = functions[node.function].latex;
    if (form.kind === 'around') return { text: `${form.open}${inner}${form.close}`, level: precedence[form.level] };
    const upper = power === null ? '' : `^{${power}}`;
    return { text: `${form.command}${upper}${bracketed(inner)}`, level: precedence.atom };
  }

  private logical(operator: 'and' | 'or' | 'not', operands: readonly Expression[]): Printed {
    if (operator === 'not') {
      return { text: `\\lnot ${bracketed(this.write(operands[0]).text)}`, level: precedence.comparison };
    }
    const texts = operands.map((operand) => this.within(operand, precedence[operator] + 1));
    return { text: texts.join(operator === 'and' ? ' \\land ' : ' \\lor '), level: precedence[operator] };
  }

  /** A chain of conditionals is one list of cases. */
  private cases(node: Expression): string {
    const lines: string[] = [];
    let rest = node;
    for (; rest.kind === 'conditional'; rest = rest.otherwise) {
      lines.push(`${this.write(rest.then).text} & \\text{if } ${this.write(rest.condition).text}`);
    }
    lines.push(`${this.write(rest).text} & \\text{otherwise}`);
    return `\\begin{cases} ${lines.join(' \\\\ ')} \\end{cases}`;
  }
}

/** Of what stands for a slice of an array as well. */
function symbolLatex(name: string): string {
  return /[:@]|^\(|^sum\(/.test(name) ? arrayLatex(name) : latexName(name);
}

function enclosed(written: Printed, least: number): string {
  return written.level < least ? bracketed(written.text) : written.text;
}

function bracketed(text: string): string {
  return `\\left(${text}\\right)`;
}

function signed(isMinus: boolean, written: Printed): Printed {
  return isMinus ? { text: `-${enclosed(written, precedence.product)}`, level: precedence.sum } : written;
}

function numberMagnitude(value: Rational): Printed {
  const decimal = isInteger(value) ? decimalText(value) : shorterDecimal(value);
  if (decimal === null) {
    const numerator = decimalText(rational(value.numerator)) as string;
    return {
      text: `\\frac{${scientific(numerator)}}{${scientific(String(value.denominator))}}`,
      level: precedence.product,
    };
  }
  return { text: scientific(decimal), level: decimal.includes('e') ? precedence.product : precedence.atom };
}

/** 1.5e7 as 1.5 \cdot 10^{7}, 1e7 as 10^{7}. */
function scientific(decimal: string): string {
  const [mantissa, exponent] = decimal.split('e');
  if (exponent === undefined) return decimal;
  return `${mantissa === '1' ? '' : `${mantissa} \\cdot `}10^{${exponent}}`;
}

function isOne(value: Rational): boolean {
  return value.numerator === 1n && value.denominator === 1n;
}
