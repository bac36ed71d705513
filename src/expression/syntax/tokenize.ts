import { InputError } from '../../arithmetic/inputError.js';
import { canonicalName, otherNameCharacters } from './names.js';
import { meantWithout } from './otherSpellings.js';

/** A piece of a text that the grammar does not cut further. */
export interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'end';
  readonly text: string;
  /** counted from 1 */
  readonly column: number;
  /** of a name as it was written: the column behind it */
  readonly end?: number;
}

/** Longer texts are refused before they are read. */
const longestText = 100_000;

/** Modules whose functions are called as ours: `np.tanh` is tanh. */
const library = '(?:(?:np|numpy|math|Math|torch|nn|functional|jax|jnp|tf|scipy|special)\\.(?=[A-Za-z]))*';

const letter = `A-Za-z_${otherNameCharacters.replace(/[\u2080-\u2089]/gu, '')}`;

/** Space, then a numeral, a name or an operator; spellings of other languages count as operators here. */
const pattern = new RegExp(
  [
    '(\\s*)(?:(?<number>(?:\\d+(?:\\.(?!\\.)\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)',
    `${library}\\\\?(?<name>[${letter}][${letter}0-9₀-₉]*(?:(?<=_)\\{[A-Za-z0-9]+\\})?)`,
    '(?<operator>\\^(?:\\\\top(?![A-Za-z])|\\{\\\\top\\}|⊤)|\\\\[|{}]|\\*\\*|&&|\\|\\||[<>=!]=|\\.\\.|\\.T(?![A-Za-z0-9_])|.)',
    '$)',
  ].join('|'),
  'suy',
);

const operators: ReadonlySet<string> = new Set([
  ...'+-*/^()<>,?:&|@[]=',
  ...['||', '..', '.T', '<=', '>=', '==', '!='],
]);

/** What NumPy, LaTeX and handwriting write, and the tokens that mean it here. */
const habits: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['**', ['^']],
  ['&&', ['and']],
  ['−', ['-']],
  ...['·', '⋅', '∙', '×', '∗', '⊙', '∘', 'cdot', 'times', 'odot', 'circ'].map((sign) => [sign, ['*']] as const),
  ...['^⊤', '^\\top', '^{\\top}', 'ᵀ', '⊤'].map((sign) => [sign, ['.T']] as const),
  ...['left', 'right'].map((command) => [command, []] as const),
  ['½', ['(', '1', '/', '2', ')']],
  ['÷', ['/']],
  ...['≤', 'leq', 'le'].map((sign) => [sign, ['<=']] as const),
  ...['≥', 'geq', 'ge'].map((sign) => [sign, ['>=']] as const),
  ...['≠', 'neq', 'ne'].map((sign) => [sign, ['!=']] as const),
  ['²', ['^', '2']],
  ['³', ['^', '3']],
]);

const hints: ReadonlyMap<string, string> = new Map([
  ['!', '`not`, or `!=`'],
  ['√', '`sqrt(x)`'],
  ['∑', '`sum(j in 1..n, …)`'],
  ['𝟙', '`c ? 1 : 0`'],
  ...['⟨', '⟩'].map((sign) => [sign, '`dot(a, b)`'] as const),
  ...['∂', '∇'].map((sign) => [sign, 'the formula itself: derivatives are taken of it'] as const),
  ["'", '`transpose(A)`'],
]);

/** Cuts the text of a formula into tokens, the last of kind `end`. Throws InputError where no token stands. */
export function tokenize(text: string, where: string): Token[] {
  if (text.length > longestText) {
    throw new InputError(where, `a formula of ${text.length} characters`, `at most ${longestText}`);
  }
  const tokens: Token[] = [];
  const groups = new Groups(tokens, where);
  pattern.lastIndex = 0;
  for (;;) {
    const position = pattern.lastIndex;
    const match = pattern.exec(text) as RegExpExecArray;
    const column = position + match[1].length + 1;
    const { number, name, operator } = match.groups as Record<'number' | 'name' | 'operator', string | undefined>;
    const isCommand = name !== undefined && match[0].includes('\\');
    const habit = habits.get(operator ?? (isCommand ? name : ''));
    if (groups.take(operator ?? (isCommand ? `\\${name}` : ''), column)) continue;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, column });
    else if (habit !== undefined) tokens.push(...habit.map((one) => tokenOf(one, column)));
    else if (name !== undefined) {
      tokens.push({ kind: 'name', text: canonicalName(name.replace(/[{}]/g, '')), column, end: pattern.lastIndex + 1 });
    } else if (operator === undefined) {
      tokens.push({ kind: 'end', text: '', column });
      return tokens;
    } else {
      if (!operators.has(operator)) {
        const expected =
          hints.get(operator) ??
          libraryHint(text, tokens, operator) ??
          'numbers, names and + - * / ^ @ ( ) [ ] , < > ? : & |';
        throw new InputError(where, `unexpected \`${operator}\` at column ${column}`, expected);
      }
      tokens.push({ kind: 'operator', text: operator, column });
    }
  }
}

function tokenOf(text: string, column: number): Token {
  return { kind: /^\d/.test(text) ? 'number' : /^[a-z]/.test(text) ? 'name' : 'operator', text, column };
}

/** Brackets of other languages: braces of LaTeX and its fractions, bars of norms, which open and close in turn. */
class Groups {
  private readonly open: ('group' | 'numerator' | 'denominator')[] = [];
  private next: 'group' | 'numerator' | 'denominator' = 'group';
  private isInNorm = false;

  constructor(
    private readonly tokens: Token[],
    private readonly where: string,
  ) {}

  /** Whether the text is such a bracket, written as tokens of the grammar. Throws InputError for a fraction without braces. */
  take(text: string, column: number): boolean {
    const push = (...texts: string[]): boolean => this.tokens.push(...texts.map((one) => tokenOf(one, column))) > 0;
    if (this.next !== 'group' && text !== '{') {
      throw new InputError(this.where, `\`\\frac\` without braces at column ${column}`, '`a/b`');
    }
    if (text === '{') {
      const before = this.tokens.at(-1);
      if (before?.kind === 'number') {
        throw new InputError(this.where, `unexpected \`{\` at column ${column}`, '`c ? 1 : 0`, or `a*(b)`');
      }
      this.open.push(this.next);
      this.next = 'group';
      return push('(');
    }
    if (text === '}' && this.open.length > 0) {
      const closed = this.open.pop();
      if (closed === 'numerator') this.next = 'denominator';
      return closed === 'numerator' ? push(')', '/') : closed === 'denominator' ? push(')', ')') : push(')');
    }
    if (/^\\[dt]?frac$/.test(text)) {
      this.next = 'numerator';
      return push('(');
    }
    if (text !== '‖' && text !== '\\|') return false;
    this.isInNorm = !this.isInNorm;
    return this.isInNorm ? push('norm2', '(') : push(')');
  }
}

/** What `lib.tanh` is called here; null where the dot does not stand between two names. */
function libraryHint(text: string, tokens: readonly Token[], operator: string): string | null {
  const before = tokens.at(-1);
  if (operator !== '.' || before?.kind !== 'name') return null;
  const path = /^[A-Za-z_][A-Za-z0-9_.]*/.exec(text.slice(before.column - 1))?.[0].split('.') ?? [];
  const name = path.pop() ?? '';
  return name === '' ? null : meantWithout(path.join('.'), name);
}
