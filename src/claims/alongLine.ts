import { symbolsOf } from '../expression/expression.js';
import { fromDecimal, fromNumber, type Rational, toNumber } from '../numeric/rational.js';
import type { ExponentTheory } from './exponentTheory.js';
import type { Place } from './place.js';
import { differ, type Sides, sidesAt, sidesInDoubles } from './sides.js';
import { significantDigits } from './smallNumber.js';
import type { Territory } from './territory.js';

/** One number of a place that may be moved. */
export type Line =
  | { readonly kind: 'constant' | 'base'; readonly name: string }
  | { readonly kind: 'sample'; readonly row: number; readonly column: number };

/** The numbers on which both sides may depend: constants, open parameters, entries of samples that may be any number. */
export function linesThrough(
  { model, condition, open, statement }: Territory,
  theory: ExponentTheory,
  place: Place,
): Line[] {
  const used = symbolsOf(condition, ...(theory.closedForm === null ? [] : [theory.closedForm]));
  const constants = [...model.constants.keys()].filter((name) => used.includes(name));
  const fixed = new Set(statement.targets.flatMap((values) => [...values.keys()]));
  const columns = statement.data.flatMap((name, column) => (fixed.has(name) ? [] : [column]));
  return [
    ...constants.map((name): Line => ({ kind: 'constant', name })),
    ...open.map((name): Line => ({ kind: 'base', name })),
    ...(place.rows ?? []).flatMap((_, row) => columns.map((column): Line => ({ kind: 'sample', row, column }))),
  ];
}

/**
 * A place at which claim and theory differ, reached by moving one number of a place to a decimal of at most so many digits;
 * null where there is none on the line. The thresholds are found in double precision, the difference is decided exactly.
 */
export function differenceAlong(
  territory: Territory,
  theory: ExponentTheory,
  place: Place,
  line: Line,
  digits: number,
): Place | null {
  const { closedForm } = theory;
  if (closedForm === null) return null;
  const at = (value: number): Sides | null => {
    if (!Number.isFinite(value)) return null;
    return sidesInDoubles(territory, closedForm, moved(place, line, fromNumber(value)));
  };
  const accepted = (value: Rational): Place | null => {
    const there = moved(place, line, value);
    const sides = sidesAt(territory, theory, there);
    return sides !== null && differ(sides) ? there : null;
  };
  const range = line.kind === 'sample' ? undefined : territory.ranges.get(line.name);
  const points = gridWithin(range && [toNumber(range[0]), toNumber(range[1])]);
  const sides = points.map(at);
  for (let i = 0; i < points.length; i++) {
    const here = sides[i];
    if (here !== null && differ(here)) {
      const value = fromDecimal(String(points[i])) as Rational;
      const found = significantDigits(value) <= digits ? accepted(value) : null;
      if (found !== null) return found;
    }
    const next = sides[i + 1];
    if (here === null || next === undefined || next === null || sameSides(here, next)) continue;
    const [a, b] = thresholds(at, points[i], points[i + 1], here);
    const between = decimalBetween(Math.min(a, b), Math.max(a, b), digits);
    const found = between === null ? null : accepted(between);
    if (found !== null) return found;
  }
  return null;
}

function sameSides(a: Sides, b: Sides): boolean {
  return a.claimed === b.claimed && a.derived < 0 === b.derived < 0;
}

/** Where the claim and where the exponent change between two points; the end of the interval where one does not change. */
function thresholds(
  at: (value: number) => Sides | null,
  low: number,
  high: number,
  { claimed, derived }: Sides,
): [number, number] {
  const bisect = (isAsBefore: (sides: Sides) => boolean): number => {
    let [a, b] = [low, high];
    for (let round = 0; round < bisections; round++) {
      const middle = (a + b) / 2;
      const sides = at(middle);
      if (sides === null || middle === a || middle === b) break;
      if (isAsBefore(sides)) a = middle;
      else b = middle;
    }
    return (a + b) / 2;
  };
  return [bisect((sides) => sides.claimed === claimed), bisect((sides) => sides.derived < 0 === derived < 0)];
}

/** From one point of the grid to the next, down to the last digit of a double. */
const bisections = 55;

/** The decimal with the fewest digits strictly between two numbers, of at most so many. */
function decimalBetween(low: number, high: number, digits: number): Rational | null {
  if (low < 0 && high > 0) return fromDecimal('0');
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (!(size > 0) || !(high > low)) return null;
  for (let shown = 1; shown <= digits; shown++) {
    const text = ((low + high) / 2).toPrecision(shown);
    for (const candidate of [text, ...neighbours(text)]) {
      const value = Number(candidate);
      if (value > low && value < high) return fromDecimal(String(value));
    }
  }
  return null;
}

/** The decimals of as many digits on either side. */
function neighbours(text: string): string[] {
  const value = Number(text);
  const digits = text.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').length;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1);
  return [(value - unit).toPrecision(digits), (value + unit).toPrecision(digits)];
}

/** Ascending; thresholds of claims that people write lie between them. */
function gridWithin(range: readonly [number, number] | undefined): number[] {
  const sizes = [-3, -2, -1, 0, 1, 2].flatMap((exponent) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`)));
  const all = [...sizes.map((size) => -size).reverse(), 0, ...sizes];
  if (range === undefined) return all;
  const [low, high] = range;
  const inner = [1, 2, 3, 4, 5, 6, 7].map((part) => Number((low + ((high - low) * part) / 8).toPrecision(2)));
  const points = [low, ...all, ...inner, high].filter((value) => value >= low && value <= high);
  return [...new Set(points)].sort((a, b) => a - b);
}

function moved(place: Place, line: Line, value: Rational): Place {
  switch (line.kind) {
    case 'constant':
      return { ...place, constants: new Map([...place.constants, [line.name, value]]) };
    case 'base':
      return { ...place, base: new Map([...place.base, [line.name, value]]) };
    case 'sample':
      return {
        ...place,
        rows: (place.rows ?? []).map((row, i) =>
          i === line.row ? row.map((entry, j) => (j === line.column ? value : entry)) : row,
        ),
      };
  }
}
