import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type RandomStream, randomStream } from '../../src/numeric/random.js';
import { isRecord, type Tree } from './tree.js';

/** A mutant of a valid model file, and what it was made of. */
export interface Mutant {
  readonly from: string;
  /** JSON, which is YAML */
  readonly text: string;
}

const folders = ['src/model/builtin', 'examples', 'properties/corpus'];

/** The valid files that mutants are made of; of those with data files beside them nothing could be read. */
export const parents: readonly (readonly [string, Tree])[] = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => [`${folder}/${file}`, readFileSync(`${folder}/${file}`, 'utf8')] as const)
    .filter(([, text]) => /^sets:/m.test(text) && !/csv:|generate:/.test(text))
    .map(([file, text]) => [file, parse(text) as Tree] as const),
);

/** Mutant number i: one or two changes of a parent, and an ensemble that takes no time. */
export function mutant(index: number): Mutant {
  const random = randomStream(seed, index);
  const [from, tree] = parents[random.below(parents.length)];
  let result = tree;
  for (let left = 1 + random.below(2); left > 0; left--) result = changed(result, random);
  const simulate = { horizon: 0.2, dt: 0.05, trajectories: 2 };
  return { from, text: JSON.stringify(isRecord(result) ? { claims: claimsOf(result), ...result, simulate } : result) };
}

/** What files without claims are asked: both of their first set. */
function claimsOf({ sets }: { readonly [key: string]: Tree }): Tree {
  const [first = null] = Array.isArray(sets) ? (sets as readonly Tree[]) : [];
  const name = isRecord(first) ? first.name : null;
  return [
    { set: name, invariant: true },
    { set: name, attractive: true },
  ];
}

const seed = 20;

/** One place somewhere in the tree changed: most often a formula or a number, for what else is changed the reader refuses. */
function changed(tree: Tree, random: RandomStream): Tree {
  const isStructural = random.below(30) === 0;
  if (Array.isArray(tree)) {
    const list = tree as readonly Tree[];
    if (isStructural || list.length === 0)
      return random.below(2) === 0 ? list.slice(1) : [...list, ...list.slice(0, 1)];
    const place = random.below(list.length);
    return list.map((one, i) => (i === place ? changed(one, random) : one));
  }
  if (isRecord(tree)) {
    const all = Object.keys(tree).filter((key) => key !== 'name');
    const keys = isStructural ? all : all.filter((key) => !structural.has(key));
    if (keys.length === 0) return tree;
    const key = keys[random.below(keys.length)];
    if (isStructural) return Object.fromEntries(Object.entries(tree).filter(([other]) => other !== key));
    return { ...tree, [key]: changed(tree[key], random) };
  }
  if (typeof tree === 'number') return numbers[random.below(numbers.length)];
  return typeof tree === 'string' ? changedFormula(tree, random) : tree;
}

const structural = new Set(['parameters', 'inputs', 'targets', 'data', 'kind', 'sampling', 'set', 'loss', 'simulate']);

/** Another token in the place of one, or the whole within another formula. */
function changedFormula(text: string, random: RandomStream): string {
  const tokens = text.split(/(\b\w+(?:\.\d+)?\b|[-+*/^()<>=,])/).filter((token) => token !== '');
  const names = tokens.filter((token) => /^[a-z]\w*$/i.test(token));
  const around = wrappers[random.below(wrappers.length)];
  if (random.below(3) === 0) return around.replaceAll('_', text);
  const place = random.below(tokens.length);
  const choices = [...numbers.map(String), ...names, ...operators, around.replaceAll('_', `(${tokens[place]})`)];
  return tokens.map((token, i) => (i === place ? choices[random.below(choices.length)] : token)).join('');
}

const numbers = [0, 1, -1, 2, 3, 0.5, 1e-9, 1e9, -3, 50, 1e300, 1e-300, 30001, 0.1];
const operators = ['+', '-', '*', '/', '^', '<', ','];
const wrappers = [
  ...['tanh', 'relu', 'abs', 'sqrt', 'log', 'exp', 'sign', 'erf', 'gelu', 'sin', 'cosh', 'softplus'].map(
    (f) => `${f}(_)`,
  ),
  ...[
    '1/(_)',
    '(_)^2',
    '(_)^(1/3)',
    '(_)^(-2)',
    '(_)^50',
    '(_)^(10^9)',
    '(_)*1e400',
    'max(_, 0)',
    'min(_, -_)',
    '((_) < 1 ? (_) : 0)',
    '(_) - (_)',
    '(_)/(_)',
  ],
];
