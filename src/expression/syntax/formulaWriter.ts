import { absolute, one, type Rational } from '../../arithmetic/rational.js';
import { type ComparisonOperator, type Expression, isNegative, type NodeOf } from './expression.js';
import { type FractionParts, fractionParts } from './fractionParts.js';
import { type Printed, precedence, termsInOrder } from './precedence.js';

/** Writes formulas by precedence; a notation says how the parts are written. */
export abstract class FormulaWriter {
  protected abstract bracketed(text: string): string;
  protected abstract name(node: NodeOf<'constant' | 'symbol'>): string;
  /** a number without its sign */
  protected abstract number(value: Rational): Printed;
  /** numerators and denominators with a factor that is not negative, in place of the parts' coefficient */
  protected abstract fraction(factor: Rational, parts: FractionParts): Printed;
  protected abstract power(base: Expression, exponent: Expression): Printed;
  protected abstract call(node: NodeOf<'call'>): Printed;
  protected abstract moment(node: NodeOf<'moment'>): Printed;
  protected abstract conditional(node: NodeOf<'conditional'>): Printed;
  protected abstract readonly signs: { readonly [sign in ComparisonOperator | 'and' | 'or' | 'not']: string };

  /** A formula and how tightly it holds together. */
  write(node: Expression): Printed {
    switch (node.kind) {
      case 'number':
      case 'product':
        return this.signed(node);
      case 'constant':
      case 'symbol':
        return { text: this.name(node), level: precedence.atom };
      case 'sum':
        return this.sum(node.terms);
      case 'power': {
        const parts = fractionParts(node);
        return parts.denominators.length > 0 ? this.fraction(one, parts) : this.power(node.base, node.exponent);
      }
      case 'call':
        return this.call(node);
      case 'moment':
        return this.moment(node);
      case 'comparison':
        return this.infix(node.operator, [node.left, node.right], precedence.comparison);
      case 'logical':
        return node.operator === 'not'
          ? { text: `${this.signs.not} ${this.bracketed(this.text(node.operands[0]))}`, level: precedence.comparison }
          : this.infix(node.operator, node.operands, precedence[node.operator]);
      case 'conditional':
        return this.conditional(node);
    }
  }

  protected text(node: Expression): string {
    return this.write(node).text;
  }

  /** The text of a part, in parentheses when it holds together less tightly than its place asks. */
  protected within(node: Expression, least: number): string {
    return this.enclosed(this.write(node), least);
  }

  private enclosed({ text, level }: Printed, least: number): string {
    return level < least ? this.bracketed(text) : text;
  }

  private infix(sign: keyof typeof this.signs, operands: readonly Expression[], level: number): Printed {
    return { text: operands.map((one) => this.within(one, level + 1)).join(` ${this.signs[sign]} `), level };
  }

  private signed(node: Expression): Printed {
    const size = this.magnitude(node);
    return isNegative(node) ? { text: `-${this.enclosed(size, precedence.product)}`, level: precedence.sum } : size;
  }

  private sum(terms: readonly Expression[]): Printed {
    const parts = termsInOrder(terms).map((term, index) => {
      const size = this.enclosed(this.magnitude(term), precedence.product);
      if (index === 0) return isNegative(term) ? `-${size}` : size;
      return `${isNegative(term) ? ' - ' : ' + '}${size}`;
    });
    return { text: parts.join(''), level: precedence.sum };
  }

  /** A term without its sign. */
  private magnitude(term: Expression): Printed {
    if (term.kind === 'number') return this.number(term.value);
    if (term.kind !== 'product') return this.write(term);
    const parts = fractionParts(term);
    return this.fraction(absolute(parts.coefficient), parts);
  }
}
