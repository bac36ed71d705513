import {
  Composer,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
  type YAMLError,
} from 'yaml';
import { InputError } from '../arithmetic/inputError.js';
import { quoteSubscripts } from './quoteSubscripts.js';

/** Keys and list positions from the top of the file to a value. */
export type Path = readonly (string | number)[];

/** A YAML or JSON text, with the line and the wording of every value at hand. */
export interface ModelSource {
  /** the file's name, as errors show it */
  readonly file: string;
  /** the text as plain data: objects, lists, strings, numbers, booleans and null */
  readonly plain: unknown;
  /** `file:line: key.path` of the value at the path, or of the nearest thing around it when there is none */
  where(path: Path): string;
  /** what is wrong at the path, and what was expected */
  error(path: Path, what: string, expected: string): InputError;
  /** A scalar as written: a number's own digits, a string without its quotes, `true` and `false`. */
  text(path: Path): string;
}

/** A value of the YAML tree: its node, the line where its key (or itself) stands, and what is inside. */
interface Located {
  readonly node: Node | null;
  readonly line: number;
  readonly entries: ReadonlyMap<string, Located>;
  readonly items: readonly Located[];
  readonly plain: unknown;
}

/**
 * Parses the text of a model file (YAML 1.2; JSON is part of it).
 *
 * Throws InputError with the line when the text is too long, too deeply nested or no YAML, and for what a model file
 * never needs: aliases, tags, several documents, the same key twice, keys that are no text.
 */
export function modelSource(content: string, file: string): ModelSource {
  if (last?.content !== content || last.file !== file) last = { content, file, source: parsed(content, file) };
  return last.source;
}

/** A command may ask first what kind of file it is; large ones take seconds to parse. */
let last: { readonly content: string; readonly file: string; readonly source: ModelSource } | null = null;

function parsed(content: string, file: string): ModelSource {
  if (content.length > longestText) {
    throw new InputError(
      file,
      `the file has ${content.length} characters`,
      `at most ${longestText}; keep large data in a csv file and name it under data.csv`,
    );
  }
  const text = quoteSubscripts(content.replace(/^\uFEFF/, ''));
  const lines = new LineCounter();
  const tree = locate(composed(text, file, lines), 1, [], { file, lines });
  const find = (path: Path): Located => {
    let at = tree;
    for (const step of path) {
      const next = typeof step === 'number' ? at.items[step] : at.entries.get(step);
      if (next === undefined) break;
      at = next;
    }
    return at;
  };
  const where = (path: Path): string => `${file}:${find(path).line}: ${pathText(path)}`;
  return {
    file,
    plain: tree.plain,
    where,
    error: (path, what, expected) => new InputError(where(path), what, expected),
    text: (path) => {
      const { node, plain } = find(path);
      return isScalar(node) && typeof plain === 'number' && node.source !== undefined ? node.source : String(plain);
    },
  };
}

/** A million characters of samples take some three seconds to parse; beyond this, csv files are the way. */
const longestText = 4_000_000;

/** A model file nests five deep; the bound keeps the recursive composer far from the end of the stack. */
const deepestNesting = 40;

