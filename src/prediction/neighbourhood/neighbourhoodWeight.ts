import { one, type Rational, rational } from '../../arithmetic/rational.js';
import { dot } from '../../numeric/vectors.js';
import type { AffineFunctions } from '../matrices/affineFunctions.js';
import { dyadic } from '../matrices/dyadic.js';
import { lowerObjective } from './linearProgramme.js';
import { roundedDown } from './neighbourhood.js';
import type { WeightText } from './neighbourhoodCertificate.js';
import { generatorRows, type PolarPoint, type PolarProcess, valueRows, type WeightRows } from './neighbourhoodRows.js';

/** What a weight is asked for: 𝓛(r^p g) < 0 up to a radius, g with so many modes. */
export interface WeightProblem {
  readonly process: PolarProcess;
  /** angles are asked for from 0 to this: half a turn is enough for processes that are odd in y */
  readonly turn: number;
  readonly modes: number;
  readonly exponent: number;
  readonly radius: number;
}

/**
 * The largest margin m with 𝓛W ≤ −m r^p on points of the ball for some g between a low height and 1, and the
 * coefficients of that g: a linear programme. With a target any margin above it will do, if there is one.
 */
export function widestMargin(
  problem: WeightProblem,
  target: number | null = null,
  points: readonly PolarPoint[] = pointsOfBall(problem),
): { readonly margin: number; readonly coefficients: Float64Array } {
  const { process, modes, exponent } = problem;
  const circle = valueRows(modes, pointsOfCircle(modes));
  const ball = generatorRows(process, exponent, modes, points, 0);
  const functions = inequalities(modes, [
    { rows: circle, sign: 1, offset: -lowestHeight, last: 0 },
    { rows: circle, sign: -1, offset: 1, last: 0 },
    { rows: ball, sign: -1, offset: 0, last: -1 },
  ]);
  const start = new Float64Array(2 * modes + 2);
  start[0] = 1 / 2;
  // below what all points have to spare
  start[start.length - 1] = -1 - Math.max(...applied(ball, start));
  const x = lowerObjective(
    alongLast(start.length, -1),
    functions,
    start,
    marginTolerance * -start[start.length - 1],
    target === null ? null : -target,
  );
  return { margin: x[x.length - 1], coefficients: unscaled(modes, x) };
}

/** A weight that falls lower makes the bound useless. */
const lowestHeight = 1 / 50;
const marginTolerance = 1e-3;

/** A weight g, its bounds on the circle, and the rate at which the function it makes decreases. */
export interface FoundWeight {
  readonly weight: WeightText;
  readonly bounds: readonly [Rational, Rational];
  readonly rate: Rational;
}

/**
 * Of all g that keep a share of the margin on the ball the one whose bounds are nearest to each other, rounded, with the
 * rate it is to certify; null where there is no margin. Points where the inequality is violated in between are added.
 */
export function flattestWeight(problem: WeightProblem): FoundWeight | null {
  let points = pointsOfBall(problem);
  for (let round = 0; ; round++) {
    const { margin, coefficients } = widestMargin(problem, null, points);
    if (!(margin > 0)) return null;
    // g ≤ 1: 𝓛W ≤ −margin r^p is at least 𝓛W ≤ −margin W
    const decay = marginShare * margin;
    const flat = flattened(problem, points, decay, coefficients);
    const violations = violationsOf(problem, flat, keptShare * decay);
    if (violations.length > 0 && round < mostRounds) {
      points = [...points, ...violations];
      continue;
    }
    const values = applied(valueRows(problem.modes, pointsOfCircle(problem.modes)), flat);
    const lowest = Math.min(...values) * (1 - boundSlack);
    return {
      weight: weightText(flat.map((value) => value / lowest)),
      bounds: [one, roundedUp((Math.max(...values) * (1 + boundSlack)) / lowest)],
      rate: roundedDown(dyadic(rateShare * decay)),
    };
  }
}

const marginShare = 0.5;
/** Between the points this share of the decay must be left … */
const keptShare = 0.6;
/** … and this is certified; the rest is for remainders and rounding. */
const rateShare = 0.25;
const mostRounds = 4;
/** Between the points g may leave its range on them by about this. */
const boundSlack = 0.01;

/** The least C with 1 ≤ g ≤ C and 𝓛W ≤ −decay W on the points, from a g that meets this. */
function flattened(
  { process, modes, exponent }: WeightProblem,
  points: readonly PolarPoint[],
  decay: number,
  coefficients: Float64Array,
): Float64Array {
  const circle = valueRows(modes, pointsOfCircle(modes));
  const functions = inequalities(modes, [
    { rows: circle, sign: 1, offset: -1, last: 0 },
    { rows: circle, sign: -1, offset: 0, last: 1 },
    { rows: generatorRows(process, exponent, modes, points, decay), sign: -1, offset: 0, last: 0 },
  ]);
  const heights = applied(circle, coefficients);
  const scale = startingHeight / Math.min(...heights);
  const units = unitsOf(modes);
  const start = Float64Array.from([
    ...coefficients.map((value, column) => (scale * value) / units[column]),
    startingHeight * scale * Math.max(...heights),
  ]);
  return unscaled(modes, lowerObjective(alongLast(start.length, 1), functions, start, heightTolerance));
}

