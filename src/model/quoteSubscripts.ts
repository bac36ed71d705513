import { Lexer } from 'yaml';

/**
 * Puts quotes around the items of YAML's lists and maps in brackets that hold subscripts: `[W[1, :], b]` becomes
 * `["W[1, :]", b]`, with every line where it was.
 *
 * Plain text directly before a bracket is no YAML, so nothing that means something else is touched; comments, quoted and
 * block text are left alone.
 */
export function quoteSubscripts(text: string): string {
  if (!/[A-Za-z0-9_)\]]\[/.test(text)) return text;
  const lexemes = [...new Lexer().lex(text)].filter((lexeme) => !marks.has(lexeme));
  const written: string[] = [];
  let [i, flowDepth] = [0, 0];
  while (i < lexemes.length) {
    const lexeme = lexemes[i];
    const isItem = flowDepth > 0 && isPlain(lexeme) && lexemes[i + 1] === '[';
    if (isItem) {
      const end = endOfItem(lexemes, i);
      const item = lexemes.slice(i, end).join('');
      const rest = item.slice(item.trimEnd().length);
      written.push(`${JSON.stringify(item.trimEnd())}${rest}`);
      i = end;
      continue;
    }
    if (lexeme === '[' || lexeme === '{') flowDepth++;
    if (lexeme === ']' || lexeme === '}') flowDepth--;
    written.push(lexeme);
    i++;
  }
  return written.join('');
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** What the lexer of YAML puts between the pieces of the text. */
const marks: ReadonlySet<string> = new Set(['\x02', '\x18', '\x1f']);

function isPlain(lexeme: string): boolean {
  return /[\w)\]]$/.test(lexeme) && !/^[#"'!&*|>%\s]/.test(lexeme);
}

/** The place after an item: the comma, colon or bracket that ends it outside of its own brackets, or the end of the line. */
function endOfItem(lexemes: readonly string[], start: number): number {
  let depth = 0;
  for (let i = start; i < lexemes.length; i++) {
    const lexeme = lexemes[i];
    if (lexeme.includes('\n')) return i;
    if (depth === 0 && (lexeme === ',' || lexeme === ']' || lexeme === '}')) return i;
    if (depth === 0 && lexeme === ':' && /^\s/.test(lexemes[i + 1] ?? ' ')) return i;
    depth += count(lexeme, /[[({]/g) - count(lexeme, /[\])}]/g);
  }
  return lexemes.length;
}
