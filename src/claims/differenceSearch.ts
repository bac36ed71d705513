import fc from 'fast-check';
import type { Rational } from '../arithmetic/rational.js';
import { type Expression, symbolsOf } from '../expression/syntax/expression.js';
import { differencesAlong } from './alongLine.js';
import { type CompiledSides, compileSides } from './compiledSides.js';
import type { ExponentTheory } from './exponentTheory.js';
import type { SearchRun } from './finding.js';
import type { Place } from './place.js';
import { smallSample } from './sampleArbitrary.js';
import { differ, sidesAt } from './sides.js';
import { type NumberStyle, smallNumber, smallNumberWithin, smallPositive } from './smallNumber.js';
import type { Territory } from './territory.js';

export interface FoundDifference {
  readonly place: Place;
  readonly search: SearchRun;
}

export interface SearchOptions {
  readonly seed: number;
  /** leads straight to a place found before; its part before the first colon is the number of the attempt */
  readonly path?: string;
}

/**
 * Random places at which claim and theory differ, of numbers with at most two significant digits, shrunk by fast-check; null
 * when the search finds none. `theory` is null for a set that is not invariant.
 */
export function searchAtRandom(
  territory: Territory,
  theory: ExponentTheory | null,
  options: SearchOptions,
): FoundDifference | null {
  const closedForm = theory?.closedForm ?? null;
  const numRuns = theory !== null && closedForm === null ? triesOfCertificates : tries;
  const seems = closedForm === null ? () => true : seemsToDiffer(sidesBySize(territory, closedForm));
  const find = (place: Place): Place | null => (seems(place) && isDifference(territory, theory, place) ? place : null);
  return (
    attempt(0, placeArbitrary(territory, theory, 'whole'), find, numRuns, options) ??
    attempt(1, placeArbitrary(territory, theory, 'short'), find, numRuns, options)
  );
}

/**
 * The same for thin differences: from a random place one number is moved across the thresholds of both sides, and the
 * shortest decimal between them is taken, of two digits at first, then of as many as it needs.
 */
export function searchAlongLines(
  territory: Territory,
  theory: ExponentTheory,
  options: SearchOptions,
): FoundDifference | null {
  const { closedForm } = theory;
  if (closedForm === null) return null;
  const sidesFor = sidesBySize(territory, closedForm);
  const lines = fc.tuple(placeArbitrary(territory, theory, 'short'), fc.nat());
  const findWith =
    (digits: number) =>
    ([place, choice]: readonly [Place, number]): Place | null => {
      const seeming = differencesAlong(territory, sidesFor(place.rows?.length ?? null), place, choice, digits);
      return seeming.find((there) => isDifference(territory, theory, there)) ?? null;
    };
  return linesByDigits.reduce<FoundDifference | null>(
    (found, { digits, numRuns }, i) => found ?? attempt(2 + i, lines, findWith(digits), numRuns, options),
    null,
  );
}

/** Whether claim and theory both say something at some place of the territory: else a proof would be about nothing. */
export function saysSomething(territory: Territory, theory: ExponentTheory, { seed }: SearchOptions): boolean {
  return (['whole', 'short'] as const).some((style) =>
    fc
      .sample(placeArbitrary(territory, theory, style), { seed, numRuns: tries })
      .some((place) => sidesAt(territory, theory, place) !== null),
  );
}

/** Both sides compiled for data sets of each size that turns up; null stands for the file's own data. */
function sidesBySize(territory: Territory, closedForm: Expression): (size: number | null) => CompiledSides {
  const compiled = new Map<number | null, CompiledSides>();
  return (size) => {
    const sides = compiled.get(size) ?? compileSides(territory, closedForm, size);
    compiled.set(size, sides);
    return sides;
  };
}

/** In double precision, so that exact arithmetic is left to places that are worth it. */
function seemsToDiffer(sidesFor: (size: number | null) => CompiledSides): (place: Place) => boolean {
  return (place) => {
    const { valuesOf, sidesOf } = sidesFor(place.rows?.length ?? null);
    const sides = sidesOf(valuesOf(place));
    return sides !== null && differ(sides);
  };
}

function isDifference(territory: Territory, theory: ExponentTheory | null, place: Place): boolean {
  const sides = sidesAt(territory, theory, place);
  return sides !== null && differ(sides);
}

/** The smallest input, as fast-check shrinks, of which `find` makes a place. */
function attempt<T>(
  index: number,
  inputs: fc.Arbitrary<T>,
  find: (input: T) => Place | null,
  numRuns: number,
  { seed, path }: SearchOptions,
): FoundDifference | null {
  const [only, ...rest] = path === undefined ? [] : path.split(':');
  if (only !== undefined && only !== String(index)) return null;
  const run = fc.check(
    fc.property(inputs, (input) => find(input) === null),
    { seed, numRuns, ...(path === undefined ? {} : { path: rest.join(':') }) },
  );
  if (!run.failed || run.counterexample === null) return null;
  const place = find(run.counterexample[0]) as Place;
  return { place, search: { seed: run.seed, path: `${index}:${run.counterexamplePath ?? ''}` } };
}

/** Claims that are wrong by half an order of magnitude or more are caught by a few places. */
const tries = 300;
/** Without a closed form each place costs a certificate. */
const triesOfCertificates = 60;
/** Numbers of two digits are worth a long search; of fifteen, as many as doubles hold apart, any line will do. */
const linesByDigits = [
  { digits: 2, numRuns: 20_000 },
  { digits: 3, numRuns: 2_000 },
  { digits: 15, numRuns: 300 },
];

/** Places within the territory, as far as single names tell. */
function placeArbitrary(territory: Territory, theory: ExponentTheory | null, style: NumberStyle): fc.Arbitrary<Place> {
  const { model, open, sizes, statement } = territory;
  const varying = varyingConstants(territory, theory);
  const rows: fc.Arbitrary<readonly (readonly Rational[])[] | null> =
    sizes === null
      ? fc.constant(null)
      : fc.array(smallSample(statement, style), { minLength: sizes.least, maxLength: sizes.most });
  return fc
    .tuple(
      fc.tuple(...varying.map((name) => numberFor(territory, name, style))),
      fc.tuple(...open.map((name) => numberFor(territory, name, style))),
      rows,
    )
    .map(([constants, base, samples]) => ({
      constants: new Map([...model.constants, ...varying.map((name, i) => [name, constants[i]] as const)]),
      base: new Map(open.map((name, i) => [name, base[i]] as const)),
      rows: samples,
    }));
}

/** Constants that the claim or the theory depends on; the others stay as they are. */
export function varyingConstants(
  { model, condition, assumptions }: Territory,
  theory: ExponentTheory | null,
): string[] {
  const all = [...model.constants.keys()];
  if (theory !== null && theory.closedForm === null) return all;
  const used = symbolsOf(
    condition,
    ...assumptions.map(({ expression }) => expression),
    ...(theory?.closedForm ? [theory.closedForm] : []),
  );
  return all.filter((name) => used.includes(name));
}

function numberFor({ ranges, assumptions }: Territory, name: string, style: NumberStyle): fc.Arbitrary<Rational> {
  const range = ranges.get(name);
  if (range !== undefined) return smallNumberWithin(range);
  const own = assumptions.find(({ expression }) => expression.kind === 'symbol' && expression.name === name);
  return own === undefined ? smallNumber(style) : smallPositive(style);
}
