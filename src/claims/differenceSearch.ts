import fc from 'fast-check';
import type { Rational } from '../arithmetic/rational.js';
import { type Expression, symbolsOf } from '../expression/syntax/expression.js';
import { differencesAlong } from './alongLine.js';
import type { ClaimDomain } from './claimDomain.js';
import { claimVersusExponentAt, differ } from './claimVersusExponent.js';
import { type CompiledComparison, compileComparison } from './compiledComparison.js';
import type { ExponentTheory } from './exponentTheory.js';
import type { SearchRun } from './finding.js';
import type { Instance } from './instance.js';
import { smallSample } from './sampleArbitrary.js';
import { type NumberStyle, smallNumber, smallNumberWithin, smallPositive } from './smallNumber.js';

/** An instance at which claim and theory differ, and the way to it. */
export interface FoundDifference {
  readonly instance: Instance;
  readonly search: SearchRun;
}

/**
 * Random instances at which claim and theory differ, of numbers with at most two significant digits, shrunk by fast-check; null
 * when the search finds none. `theory` is null for a set that is not invariant.
 */
export function searchAtRandom(
  domain: ClaimDomain,
  theory: ExponentTheory | null,
  seed: number,
): FoundDifference | null {
  const closedForm = theory?.closedForm ?? null;
  const numRuns = theory !== null && closedForm === null ? triesOfCertificates : tries;
  const seems = closedForm === null ? () => true : seemsToDiffer(sidesBySize(domain, closedForm));
  const find = (instance: Instance): Instance | null =>
    seems(instance) && isDifference(domain, theory, instance) ? instance : null;
  return (
    attempt(0, placeArbitrary(domain, theory, 'whole'), find, numRuns, seed) ??
    attempt(1, placeArbitrary(domain, theory, 'short'), find, numRuns, seed)
  );
}

/**
 * The same for thin differences: from a random instance one number is moved across the thresholds of both sides, and the
 * shortest decimal between them is taken, of two digits at first, then of as many as it needs.
 */
export function searchAlongLines(domain: ClaimDomain, theory: ExponentTheory, seed: number): FoundDifference | null {
  const { closedForm } = theory;
  if (closedForm === null) return null;
  const sidesFor = sidesBySize(domain, closedForm);
  const lines = fc.tuple(placeArbitrary(domain, theory, 'short'), fc.nat());
  // counted until the first is confirmed, so that shrinking goes on from there
  let [unconfirmed, isAny] = [0, false];
  const isConfirmed = (there: Instance): boolean => {
    const isReal = isDifference(domain, theory, there);
    if (isReal) isAny = true;
    else unconfirmed++;
    return isReal;
  };
  const findWith =
    (digits: number) =>
    ([instance, choice]: readonly [Instance, number]): Instance | null => {
      if (!isAny && unconfirmed >= mostUnconfirmed) return null;
      const seeming = differencesAlong(domain, sidesFor(instance.rows?.length ?? null), instance, choice, digits);
      return seeming.find(isConfirmed) ?? null;
    };
  return linesByDigits.reduce<FoundDifference | null>(
    (found, { digits, numRuns }, i) => found ?? attempt(2 + i, lines, findWith(digits), numRuns, seed),
    null,
  );
}

/** An instance of the domain at which claim and theory both say something; null where none is found: a proof would be about nothing. */
export function placeSpokenOf(domain: ClaimDomain, theory: ExponentTheory, seed: number): Instance | null {
  const speaks = (instance: Instance) => claimVersusExponentAt(domain, theory, instance) !== null;
  for (const style of ['whole', 'short'] as const) {
    const found = fc.sample(placeArbitrary(domain, theory, style), { seed, numRuns: tries }).find(speaks);
    if (found !== undefined) return found;
  }
  return null;
}