/** `sets[0].equations[1]`; `(the whole file)` for the empty path. */
function pathText(path: Path): string {
  if (path.length === 0) return '(the whole file)';
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

/** What must be quoted in YAML, told wherever an unquoted expression is the likely cause of an error. */
export const quoteHint = 'quotes around an expression that holds a comma, |, :, ? or #, or starts with * & ! % @ or -';

function composed(text: string, file: string, lines: LineCounter): Node | null {
  const hasBracketsWithoutEnd = unclosedBrackets(text) > mostUnclosedBrackets;
  const tokens = hasBracketsWithoutEnd ? [] : [...new Parser(lines.addNewLine).parse(text)];
  if (hasBracketsWithoutEnd || tokens.some((token) => depthOf(token) > deepestNesting)) {
    throw new InputError(file, `lists or maps are nested more than ${deepestNesting} deep`, 'a model file');
  }
  const documents = [...new Composer({ version: '1.2', schema: 'core', uniqueKeys: false }).compose(tokens)];
  const [document] = documents;
  if (document === undefined) throw new InputError(`${file}:1`, 'the file is empty', 'a model');
  const problem: YAMLError | undefined = document.errors[0] ?? document.warnings[0];
  if (problem) {
    const hint = errorsOfUnquotedText.has(problem.code) ? `valid YAML, with ${quoteHint}` : 'valid YAML or JSON';
    throw new InputError(`${file}:${lineAt(lines, problem.pos[0])}`, firstLine(problem.message), hint);
  }
  if (documents.length > 1) {
    throw new InputError(`${file}:${lineAt(lines, documents[1].range[0])}`, 'a second document', 'one model a file');
  }
  return document.contents as Node | null;
}

const errorsOfUnquotedText: ReadonlySet<string> = new Set([
  'BAD_ALIAS',
  'BAD_SCALAR_START',
  'BLOCK_AS_IMPLICIT_KEY',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'TAG_RESOLVE_FAILED',
  'UNEXPECTED_TOKEN',
]);

/** Brackets that open and do not close, in quotes and comments too: more of them than this are no model, and slow to parse. */
const mostUnclosedBrackets = 1000;

function unclosedBrackets(text: string): number {
  return (text.match(/[[{]/g)?.length ?? 0) - (text.match(/[\]}]/g)?.length ?? 0);
}

/** Nesting of a token, found without recursion: the text may hold a million brackets. */
function depthOf(root: unknown): number {
  let deepest = 0;
  const open: [unknown, number][] = [[root, 1]];
  while (open.length > 0) {
    const [token, depth] = open.pop()!;
    if (typeof token !== 'object' || token === null) continue;
    if (depth > deepest) deepest = depth;
    const { value, items } = token as { value?: unknown; items?: readonly { key?: unknown; value?: unknown }[] };
    open.push([value, depth + 1]);
    for (const item of items ?? []) open.push([item.key, depth + 1], [item.value, depth + 1]);
  }
  return deepest;
}

function locate(node: unknown, line: number, path: Path, at: { file: string; lines: LineCounter }): Located {
  const refuse = (what: string, expected: string): never => {
    throw new InputError(`${at.file}:${line}: ${pathText(path)}`, what, expected);
  };
  const none = { entries: new Map<string, Located>(), items: [] };
  if (node === null || node === undefined) return { node: null, line, ...none, plain: null };
  if (isAlias(node)) refuse('aliases (*name) are not read', `the value itself, or ${quoteHint}`);
  if (!isNode(node)) return { node: null, line, ...none, plain: null };
  if (hasOwnTag(node)) refuse('tags (!name) are not read', `a plain value, or ${quoteHint}`);
  if (isScalar(node)) return { node, line, ...none, plain: node.value };
  if (isSeq(node)) {
    const items = node.items.map((item, i) => {
      const inner = locate(item, lineOf(item, line, at.lines), [...path, i], at);
      if (node.flow) refuseTornExpression(inner, [...path, i], at.file);
      return inner;
    });
    return { node, line, entries: none.entries, items, plain: items.map((item) => item.plain) };
  }
  if (!isMap(node)) return refuse('this is no value', 'a map, a list, text or a number');
  const entries = new Map<string, Located>();
  for (const pair of node.items) {
    const keyLine = lineOf(pair.key, line, at.lines);
    const key = keyText(pair.key);
    const here = `${at.file}:${keyLine}: ${pathText([...path, key ?? '?'])}`;
    if (key === null || key === '__proto__') throw new InputError(here, 'this is no key', 'a name');
    if (entries.has(key)) throw new InputError(here, 'the key stands twice', 'each key once');
    const inner = locate(pair.value, keyLine, [...path, key], at);
    if (node.flow) refuseTornExpression(inner, [...path, key], at.file);
    entries.set(key, inner);
  }
  const plain: Record<string, unknown> = {};
  for (const [key, inner] of entries) plain[key] = inner.plain;
  return { node, line, entries, items: [], plain };
}

/** `[max(0, w1), w2]` reaches us as three items, of which two have unbalanced brackets. */
function refuseTornExpression(inner: Located, path: Path, file: string): void {
  const { node, plain } = inner;
  if (!isScalar(node) || node.type !== 'PLAIN' || typeof plain !== 'string' || bracketsBalance(plain)) return;
  throw new InputError(
    `${file}:${inner.line}: ${pathText(path)}`,
    `the brackets of ${JSON.stringify(plain)} do not balance: YAML splits unquoted text at commas, so quote this expression`,
    'text in quotes, as in ["max(0, w1)", w2]',
  );
}

function bracketsBalance(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '(') open += 1;
    if (character === ')') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

const plainTags: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

function hasOwnTag(node: Node): boolean {
  return 'tag' in node && node.tag !== undefined && !plainTags.has(node.tag);
}

function keyText(key: unknown): string | null {
  if (!isScalar(key)) return null;
  if (typeof key.value === 'string') return key.value;
  return typeof key.source === 'string' && key.source !== '' ? key.source : null;
}

function lineOf(node: unknown, fallback: number, lines: LineCounter): number {
  return isNode(node) && node.range ? lineAt(lines, node.range[0]) : fallback;
}

function lineAt(lines: LineCounter, offset: number): number {
  return Math.max(1, lines.linePos(offset).line);
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0];
}
