import { fromDecimal, type Rational, toNumber } from '../arithmetic/rational.js';
import type { ClaimDomain } from './claimDomain.js';
import { type ClaimVersusExponent, differ } from './claimVersusExponent.js';
import type { CompiledComparison, Line } from './compiledComparison.js';
import type { Instance } from './instance.js';
import { significantDigits } from './smallNumber.js';

/**
 * Instances at which claim and theory seem to differ, reached by moving one number of an instance to a decimal of at most so many
 * digits. The thresholds of both sides are found in double precision, so that every instance is still to be decided exactly.
 */
export function differencesAlong(
  { ranges }: ClaimDomain,
  { lines, valuesOf, sidesOf }: CompiledComparison,
  instance: Instance,
  choice: number,
  digits: number,
): Instance[] {
  const free = lines.flatMap(({ isFree }, i) => (isFree ? [i] : []));
  if (free.length === 0) return [];
  const index = free[choice % free.length];
  const line = lines[index];
  const values = valuesOf(instance);
  const at = (value: number): ClaimVersusExponent | null => {
    values[index] = value;
    return sidesOf(values);
  };
  const range = line.kind === 'sample' ? undefined : ranges.get(line.name);
  const points = gridWithin(range && [toNumber(range[0]), toNumber(range[1])]);
  const found: Rational[] = [];
  let here = at(points[0]);
  for (let i = 0; i < points.length; i++) {
    if (here !== null && differ(here)) {
      const value = fromDecimal(String(points[i])) as Rational;
      if (significantDigits(value) <= digits) found.push(value);
    }
    if (i + 1 === points.length) break;
    const next = at(points[i + 1]);
    if (here !== null && next !== null && !sameSides(here, next)) {
      const [a, b] = thresholds(at, points[i], points[i + 1], here);
      const between = decimalBetween(Math.min(a, b), Math.max(a, b), digits);
      if (between !== null) found.push(between);
    }
    here = next;
  }
  return found.map((value) => moved(instance, line, value));
}

function sameSides(a: ClaimVersusExponent, b: ClaimVersusExponent): boolean {
  return a.claimed === b.claimed && a.derived < 0 === b.derived < 0;
}

/** Where the claim and where the exponent change between two points; the end of the interval where one does not change. */
function thresholds(
  at: (value: number) => ClaimVersusExponent | null,
  low: number,
  high: number,
  { claimed, derived }: ClaimVersusExponent,
): [number, number] {
  const bisect = (isAsBefore: (sides: ClaimVersusExponent) => boolean): number => {
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
  if (!(high > low)) return null;
  const middle = (low + high) / 2;
  for (let shown = 1; shown <= digits; shown++) {
    const nearest = Number(middle.toPrecision(shown));
    const unit = 10 ** (Math.floor(Math.log10(Math.abs(nearest))) - shown + 1);
    for (const candidate of [nearest, nearest - unit, nearest + unit]) {
      const value = Number(candidate.toPrecision(shown));
      if (value > low && value < high) return fromDecimal(String(value));
    }
  }
  return null;
}

/** Ascending; thresholds of claims that people write lie between them. */
function gridWithin(range: readonly [number, number] | undefined): number[] {
  if (range === undefined) return wholeLine;
  const [low, high] = range;
  const inner = [1, 2, 3, 4, 5, 6, 7].map((part) => Number((low + ((high - low) * part) / 8).toPrecision(2)));
  const points = [low, ...wholeLine, ...inner, high].filter((value) => value >= low && value <= high);
  return [...new Set(points)].sort((a, b) => a - b);
}

const sizes = [-3, -2, -1, 0, 1, 2].flatMap((exponent) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`)));
const wholeLine = [...sizes.map((size) => -size).reverse(), 0, ...sizes];

function moved(instance: Instance, line: Line, value: Rational): Instance {
  switch (line.kind) {
    case 'constant':
      return { ...instance, constants: new Map([...instance.constants, [line.name, value]]) };
    case 'base':
      return { ...instance, base: new Map([...instance.base, [line.name, value]]) };
    case 'sample':
      return {
        ...instance,
        rows: (instance.rows ?? []).map((row, i) =>
          i === line.row ? row.map((entry, j) => (j === line.column ? value : entry)) : row,
        ),
      };
  }
}
