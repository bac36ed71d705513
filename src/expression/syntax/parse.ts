import { InputError } from '../../arithmetic/inputError.js';
import { fromDecimal, sign } from '../../arithmetic/rational.js';
import { functions } from '../functions/functions.js';
import { holds } from './condition.js';
import {
  type ComparisonOperator,
  call,
  comparison,
  conditional,
  type Expression,
  e as eulerNumber,
  isCondition,
  logical,
  moment,
  negate,
  number,
  numberZero,
  pi,
  power,
  product,
  sum,
  symbol,
} from './expression.js';
import { functionNames, isFunctionName } from './functionName.js';
import { isVariableName } from './names.js';
import { meantFunction } from './otherSpellings.js';
import { type Token, tokenize } from './tokenize.js';

/**
 * Reads a formula of the grammar of docs/expressions.md; nothing is ever executed.
 *
 * `where` names the place (file, line, key) in messages. Throws InputError with the column of what is wrong.
 */
export function parseExpression(text: string, where = 'expression'): Expression {
  return new Parser(tokenize(text, where), where).parse();
}

/**
 * The conditions under which a formula has a value as it is written, before anything in it cancels: what is divided by is
 * not 0, roots are of what is not negative, logarithms of what is positive. Within a branch they are asked for where the
 * branch is taken. Throws InputError like parseExpression.
 */
export function parseDomain(text: string, where = 'expression'): Expression[] {
  const parser = new Parser(tokenize(text, where), where);
  parser.parse();
  return parser.domain;
}

/** Deeper nesting of parentheses, powers, signs and conditionals is refused, so that no formula overflows the stack. */
const deepestNesting = 250;

/** Longer numerals are refused: reading them costs time, and no loss needs them. */
const mostDigits = 10_000;

const comparisonOperators: readonly string[] = ['<', '<=', '>', '>=', '==', '!='] satisfies ComparisonOperator[];

const startOfOperand = 'a number, a name, a function or `(`';

/** The place of the tokens that is being read; one method a level of precedence, loosest first. */
class Parser {
  private position = 0;
  private depth = 0;
  /** what has to hold for what was read to have a value */
  domain: Expression[] = [];

  constructor(
    private readonly tokens: readonly Token[],
    private readonly where: string,
  ) {}

  parse(): Expression {
    const result = this.parseConditional();
    if (this.next.kind !== 'end') this.failAfterOperand();
    return result;
  }

  /** or-expression, or `c ? a : b` */
  private parseConditional(): Expression {
    const start = this.next;
    const condition = this.parseOr();
    if (!this.accept('?')) return condition;
    this.requireCondition(condition, start);
    return this.nested(() => {
      const then = this.within(logical('not', condition), () => this.parseConditional());
      this.expect(':', 'the other branch of `condition ? value : value`');
      const branch = this.next;
      const otherwise = this.within(condition, () => this.parseConditional());
      if (isCondition(then) !== isCondition(otherwise)) {
        this.fail(`a number and a condition as branches of one \`?\` meet`, branch, 'two numbers or two conditions');
      }
      return conditional(condition, then, otherwise);
    });
  }

  /** What is asked for inside is asked for only where the other branch is not taken. */
  private within<T>(otherBranch: Expression, parseInner: () => T): T {
    const outside = this.domain;
    this.domain = [];
    const inner = parseInner();
    this.domain = [...outside, ...this.domain.map((one) => logical('or', otherBranch, one))];
    return inner;
  }

  /** Notes that a value has to stand in a relation to 0, unless it is a number that does. */
  private demand(value: Expression, operator: '!=' | '>' | '>='): void {
    if (value.kind === 'constant') return;
    if (value.kind === 'number' && holds(operator, sign(value.value))) return;
    this.domain.push(comparison(operator, value, numberZero));
  }

  private demandBase(base: Expression, exponent: Expression): void {
    if (exponent.kind !== 'number') {
      this.demand(base, '>=');
      return;
    }
    const isNegative = sign(exponent.value) < 0;
    if (exponent.value.denominator !== 1n) this.demand(base, isNegative ? '>' : '>=');
    else if (isNegative) this.demand(base, '!=');
  }