/** Both sides compiled for data sets of each size that turns up; null stands for the file's own data. */
function sidesBySize(domain: ClaimDomain, closedForm: Expression): (size: number | null) => CompiledComparison {
  const compiled = new Map<number | null, CompiledComparison>();
  return (size) => {
    const sides = compiled.get(size) ?? compileComparison(domain, closedForm, size);
    compiled.set(size, sides);
    return sides;
  };
}

/** In double precision, so that exact arithmetic is left to instances that are worth it. */
function seemsToDiffer(sidesFor: (size: number | null) => CompiledComparison): (instance: Instance) => boolean {
  return (instance) => {
    const { valuesOf, sidesOf } = sidesFor(instance.rows?.length ?? null);
    const sides = sidesOf(valuesOf(instance));
    return sides !== null && differ(sides);
  };
}

function isDifference(domain: ClaimDomain, theory: ExponentTheory | null, instance: Instance): boolean {
  const sides = claimVersusExponentAt(domain, theory, instance);
  return sides !== null && differ(sides);
}

/** The smallest input, as fast-check shrinks, of which `find` makes an instance. */
function attempt<T>(
  index: number,
  inputs: fc.Arbitrary<T>,
  find: (input: T) => Instance | null,
  numRuns: number,
  seed: number,
): FoundDifference | null {
  const run = fc.check(
    fc.property(inputs, (input) => find(input) === null),
    { seed, numRuns },
  );
  if (!run.failed || run.counterexample === null) return null;
  const instance = find(run.counterexample[0]) as Instance;
  return { instance, search: { seed: run.seed, path: `${index}:${run.counterexamplePath ?? ''}` } };
}

/** Claims that are wrong by half an order of magnitude or more are caught by a few instances. */
const tries = 300;
/** Where doubles see differences that exact arithmetic does not, more of them only cost time. */
const mostUnconfirmed = 200;
/** Without a closed form each instance costs a certificate. */
const triesOfCertificates = 60;
/** Numbers of two digits are worth a long search; of fifteen, as many as doubles hold apart, any line will do. */
const linesByDigits = [
  { digits: 2, numRuns: 20_000 },
  { digits: 3, numRuns: 2_000 },
  { digits: 15, numRuns: 300 },
];

/** Instances within the domain, as far as single names tell. */
function placeArbitrary(
  domain: ClaimDomain,
  theory: ExponentTheory | null,
  style: NumberStyle,
): fc.Arbitrary<Instance> {
  const { model, open, sizes, statement } = domain;
  const varying = varyingConstants(domain, theory);
  const rows: fc.Arbitrary<readonly (readonly Rational[])[] | null> =
    sizes === null
      ? fc.constant(null)
      : fc.array(smallSample(statement, style), { minLength: sizes.least, maxLength: sizes.most });
  return fc
    .tuple(
      fc.tuple(...varying.map((name) => numberFor(domain, name, style))),
      fc.tuple(...open.map((name) => numberFor(domain, name, style))),
      rows,
    )
    .map(([constants, base, samples]) => ({
      constants: new Map([...model.constants, ...varying.map((name, i) => [name, constants[i]] as const)]),
      base: new Map(open.map((name, i) => [name, base[i]] as const)),
      rows: samples,
    }));
}

/** Constants that the claim or the theory depends on; the others stay as they are. */
function varyingConstants({ model, condition, assumptions }: ClaimDomain, theory: ExponentTheory | null): string[] {
  const all = [...model.constants.keys()];
  if (theory !== null && theory.closedForm === null) return all;
  const used = symbolsOf(
    condition,
    ...assumptions.map(({ expression }) => expression),
    ...(theory?.closedForm ? [theory.closedForm] : []),
  );
  return all.filter((name) => used.includes(name));
}

function numberFor({ ranges, assumptions }: ClaimDomain, name: string, style: NumberStyle): fc.Arbitrary<Rational> {
  const range = ranges.get(name);
  if (range !== undefined) return smallNumberWithin(range);
  const own = assumptions.find(({ expression }) => expression.kind === 'symbol' && expression.name === name);
  return own === undefined ? smallNumber(style) : smallPositive(style);
}
