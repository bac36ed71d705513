import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { type RandomStream, randomStream } from '../../src/numeric/random.js';
import { type Json, leavesOf, mutated, withLeaf } from './mutations.js';
import { originals } from './originals.js';

/** A few minutes with CHECK_FULL=1. */
const cases = process.env.CHECK_FULL === '1' ? 20_000 : 600;

const folder = 'test/data/faults/certificates/';

function pick<T>(stream: RandomStream, choices: readonly T[]): T {
  return choices[stream.below(choices.length)];
}

/** What may stand where it does not belong: other types, towers, long lists and texts. */
const strangers: readonly (() => Json)[] = [
  ...[null, true, 0, -1, 0.5, 1e308, '', '0', '-', '1/0', '0/0', '__proto__', 'constructor', 'toString', 'w', 'x'].map(
    (leaf) => () => leaf,
  ),
  () => [],
  () => ({}),
  () => [[]],
  () => ({ w: '1', '': '0' }),
  () => Array.from({ length: 2000 }, (_, i) => String(i)),
  () => nested(5000),
  () => '9'.repeat(30_000),
  () => `${'('.repeat(20_000)}w`,
  () => `${'-'.repeat(3000)}w`,
];

/** Formulas in w, v and x that are long, deep, huge, or have no value somewhere. */
const formulas: readonly string[] = [
  `${'('.repeat(400)}w${')'.repeat(400)}`,
  Array.from({ length: 300 }, (_, i) => `w^${i}`).join(' + '),
  Array.from({ length: 60 }, (_, i) => `(w + ${i}*v)`).join('*'),
  Array.from({ length: 12 }, (_, i) => `abs(w + ${i}*v)`).join('*'),
  Array.from({ length: 9 }, (_, i) => `tanh(w*x + ${i}*v)`).join('*'),
  Array.from({ length: 7 }, (_, i) => `1/(1 + exp(w*x + ${i}*v))`).join(' + '),
  '((((w + v + x)^9 + 1)^9 + 1)^9 + 1)^9',
  'w*((w + v + x + 1)^30 - (x + v + 1)^30)/w^2',
  'exp(exp(exp(exp(exp(w + 7)))))',
  'log(-1)*0 + w',
  'w^(10^9)',
  'w^1000*exp(1e300*v)',
  '2^(2^(2^(2^(2^2))))',
  'mean(x) > 0 ? w : 1/0',
  'mean((w*x + v)^7*tanh(x)) > var(x)^9',
  'w == 0 ? w/w : sin(w)/w',
  'tanh(1e300*w)/w - 1/(exp(w^3) - 1)',
  'max(w, max(v, max(x, min(w, min(v, x)))))',
  '(w > 0 ? (v > 0 ? (x > 0 ? w : v) : x) : 0)^9',
  'log(1 + log(1 + log(1 + log(1 + w^2))))/w^2',
  'sqrt(sqrt(sqrt(w^8 + v^2)^3)^5)',
];

/** The JSON with one of its formulas replaced by another in the same names. */
function withFormula(json: Json, stream: RandomStream): Json {
  const { parameters = [], data = [] } = json as {
    readonly parameters?: readonly string[];
    readonly data?: readonly string[];
  };
  const names = [...parameters, ...data, ...JSON.stringify(json).matchAll(/\b[a-z]\d?\b/g)].map(String);
  const formula = pick(stream, formulas).replace(/\b[wvx]\b/g, (name) => names[name.charCodeAt(0) % names.length]);
  const places = leavesOf(json).filter((path) => !/chains|parameters|data/.test(path[0]) && !path.includes('role'));
  return withLeaf(json, pick(stream, places), (leaf) =>
    /^(-?\d+(\/\d+)?|[a-z]+)$/.test(String(leaf)) ? leaf : formula,
  );
}

function nested(depth: number): Json {
  let json: Json = 'w';
  for (let i = 0; i < depth; i++) json = i % 2 === 0 ? [json] : { of: json };
  return json;
}

/** The JSON with an entry somewhere replaced, taken away, doubled, or with two entries exchanged. */
function broken(json: Json, stream: RandomStream): Json {
  if (typeof json !== 'object' || json === null || stream.below(8) === 0) return pick(stream, strangers)();
  const names = Object.keys(json);
  if (names.length === 0) return pick(stream, strangers)();
  const name = pick(stream, names);
  const change = stream.below(7);
  if (Array.isArray(json)) {
    const list = json as readonly Json[];
    const i = Number(name);
    if (change === 0) return [...list.slice(0, i), ...list.slice(i + 1)];
    if (change === 1) return [...list, list[i]];
    return list.map((one, j) => (i === j ? broken(one, stream) : one));
  }
  const object = json as { readonly [name: string]: Json };
  if (change === 0) return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
  if (change === 1) return { ...object, [pick(stream, names)]: object[name] };
  return { ...object, [name]: broken(object[name], stream) };
}

test('on JSON of any shape the kernel answers, throws nothing, and stops after a bounded time', () => {
  const forged = readdirSync(folder).map((file) => ({
    ...JSON.parse(readFileSync(folder + file, 'utf8')),
    version: 2,
  }));
  const kinds: readonly (readonly Json[])[] = [...Object.values(originals).map((make) => make()), forged];
  const stream = randomStream(11, 0);
  let longest = 0;
  for (let i = 0; i < cases; i++) {
    let json = mutated(pick(stream, kinds[i % kinds.length]), stream);
    if (stream.below(2) === 0) json = withFormula(json, stream);
    for (let changes = stream.below(6) - 3; changes > 0; changes--) json = broken(json, stream);
    const before = process.cpuUsage();
    const answer = checkCertificate(json);
    const { user } = process.cpuUsage(before);
    longest = Math.max(longest, user);
    expect(typeof answer.followed).toBe('boolean');
    if (!answer.followed) expect(answer.reason).not.toBe('');
  }
  expect(longest / 1e6).toBeLessThan(10);
}, 3_600_000);
