import { InputError } from '../../arithmetic/inputError.js';
import { arrayFunctionNames } from './arrayFunctions.js';
import { functionNames } from './functionName.js';
import { meantFunction, spellingBetween } from './otherSpellings.js';
import type { Token } from './tokenize.js';

/** The place among the tokens of a formula that is being read, and messages about what stands there. */
export class TokenReader {
  protected position = 0;

  constructor(
    protected readonly tokens: Token[],
    protected readonly where: string,
    /** functions that are known beside those of the grammar */
    protected readonly laws: readonly string[],
  ) {}

  protected get next(): Token {
    return this.tokens[this.position];
  }

  /** Steps over a token, but never over the end. */
  protected advance(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.position++;
    return token;
  }

  protected at(text: string): boolean {
    return this.next.kind !== 'end' && this.next.text === text;
  }

  protected accept(text: string): boolean {
    if (!this.at(text)) return false;
    this.position++;
    return true;
  }

  protected expect(text: string, purpose: string): void {
    if (!this.accept(text)) this.failAfterOperand(`\`${text}\`, ${purpose}`);
  }

  /** What stands after a complete operand: most often a product without its sign. */
  protected failAfterOperand(expected = 'an operator or the end'): never {
    const token = this.next;
    if (token.text === '=') return this.fail('unexpected `=`', token, '`==` for equality');
    const startsOperand = token.kind === 'number' || token.kind === 'name' || token.text === '(';
    if (!startsOperand) return this.fail(unexpected(token), token, expected);
    const before = this.tokens[this.position - 1];
    const spelling = spellingBetween(before.text, token.text);
    if (before.kind !== 'name' || token.text !== '(' || spelling !== null) {
      const what = `\`${token.text}\` directly after \`${before.text}\``;
      return this.fail(what, token, spelling ?? 'an operator between them: a product is written `a*b`');
    }
    const known = [...this.laws, ...functionNames, ...arrayFunctionNames];
    const meant = meantFunction(before.text, known);
    const list = `one of the functions ${known.join(', ')}, or a product written \`a*b\``;
    const isCall = token.column === before.end;
    return meant === '' || !isCall
      ? this.fail(`\`(\` directly after \`${before.text}\``, token, list)
      : this.fail(`there is no function ${before.text}`, before, `${list}${meant}`);
  }

  protected fail(what: string, token: Token, expected: string): never {
    throw new InputError(this.where, `${what} at column ${token.column}`, expected);
  }
}

/** A token in words. */
export function unexpected(token: Token): string {
  return token.kind === 'end' ? 'the formula ends' : `unexpected \`${token.text}\``;
}
