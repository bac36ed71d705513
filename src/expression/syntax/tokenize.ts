import { InputError } from '../../arithmetic/inputError.js';
import { meantWithout } from './otherSpellings.js';

/** A piece of a text that the grammar does not cut further. */
export interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'end';
  readonly text: string;
  /** counted from 1 */
  readonly column: number;
}

/** Longer texts are refused before they are read. */
const longestText = 100_000;

/** Space, then a numeral, a name or an operator; spellings of other languages count as operators here, for the hints. */
const pattern =
  /(\s*)(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<operator>\*\*|&&|\|\||[<>=!]=|.)|$)/suy;

const operators: ReadonlySet<string> = new Set([...'+-*/^()<>,?:&|', '<=', '>=', '==', '!=']);

const hints: ReadonlyMap<string, string> = new Map([
  ['**', '`^` for a power'],
  ['&&', '`and`'],
  ['||', '`or`'],
  ['=', '`==` for equality'],
  ['!', '`not`, or `!=`'],
  ['−', 'the minus sign `-`'],
  ['·', '`*` for a product'],
  ['×', '`*` for a product'],
]);

/** Cuts the text of a formula into tokens, the last of kind `end`. Throws InputError where no token stands. */
export function tokenize(text: string, where: string): Token[] {
  if (text.length > longestText) {
    throw new InputError(where, `a formula of ${text.length} characters`, `at most ${longestText}`);
  }
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (;;) {
    const position = pattern.lastIndex;
    const match = pattern.exec(text) as RegExpExecArray;
    const column = position + match[1].length + 1;
    const { number, name, operator } = match.groups as Record<'number' | 'name' | 'operator', string | undefined>;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, column });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, column });
    else if (operator === undefined) {
      tokens.push({ kind: 'end', text: '', column });
      return tokens;
    } else {
      if (!operators.has(operator)) {
        const expected =
          hints.get(operator) ??
          libraryHint(text, tokens, operator) ??
          'numbers, names and + - * / ^ ( ) , < > ? : & |';
        throw new InputError(where, `unexpected \`${operator}\` at column ${column}`, expected);
      }
      tokens.push({ kind: 'operator', text: operator, column });
    }
  }
}

/** What `np.tanh` is called here; null where the dot does not stand between two names. */
function libraryHint(text: string, tokens: readonly Token[], operator: string): string | null {
  const before = tokens.at(-1);
  if (operator !== '.' || before?.kind !== 'name') return null;
  const path = /^[A-Za-z_][A-Za-z0-9_.]*/.exec(text.slice(before.column - 1))?.[0].split('.') ?? [];
  const name = path.pop() ?? '';
  return name === '' ? null : meantWithout(path.join('.'), name);
}
