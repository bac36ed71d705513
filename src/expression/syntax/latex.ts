import { isInteger, one, type Rational, rational } from '../../arithmetic/rational.js';
import { functions } from '../functions/functions.js';
import { arrayLatex } from './arrayLatex.js';
import { decimalText, shorterDecimal } from './decimal.js';
import { type Expression, type NodeOf, power, smallInteger } from './expression.js';
import { FormulaWriter } from './formulaWriter.js';
import type { FractionParts } from './fractionParts.js';
import { latexName } from './latexName.js';
import { type Printed, precedence } from './precedence.js';

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

class LatexWriter extends FormulaWriter {
  protected readonly signs = {
    ...{ '<': '<', '<=': '\\le', '>': '>', '>=': '\\ge', '==': '=', '!=': '\\ne' },
    ...{ and: '\\land', or: '\\lor', not: '\\lnot' },
  };

  constructor(private readonly names: ReadonlyMap<string, string>) {
    super();
  }

  protected bracketed(text: string): string {
    return `\\left(${text}\\right)`;
  }

  protected name(node: NodeOf<'constant' | 'symbol'>): string {
    if (node.kind === 'constant') return node.name === 'pi' ? '\\pi' : 'e';
    return this.names.get(node.name) ?? symbolLatex(node.name);
  }

  protected number(value: Rational): Printed {
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

  protected moment({ moment, argument }: NodeOf<'moment'>): Printed {
    const inner = this.text(argument);
    const mean = `\\left\\langle ${inner} \\right\\rangle`;
    const text = moment === 'mean' ? mean : `\\operatorname{Var}${this.bracketed(inner)}`;
    return { text, level: precedence.atom };
  }

  protected fraction(coefficient: Rational, { numerators, denominators }: FractionParts): Printed {
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
    if (factors.length === 1 && isOne(coefficient)) return this.text(factors[0]);
    const texts = factors.map((factor) => this.within(factor, precedence.power));
    if (!isOne(coefficient) || factors.length === 0) texts.unshift(this.number(coefficient).text);
    return texts.reduce((left, right) => `${left}${/^\d/.test(right) ? ' \\cdot ' : ' '}${right}`);
  }

  protected power(base: Expression, exponent: Expression): Printed {
    if (exponent.kind === 'number' && exponent.value.numerator === 1n && exponent.value.denominator === 2n) {
      return { text: `\\sqrt{${this.text(base)}}`, level: precedence.atom };
    }
    const upper = this.text(exponent);
    if (base.kind === 'call' && (smallInteger(exponent) ?? 0) > 1) {
      const form = functions[base.function].latex;
      if (form.kind === 'command' && form.takesPower)
        return { ...this.call(base, `^{${upper}}`), level: precedence.power };
    }
    return { text: `${this.within(base, precedence.atom)}^{${upper}}`, level: precedence.power };
  }

  protected call(node: NodeOf<'call'>, power = ''): Printed {
    const inner = node.arguments.map((value) => this.text(value)).join(', ');
    const form = functions[node.function].latex;
    if (form.kind === 'around') return { text: `${form.open}${inner}${form.close}`, level: precedence[form.level] };
    return { text: `${form.command}${power}${this.bracketed(inner)}`, level: precedence.atom };
  }

  /** A chain of conditionals is one list of cases. */
  protected conditional(node: NodeOf<'conditional'>): Printed {
    const lines: string[] = [];
    let rest: Expression = node;
    for (; rest.kind === 'conditional'; rest = rest.otherwise) {
      lines.push(`${this.text(rest.then)} & \\text{if } ${this.text(rest.condition)}`);
    }
    lines.push(`${this.text(rest)} & \\text{otherwise}`);
    return { text: `\\begin{cases} ${lines.join(' \\\\ ')} \\end{cases}`, level: precedence.conditional };
  }
}

/** Of what stands for a slice of an array as well. */
function symbolLatex(name: string): string {
  return /[:@]|^\(|^sum\(/.test(name) ? arrayLatex(name) : latexName(name);
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
