import { InputError } from '../arithmetic/inputError.js';
import { compare, type Rational, rational, sign } from '../arithmetic/rational.js';
import { canonicalName } from '../expression/syntax/names.js';
import { nearestName } from '../expression/syntax/nearestName.js';
import { withAllErrors } from './inputErrors.js';
import type { Claim } from './model.js';
import type { ClaimEntry } from './modelFile.js';
import type { ModelSource, Path } from './modelSource.js';
import { readExpression } from './readExpressions.js';
import type { Reading } from './readNames.js';
import { readRational } from './readNumbers.js';
import { domainAt } from './statedDomain.js';

/**
 * Reads the claims (interface, "Claims").
 *
 * Throws InputError for a claim about a set that the file does not state, one that claims nothing or two things, and
 * for keys that have no meaning with what it claims.
 */
export function readClaims(reading: Reading, hasData: boolean): Claim[] {
  const { file } = reading;
  const known = (file.sets ?? []).map(({ name }) => name);
  return withAllErrors(
    (file.claims ?? []).map((entry, i) => () => readClaim(reading, entry, ['claims', i], known, hasData)),
  );
}

type ClaimKind = Claim['kind'];

const claimKinds: readonly ClaimKind[] = ['invariant', 'attractive', 'meanSquareStable', 'exponent'];

/** The condition of a claim about the sign of an exponent; undefined for other claims. */
function conditionOf(entry: ClaimEntry, kind: ClaimKind): boolean | string | undefined {
  return kind === 'attractive' || kind === 'meanSquareStable' ? entry[kind] : undefined;
}

/** How far an exponent may be off when a claim states no tolerance. */
const defaultTolerance = rational(1, 1_000_000);

function readClaim(reading: Reading, entry: ClaimEntry, path: Path, sets: readonly string[], hasData: boolean): Claim {
  const { source } = reading;
  checkSet(entry.set, source.where([...path, 'set']), sets);
  const claimed = claimKinds.filter((key) => entry[key] !== undefined);
  const [kind] = claimed;
  if (claimed.length !== 1) {
    const what = claimed.length === 0 ? 'nothing is claimed' : `${claimed.join(' and ')} in one claim`;
    throw source.error(path, what, `one of ${claimKinds.join(', ')}`);
  }
  if (entry.data === 'given' && !hasData) {
    throw source.error([...path, 'data'], 'the model has no data', 'no `data`');
  }
  refuseStrayKeys(entry, kind, source, path);
  const common = {
    set: entry.set,
    text: `${kind}: ${claimText(entry, kind, source, path)}`,
    data: speaksOfTheFile(entry, kind) ? 'given' : (entry.data ?? 'every'),
    range: readRange(reading, entry, path),
  };
  switch (kind) {
    case 'invariant':
      return { ...common, kind, value: entry.invariant === true };
    case 'attractive':
    case 'meanSquareStable': {
      const stated = entry[kind];
      const condition =
        typeof stated === 'boolean'
          ? stated
          : readExpression(reading, [...path, kind], {
              roles: ['constants', 'parameters'],
              value: 'condition',
              moments: hasData,
            });
      const domain = typeof condition === 'boolean' ? [] : domainAt(reading, [...path, kind]);
      return { ...common, kind, condition, domain, process: entry.process ?? 'sde' };
    }
    case 'exponent':
      return { ...common, kind, ...readExponent(entry, source, [...path, kind]) };
  }
}

/** The claim as written: a condition without its quotes; numbers with their own digits. */
function claimText(entry: ClaimEntry, kind: ClaimKind, source: ModelSource, path: Path): string {
  if (kind !== 'exponent') return source.text([...path, kind]);
  const parts = Object.keys(entry.exponent ?? {}).map((key) => {
    return `${key}: ${source
      .text([...path, kind, key])
      .trim()
      .replace(/\s+/g, ' ')}`;
  });
  return `{ ${parts.join(', ')} }`;
}

/** Whether a claim is about the file's constants and data alone. */
function speaksOfTheFile(entry: ClaimEntry, kind: ClaimKind): boolean {
  return kind === 'exponent' || typeof conditionOf(entry, kind) === 'boolean';
}

function checkSet(name: string, where: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const near = nearestName(name, known);
  const expected = known.length === 0 ? 'a set under `sets`: the model has none' : `one of ${known.join(', ')}`;
  throw new InputError(
    where,
    `there is no set ${JSON.stringify(name)}`,
    `${expected}${near === null ? '' : `; did you mean ${near}?`}`,
  );
}

function refuseStrayKeys(entry: ClaimEntry, kind: ClaimKind, source: ModelSource, path: Path): void {
  if (entry.process !== undefined && conditionOf(entry, kind) === undefined) {
    const expected = kind === 'exponent' ? 'exponent: { sgd: … } names the process' : 'no process';
    throw source.error([...path, 'process'], `process beside ${kind}`, expected);
  }
  if (entry.for !== undefined && typeof conditionOf(entry, kind) !== 'string') {
    throw source.error([...path, 'for'], 'for beside a claim without a condition', 'attractive: a condition');
  }
  if (entry.data === 'every' && speaksOfTheFile(entry, kind)) {
    const what = "this claim speaks of the file's constants and data";
    throw source.error([...path, 'data'], what, 'data: given, or a condition');
  }
}

function readRange({ source, names }: Reading, entry: ClaimEntry, path: Path): Map<string, [Rational, Rational]> {
  const range = new Map<string, [Rational, Rational]>();
  for (const key of Object.keys(entry.for ?? {})) {
    const name = canonicalName(key);
    const at: Path = [...path, 'for', key];
    if (!names.constants.has(name) && !names.parameters.includes(name)) {
      const known = [...names.constants.keys(), ...names.parameters];
      throw source.error(at, `${name} is no constant or parameter`, `one of ${known.join(', ')}`);
    }
    const from = readRational(source, [...at, 0]);
    const to = readRational(source, [...at, 1]);
    if (compare(from, to) > 0) throw source.error(at, 'the interval is empty', '[from, to] with from <= to');
    range.set(name, [from, to]);
  }
  return range;
}

function readExponent(entry: ClaimEntry, source: ModelSource, path: Path) {
  const processes = (['sde', 'sgd'] as const).filter((process) => entry.exponent?.[process] !== undefined);
  const [process] = processes;
  if (processes.length !== 1) {
    throw source.error(path, `${processes.length} exponents are stated`, 'one of sde, sgd');
  }
  const tolerance =
    entry.exponent?.tolerance === undefined ? defaultTolerance : readRational(source, [...path, 'tolerance']);
  if (sign(tolerance) < 0) {
    throw source.error([...path, 'tolerance'], 'the tolerance is negative', 'a number from 0 upward');
  }
  return { process, value: readRational(source, [...path, process]), tolerance };
}