  private parseOr(): Expression {
    return this.parseLogical('or', '|', () => this.parseLogical('and', '&', () => this.parseNot()));
  }

  private parseLogical(word: 'and' | 'or', sign: '&' | '|', parseOperand: () => Expression): Expression {
    const start = this.next;
    const first = parseOperand();
    const operands = [first];
    while (this.at(word) || this.at(sign)) {
      if (operands.length === 1) this.requireCondition(first, start);
      this.position++;
      const operandStart = this.next;
      operands.push(this.requireCondition(parseOperand(), operandStart));
    }
    return operands.length === 1 ? first : logical(word, ...operands);
  }

  private parseNot(): Expression {
    if (!this.accept('not')) return this.parseComparison();
    const start = this.next;
    return this.nested(() => logical('not', this.requireCondition(this.parseNot(), start)));
  }

  private parseComparison(): Expression {
    const start = this.next;
    const left = this.parseSum();
    const operator = this.next;
    if (!isComparison(operator)) return left;
    this.position++;
    const rightStart = this.next;
    const right = this.requireNumber(this.parseSum(), rightStart);
    if (isComparison(this.next)) this.fail('a chained comparison', this.next, '`a < b and b < c` for `a < b < c`');
    return comparison(operator.text as ComparisonOperator, this.requireNumber(left, start), right);
  }

  private parseSum(): Expression {
    const start = this.next;
    const first = this.parseProduct();
    const terms = [first];
    while (this.at('+') || this.at('-')) {
      if (terms.length === 1) this.requireNumber(first, start);
      const isMinus = this.advance().text === '-';
      const termStart = this.next;
      const term = this.requireNumber(this.parseProduct(), termStart);
      terms.push(isMinus ? negate(term) : term);
    }
    return terms.length === 1 ? first : sum(...terms);
  }

  /** A sign in front of a product belongs to the whole product: −a·b is −(a·b). */
  private parseProduct(): Expression {
    if (this.at('-') || this.at('+')) return this.parseSign(() => this.parseProduct());
    const start = this.next;
    const first = this.parsePower();
    const factors = [first];
    while (this.at('*') || this.at('/')) {
      if (factors.length === 1) this.requireNumber(first, start);
      const isDivision = this.advance().text === '/';
      const factorStart = this.next;
      const factor = this.requireNumber(this.parseSignedPower(), factorStart);
      if (isDivision) this.demand(factor, '!=');
      factors.push(isDivision ? power(factor, -1) : factor);
    }
    return factors.length === 1 ? first : product(...factors);
  }

  private parseSignedPower(): Expression {
    return this.at('-') || this.at('+') ? this.parseSign(() => this.parseSignedPower()) : this.parsePower();
  }

  private parseSign(parseOperand: () => Expression): Expression {
    const isMinus = this.advance().text === '-';
    const start = this.next;
    return this.nested(() => {
      const operand = this.requireNumber(parseOperand(), start);
      return isMinus ? negate(operand) : operand;
    });
  }

  /** Right associative: a^b^c is a^(b^c), and a^-b needs no parentheses. */
  private parsePower(): Expression {
    const start = this.next;
    const base = this.parseOperand();
    if (!this.accept('^')) return base;
    this.requireNumber(base, start);
    const exponentStart = this.next;
    return this.nested(() => {
      const exponent = this.requireNumber(this.parseSignedPower(), exponentStart);
      this.demandBase(base, exponent);
      return power(base, exponent);
    });
  }

  private parseOperand(): Expression {
    const token = this.advance();
    if (token.kind === 'number') return number(this.readNumeral(token));
    if (token.kind === 'name') return this.parseName(token);
    if (token.text === '|') return this.fail('unexpected `|`', token, '`abs(x)` for |x|');
    if (token.text !== '(') return this.fail(unexpected(token), token, startOfOperand);
    const inner = this.nested(() => this.parseConditional());
    this.expect(')', `the \`(\` at column ${token.column} to be closed`);
    return inner;
  }

