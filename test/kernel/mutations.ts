import type { RandomStream } from '../../src/numeric/random.js';

/** Plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A certificate with one or two of its leaves altered so that the text stays well-formed. */
export function mutated(json: Json, stream: RandomStream): Json {
  const once = altered(json, stream);
  return stream.below(3) === 0 ? altered(once, stream) : once;
}

function altered(json: Json, stream: RandomStream): Json {
  const places = leavesOf(json);
  const path = places[stream.below(places.length)];
  return withLeaf(json, path, (leaf) => alteredLeaf(leaf, stream));
}

/** The places of the leaves that say something of the statement. */
export function leavesOf(json: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return skipped.includes(path[0] ?? '') ? [] : [path];
  return Object.entries(json).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

/** What says nothing of the statement. */
const skipped = ['version', 'kind', 'model', 'set', 'claim', 'statement'];

/** The JSON with the leaf at a place changed. */
export function withLeaf(json: Json, path: readonly string[], change: (leaf: Json) => Json): Json {
  const [name, ...rest] = path;
  if (name === undefined) return change(json);
  if (Array.isArray(json)) {
    return (json as readonly Json[]).map((inner, i) => (String(i) === name ? withLeaf(inner, rest, change) : inner));
  }
  const object = json as { readonly [name: string]: Json };
  return { ...object, [name]: withLeaf(object[name], rest, change) };
}

function alteredLeaf(leaf: Json, stream: RandomStream): Json {
  const pick = <T>(...from: readonly T[]): T => from[stream.below(from.length)];
  if (typeof leaf === 'boolean') return !leaf;
  if (typeof leaf === 'number') return leaf + pick(1, -1, 2);
  if (typeof leaf !== 'string') return leaf;
  const words: Record<string, string> = {
    positive: 'negative',
    negative: 'positive',
    nonnegative: 'positive',
    attractive: 'repelling',
    repelling: 'attractive',
    above: 'below',
    below: 'above',
    samples: 'once',
    once: 'samples',
  };
  if (Object.hasOwn(words, leaf)) return words[leaf];
  if (/^-?\d+(\/\d+)?$/.test(leaf)) {
    const opposite = leaf.startsWith('-') ? leaf.slice(1) : `-${leaf}`;
    return pick(opposite, '0', '1', '-1', '3', '1/7', `${leaf.includes('/') ? leaf : `${leaf}/3`}`, `${leaf}0`);
  }
  return alteredFormula(leaf, stream);
}

/** One token of a formula replaced by another of its kind. */
function alteredFormula(text: string, stream: RandomStream): string {
  const tokens = text.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|[<>=!]=|\s+|./g) ?? [];
  const names = tokens.filter((token) => /^[A-Za-z_]/.test(token) && !functions.has(token));
  const kinds: readonly (readonly string[])[] = [
    ['+', '-'],
    ['*', '/'],
    ['<', '>', '<=', '>='],
    ['==', '!='],
    ['tanh', 'sin', 'sigmoid', 'cos', 'softplus', 'exp', 'relu', 'abs', 'gelu'],
    ['max', 'min'],
    ['mean', 'var'],
    ['0', '1', '2', '3', '4'],
    [...new Set(names)],
  ];
  const places = tokens.flatMap((token, i) =>
    kinds.some((kind) => kind.length > 1 && kind.includes(token)) ? [i] : [],
  );
  if (places.length === 0) return text;
  const place = places[stream.below(places.length)];
  const others = kinds
    .filter((kind) => kind.includes(tokens[place]))
    .flat()
    .filter((one) => one !== tokens[place]);
  return tokens.map((token, i) => (i === place ? others[stream.below(others.length)] : token)).join('');
}

const functions: ReadonlySet<string> = new Set([
  ...['exp', 'log', 'sqrt', 'abs', 'sign', 'sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh', 'erf', 'relu', 'gelu'],
  ...['sigmoid', 'softplus', 'max', 'min', 'mean', 'var', 'pi', 'e', 'and', 'or', 'not'],
]);
