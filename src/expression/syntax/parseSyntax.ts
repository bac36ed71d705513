import { fromDecimal, type Rational } from '../../arithmetic/rational.js';
import { arrayFunctionNames } from './arrayFunctions.js';
import type { ComparisonOperator } from './expression.js';
import { isFunctionName } from './functionName.js';
import { isVariableName } from './names.js';
import { functionMeant } from './otherSpellings.js';
import type { IndexRange, Subscript, Syntax } from './syntax.js';
import { type Token, tokenize } from './tokenize.js';
import { TokenReader, unexpected } from './tokenReader.js';

/**
 * Reads a formula of the grammar of docs/expressions.md as it is written; nothing is ever executed.
 *
 * `where` names the place (file, line, key) in messages, `laws` are functions known beside those of the grammar. Throws
 * InputError with the column of what is wrong.
 */
export function parseSyntax(text: string, where: string, laws: readonly string[] = []): Syntax {
  return new Parser(tokenize(text, where), where, laws).parse();
}

/** Deeper nesting of parentheses, powers, signs and conditionals is refused, so that no formula overflows the stack. */
const deepestNesting = 250;

/** Longer numerals are refused: reading them costs time, and no loss needs them. */
const mostDigits = 10_000;

const comparisonOperators: readonly string[] = ['<', '<=', '>', '>=', '==', '!='] satisfies ComparisonOperator[];

const startOfOperand = 'a number, a name, a function or `(`';

/** The place of the tokens that is being read; one method a level of precedence, loosest first. */
class Parser extends TokenReader {
  private depth = 0;
  /** whether a `|` ends what is being read: between |…|, outside of brackets */
  private inMagnitude = false;

  parse(): Syntax {
    const result = this.parseConditional();
    if (this.next.kind !== 'end') this.failAfterOperand();
    return result;
  }

  /** or-expression, or `c ? a : b` */
  private parseConditional(): Syntax {
    const condition = this.parseLogical('or', ['|', '||'], () =>
      this.parseLogical('and', ['&'], () => this.parseNot()),
    );
    if (!this.accept('?')) return condition;
    return this.nested(() => {
      const then = this.parseConditional();
      this.expect(':', 'the other branch of `condition ? value : value`');
      return { kind: 'conditional', column: condition.column, condition, then, otherwise: this.parseConditional() };
    });
  }

  private parseLogical(kind: 'and' | 'or', signs: readonly string[], parseOperand: () => Syntax): Syntax {
    const operands = [parseOperand()];
    while (this.at(kind) || signs.some((sign) => this.at(sign) && !(this.inMagnitude && kind === 'or'))) {
      this.position++;
      operands.push(parseOperand());
    }
    return operands.length === 1 ? operands[0] : { kind, column: operands[0].column, operands };
  }

  private parseNot(): Syntax {
    const { column } = this.next;
    if (!this.accept('not')) return this.parseComparison();
    return this.nested(() => ({ kind: 'not', column, of: this.parseNot() }));
  }

  private parseComparison(): Syntax {
    const left = this.parseSum();
    const { text } = this.next;
    if (!this.isComparison()) return left;
    this.position++;
    const right = this.parseSum();
    if (this.isComparison()) this.fail('a chained comparison', this.next, '`a < b and b < c` for `a < b < c`');
    return { kind: 'comparison', column: left.column, operator: text as ComparisonOperator, left, right };
  }

  private parseSum(): Syntax {
    const first = this.parseProduct();
    const parts: ['+' | '-', Syntax][] = [['+', first]];
    while (this.at('+') || this.at('-')) parts.push([this.advance().text as '+' | '-', this.parseProduct()]);
    return parts.length === 1 ? first : { kind: 'sum', column: first.column, parts };
  }

  /** A sign in front of a product belongs to the whole product: −a·b is −(a·b). */
  private parseProduct(): Syntax {
    if (this.at('-') || this.at('+')) return this.parseSign(() => this.parseProduct());
    const first = this.parsePower();
    const parts: ['*' | '/' | '@', Syntax][] = [['*', first]];
    while (this.at('*') || this.at('/') || this.at('@')) {
      parts.push([this.advance().text as '*' | '/' | '@', this.parseSignedPower()]);
    }
    return parts.length === 1 ? first : { kind: 'product', column: first.column, parts };
  }

  private parseSignedPower(): Syntax {
    return this.at('-') || this.at('+') ? this.parseSign(() => this.parseSignedPower()) : this.parsePower();
  }

  private parseSign(parseOperand: () => Syntax): Syntax {
    const sign = this.advance();
    return this.nested(() => {
      const of = parseOperand();
      return sign.text === '-' ? { kind: 'negation', column: sign.column, of } : of;
    });
  }

  /** Right associative: a^b^c is a^(b^c), and a^-b needs no parentheses. */
  private parsePower(): Syntax {
    const base = this.parsePostfix();
    if (!this.accept('^')) return base;
    return this.nested(() => ({ kind: 'power', column: base.column, base, exponent: this.parseSignedPower() }));
  }

  private parsePostfix(): Syntax {
    let operand = this.parseOperand();
    for (;;) {
      const { column } = operand;
      if (this.accept('.T')) operand = { kind: 'transposed', column, of: operand };
      else if (this.accept('[')) {
        const of = operand;
        const subscripts = this.enclosed(']', 'the indices', () => this.parseSubscript());
        operand = { kind: 'element', column, of, subscripts };
      } else return operand;
    }
  }