  private parseName(token: Token): Expression {
    const { text } = token;
    if (text === 'pi') return pi;
    if (text === 'e') return eulerNumber;
    if (isVariableName(text)) return symbol(text);
    if (text === 'mean' || text === 'var') {
      const values = this.parseArguments(token);
      if (values.length !== 1) this.fail(`${text} of ${values.length} values`, token, 'one value');
      return moment(text, values[0]);
    }
    if (!isFunctionName(text)) return this.fail(unexpected(token), token, startOfOperand);
    const values = this.parseArguments(token);
    const { arity, defaults } = functions[text];
    const [least, most] = arity === 'any' ? [1, Number.POSITIVE_INFINITY] : [arity - defaults.length, arity];
    if (values.length < least || values.length > most) {
      const expected = arity === 'any' ? 'at least one' : most === 1 ? 'one' : `${least} or ${most}`;
      this.fail(`${text} with ${values.length} arguments`, token, expected);
    }
    for (const { of, relation } of functions[text].domain(values)) this.demand(of, relation);
    return call(text, ...values, ...defaults.slice(values.length - least));
  }

  private parseArguments(name: Token): Expression[] {
    if (!this.at('(')) this.fail(`the function \`${name.text}\` without parentheses`, name, `\`${name.text}(…)\``);
    return this.nested(() => {
      this.position++;
      const values: Expression[] = [];
      if (this.accept(')')) return values;
      do {
        const start = this.next;
        values.push(this.requireNumber(this.parseConditional(), start));
      } while (this.accept(','));
      this.expect(')', `\`,\` or the end of ${name.text}(…)`);
      return values;
    });
  }

  private readNumeral(token: Token): Parameters<typeof number>[0] {
    const digits = token.text.replace(/[eE].*$/, '').length;
    if (digits > mostDigits) this.fail(`a number of ${digits} digits`, token, `at most ${mostDigits}`);
    const value = fromDecimal(token.text);
    if (value === null) return this.fail(`the number ${token.text} is out of range`, token, 'at most 1e5000');
    return value;
  }

  private requireNumber(value: Expression, start: Token): Expression {
    if (!isCondition(value)) return value;
    return this.fail('a condition', start, 'a number; `condition ? 1 : 0` makes one');
  }

  private requireCondition(value: Expression, start: Token): Expression {
    if (isCondition(value)) return value;
    return this.fail('a number', start, 'a condition such as `x > 0`');
  }

  private nested<T>(parseInner: () => T): T {
    if (++this.depth > deepestNesting) this.fail('nested too deeply', this.next, `at most ${deepestNesting} levels`);
    const inner = parseInner();
    this.depth--;
    return inner;
  }

  private get next(): Token {
    return this.tokens[this.position];
  }

  /** Steps over a token, but never over the end. */
  private advance(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.position++;
    return token;
  }

  private at(text: string): boolean {
    return this.next.kind !== 'end' && this.next.text === text;
  }

  private accept(text: string): boolean {
    if (!this.at(text)) return false;
    this.position++;
    return true;
  }

  private expect(text: string, purpose: string): void {
    if (!this.accept(text)) this.failAfterOperand(`\`${text}\`, ${purpose}`);
  }

  /** What stands after a complete operand: most often a product without its sign. */
  private failAfterOperand(expected = 'an operator or the end'): never {
    const token = this.next;
    const startsOperand = token.kind === 'number' || token.kind === 'name' || token.text === '(';
    if (!startsOperand) return this.fail(unexpected(token), token, expected);
    const before = this.tokens[this.position - 1];
    const isUnknownFunction = before.kind === 'name' && token.text === '(';
    return this.fail(
      `\`${token.text}\` directly after \`${before.text}\``,
      token,
      isUnknownFunction
        ? `one of the functions ${functionNames.join(', ')}, or a product written \`a*b\`${meantFunction(before.text)}`
        : 'an operator between them: a product is written `a*b`',
    );
  }

  private fail(what: string, token: Token, expected: string): never {
    throw new InputError(this.where, `${what} at column ${token.column}`, expected);
  }
}

function isComparison(token: Token): boolean {
  return token.kind === 'operator' && comparisonOperators.includes(token.text);
}

function unexpected(token: Token): string {
  return token.kind === 'end' ? 'the formula ends' : `unexpected \`${token.text}\``;
}