const startingHeight = 1.1;
const heightTolerance = 0.01;

/** Points of a fine grid where 𝓛W > −decay W: the highest of each circle, and all coarse points of the worst circle. */
function violationsOf(problem: WeightProblem, coefficients: Float64Array, decay: number): PolarPoint[] {
  const { process, modes, exponent, radius } = problem;
  const circles = Array.from({ length: fineDistances + 1 }, (_, i) => (i * radius) / fineDistances).map((distance) => {
    const points = onCircle(problem, distance, finePoints);
    const values = applied(generatorRows(process, exponent, modes, points, decay), coefficients);
    const peaks = points.filter((_, i) => {
      const [before, after] = [values[(i + values.length - 1) % values.length], values[(i + 1) % values.length]];
      return values[i] > 0 && values[i] >= before && values[i] > after;
    });
    return { distance, peaks, top: Math.max(...values) };
  });
  const worst = circles.reduce((a, b) => (b.top > a.top ? b : a));
  const peaks = circles.flatMap((circle) => circle.peaks);
  return peaks.length === 0 ? [] : [...peaks, ...onCircle(problem, worst.distance, coarsePoints)];
}

const fineDistances = 12;
const finePoints = 24;

/** Angles at distances 0 and, unless it is 0, the radius. */
function pointsOfBall(problem: WeightProblem): PolarPoint[] {
  const distances = problem.radius === 0 ? [0] : [0, problem.radius];
  return distances.flatMap((distance) => onCircle(problem, distance, coarsePoints));
}

function pointsOfCircle(modes: number): PolarPoint[] {
  return onCircle({ modes, turn: Math.PI }, 0, coarsePoints);
}

/** At distance 0 half a turn is enough: the linearised process is odd in y. */
function onCircle(
  { modes, turn }: Pick<WeightProblem, 'modes' | 'turn'>,
  distance: number,
  pointsPerMode: number,
): PolarPoint[] {
  const count = pointsPerMode * (modes + spareModes);
  const length = distance === 0 ? count : Math.round((count * turn) / Math.PI);
  return Array.from({ length }, (_, i) => ({ distance, angle: (Math.PI * i) / count }));
}

/** Somewhat more than the two per half a turn that a frequency asks for. */
const coarsePoints = 5;
/** 𝓛W has a few frequencies more than g. */
const spareModes = 6;

interface Inequality {
  readonly rows: WeightRows;
  readonly sign: 1 | -1;
  readonly offset: number;
  readonly last: number;
}

/** offset + sign · rows·g + last · z > 0; the unknowns are the coefficients of g in units of 1/n², and z. */
function inequalities(modes: number, parts: readonly Inequality[]): AffineFunctions {
  const scales = unitsOf(modes);
  const unknowns = scales.length + 1;
  const count = parts.reduce((total, { rows }) => total + rows.count, 0);
  const offsets = new Float64Array(count);
  const entries = new Float64Array(count * unknowns);
  let place = 0;
  for (const { rows, sign, offset, last } of parts) {
    for (let i = 0; i < rows.count; i++, place++) {
      offsets[place] = offset;
      for (let column = 0; column < scales.length; column++) {
        entries[place * unknowns + column] = sign * scales[column] * rows.rows[i * rows.unknowns + column];
      }
      entries[place * unknowns + scales.length] = last;
    }
  }
  return { count, unknowns, offsets, rows: entries };
}

function unitsOf(modes: number): Float64Array {
  return Float64Array.from({ length: 2 * modes + 1 }, (_, column) => {
    const n = column === 0 ? 1 : ((column - 1) % modes) + 1;
    return 1 / (n * n);
  });
}

function unscaled(modes: number, x: Float64Array): Float64Array {
  return unitsOf(modes).map((unit, column) => unit * x[column]);
}

function alongLast(length: number, value: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => (i === length - 1 ? value : 0));
}

function applied({ count, unknowns, rows }: WeightRows, coefficients: Float64Array): number[] {
  return Array.from({ length: count }, (_, i) => dot(rows.subarray(i * unknowns, (i + 1) * unknowns), coefficients));
}

function roundedUp(value: number): Rational {
  return rational(BigInt(Math.ceil(value * 1000)), 1000n);
}

/**
 * A trigonometric polynomial (constant, then pairs of cosine and sine by halves) rounded to whole numbers over one
 * denominator.
 */
export function weightText(coefficients: Float64Array): WeightText {
  const text = (value: number) => String(BigInt(Math.round(value * weightScale)));
  const all = Array.from(coefficients, text);
  const modes = (all.length - 1) / 2;
  return {
    denominator: String(BigInt(weightScale)),
    constant: all[0],
    cosine: all.slice(1, modes + 1),
    sine: all.slice(modes + 1),
  };
}

/** Rounding by half of its inverse moves g'' by less than a thousandth. */
const weightScale = 2 ** 26;