  private parseSubscript(): Subscript {
    const isOpen = () => this.at(',') || this.at(']');
    const from = this.at(':') ? null : this.parseSum();
    if (from !== null && !this.at(':') && !this.at('..')) return { kind: 'index', at: from };
    this.position++;
    return { kind: 'range', from, to: isOpen() ? null : this.parseSum() };
  }

  private parseOperand(): Syntax {
    this.splitBars();
    const token = this.advance();
    const { column } = token;
    if (token.kind === 'number') return { kind: 'number', column, value: this.readNumeral(token) };
    if (token.kind === 'name') return this.parseName(token);
    if (token.text === '[') {
      return { kind: 'list', column, operands: this.enclosed(']', 'the list', () => this.parseConditional()) };
    }
    if (token.text === '|') return this.parseMagnitude(token);
    if (token.text !== '(') return this.fail(unexpected(token), token, startOfOperand);
    const inner = this.outsideMagnitude(() => this.parseConditional());
    this.expect(')', `the \`(\` at column ${column} to be closed`);
    return { ...inner, column };
  }

  private parseMagnitude({ column }: Token): Syntax {
    const outer = this.inMagnitude;
    this.inMagnitude = true;
    const of = this.nested(() => this.parseConditional());
    this.inMagnitude = outer;
    this.splitBars();
    this.expect('|', `the \`|\` at column ${column} to be closed`);
    return { kind: 'magnitude', column, of };
  }

  /** Where a `|` opens or closes, two of them are no `or`. */
  private splitBars(): void {
    if (!this.at('||')) return;
    const { column } = this.next;
    const bar = { kind: 'operator', text: '|' } as const;
    this.tokens.splice(this.position, 1, { ...bar, column }, { ...bar, column: column + 1 });
  }

  private parseName(token: Token): Syntax {
    const { column } = token;
    const name = this.at('(') ? functionMeant(token.text) : token.text;
    const isConstant = name === 'pi' || name === 'e';
    const isCallable = this.at('(') && [...arrayFunctionNames, ...this.laws].includes(name);
    if (isConstant || (isVariableName(name) && !isCallable)) return { kind: 'name', column, name };
    if (!isCallable && !isFunctionName(name) && name !== 'mean' && name !== 'var') {
      return this.fail(unexpected(token), token, startOfOperand);
    }
    if (!this.accept('(')) {
      const written = this.at('^') ? `\`${name}(…)^2\` for a power of its value` : `\`${name}(…)\``;
      this.fail(`the function \`${name}\` without parentheses`, token, written);
    }
    return this.outsideMagnitude(() => this.parseCall(name, token));
  }

  private parseCall(name: string, { column }: Token): Syntax {
    const indices: IndexRange[] = [];
    while (arrayFunctionNames.includes(name) && this.tokens[this.position + 1]?.text === 'in') {
      indices.push(this.parseIndexRange());
      this.expect(',', 'and what is to be taken over the index');
    }
    if (indices.length > 0) {
      const body = this.parseConditional();
      this.expect(')', `the end of ${name}(…)`);
      return { kind: 'over', column, name, indices, body };
    }
    let axis: Syntax | null = null;
    const values = this.enclosed(')', `${name}(…)`, () => {
      if (!this.at('axis') || this.tokens[this.position + 1].text !== '=') return this.parseConditional();
      this.position += 2;
      axis = this.parseSum();
      return null;
    });
    return { kind: 'call', column, name, arguments: values.filter((value) => value !== null), axis };
  }

  private parseIndexRange(): IndexRange {
    const index = this.advance();
    if (!isVariableName(index.text)) this.fail(unexpected(index), index, 'the name of an index');
    this.position++;
    const from = this.parseSum();
    if (!this.accept('..')) this.expect(':', `the range of ${index.text}, as in ${index.text} in 1..8`);
    return { index: index.text, from, to: this.parseSum() };
  }

  /** What stands between commas, up to the bracket that closes, which is stepped over. */
  private enclosed<T>(close: ')' | ']', what: string, parseItem: () => T): T[] {
    return this.outsideMagnitude(() => {
      const items: T[] = [];
      if (this.accept(close)) return items;
      do items.push(parseItem());
      while (this.accept(','));
      this.expect(close, `\`,\` or the end of ${what}`);
      return items;
    });
  }

  private readNumeral(token: Token): Rational {
    const digits = token.text.replace(/[eE].*$/, '').length;
    if (digits > mostDigits) this.fail(`a number of ${digits} digits`, token, `at most ${mostDigits}`);
    return fromDecimal(token.text) ?? this.fail(`the number ${token.text} is out of range`, token, 'at most 1e5000');
  }

  private outsideMagnitude<T>(parseInner: () => T): T {
    const outer = this.inMagnitude;
    this.inMagnitude = false;
    const inner = this.nested(parseInner);
    this.inMagnitude = outer;
    return inner;
  }

  private nested<T>(parseInner: () => T): T {
    if (++this.depth > deepestNesting) this.fail('nested too deeply', this.next, `at most ${deepestNesting} levels`);
    const inner = parseInner();
    this.depth--;
    return inner;
  }

  private isComparison(): boolean {
    return this.next.kind === 'operator' && comparisonOperators.includes(this.next.text);
  }
}
