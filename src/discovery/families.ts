import { isZero, negated, type Rational, zero } from '../arithmetic/rational.js';
import { rank, rowEchelonForm } from '../arithmetic/rowEchelonForm.js';
import { elementName, elementParts } from '../expression/syntax/names.js';
import { printExpression } from '../expression/syntax/print.js';
import type { AffineSet, Model } from '../model/model.js';
import { shapesOf } from '../model/shapes.js';
import { inSlices } from '../model/slices.js';
import { coordinateNames, directionFrame } from './directionFrame.js';
import { equationsIn, type Frame, proveFamily, type SetFamily } from './provedFamily.js';
import { type Copies, rotatedCopies } from './rotatedCopies.js';
import type { Rotation } from './rotations.js';
import { turnedFrame } from './turnedFrame.js';

/**
 * The families of invariant sets that rotations make of a set, each followed by the kernel for all of its members at once;
 * what it does not follow is left out. `known` keeps what was found, so that a family is proved once.
 *
 * Where the equations inside rotated copies of ℝᵐ are along directions, d·U = d·V = 0, the family is that of all directions n;
 * else planes are turned by all angles, and three dimensions by all rotations.
 */
export function familiesOf(
  model: Model,
  set: AffineSet,
  rotations: readonly Rotation[],
  known: Map<string, SetFamily | null>,
): SetFamily[] {
  const { rows } = rowEchelonForm(set.rows);
  const { parameters } = model;
  const taken = shapesOf([...parameters, ...model.constants.keys()]);
  const isFree = coordinateNames.every((name) => !taken.has(name));
  const family = ['n', 'm', 'normal', 'direction'].find((name) => isFree && !taken.has(name));
  const covered = new Set<number>();
  const turned: Rotation[] = [];
  return rotatedCopies(rotations).flatMap((copies) => {
    const places = copies.flat().map(({ index }) => index);
    if (family === undefined || places.every((place) => covered.has(place))) return [];
    const planes = copies.map(([a, b]) => ({ first: a.index, second: b.index, sign: a.sign * b.sign }));
    const frame =
      directionFrame(parameters, rows, copies, family) ??
      (isTurned(set, planes) ? turnedFrame(parameters, rows, copies, family) : null);
    if (frame === null || frame.coordinates.length > mostCoordinates) return [];
    if (copies[0].length > 2) for (const place of places) covered.add(place);
    if (turned.some((other) => turnsAlike(set, planes, other))) return [];
    turned.push(planes);
    const told = { family, parameters: frame.parameters, equations: toldEquations(model, frame, copies, family) };
    const key = JSON.stringify(told);
    if (!known.has(key)) {
      const invariance = proveFamily(model, frame, told);
      known.set(key, invariance && { ...told, invariance });
    }
    return known.get(key) ?? [];
  });
}

/** Beyond these the formulas of a family are longer than anyone reads. */
const mostCoordinates = 200;

/** Whether a rotation carries a set into others: whether some small angle turns a row out of the space of the rows. */
export function isTurned({ rows }: AffineSet, rotation: Rotation): boolean {
  const turned = rows.map((row) => {
    const result: Rational[] = row.map(() => zero);
    for (const { first, second, sign } of rotation) {
      result[first] = signed(row[second], -sign);
      result[second] = signed(row[first], sign);
    }
    return result;
  });
  return rank([...rows, ...turned]) > rows.length;
}

/** Whether rotations of different planes make the same sets: of u = v one that turns u and one that turns v. */
function turnsAlike(set: AffineSet, rotation: Rotation, other: Rotation): boolean {
  const places = new Set(rotation.flatMap(({ first, second }) => [first, second]));
  const isApart = other.every(({ first, second }) => !places.has(first) && !places.has(second));
  return (
    isApart &&
    [1, -1].some((way) => !isTurned(set, [...rotation, ...other.map((pair) => ({ ...pair, sign: way * pair.sign }))]))
  );
}

/** `n @ U[:, j]` where a copy is an axis of an array, else all products; slices of arrays where they are alike. */
function toldEquations(model: Model, frame: Frame, copies: Copies, family: string): string[] {
  const written = equationsIn(model, frame).map((equation, r) => {
    const [place, ...more] = [...frame.rows[r].keys()].filter((c) => !isZero(frame.rows[r][c]));
    const [array, c, a] = frame.coordinates[place].name.split(/[[\], ]+/);
    if (more.length > 0 || array !== coordinateNames[0]) return printExpression(equation);
    const direction = frame.parameters.length === copies[0].length ? family : `${family}[${a}, :]`;
    return productOf(direction, copies[Number(c) - 1], model.parameters) ?? printExpression(equation);
  });
  return inSlices(written, [...model.parameters, ...frame.parameters]);
}

/** A direction times a copy that is an axis of a vector or matrix; null where it is none. */
function productOf(direction: string, copy: Copies[number], parameters: readonly string[]): string | null {
  const [first, second] = copy.map(({ index }) => elementParts(parameters[index]));
  if (first === null || second === null) return null;
  const axis = first.indices.findIndex((at, i) => at !== second.indices[i]);
  const shape = shapesOf(parameters).get(first.array) ?? [];
  const isAxis =
    shape[axis] === copy.length &&
    copy.every(
      ({ index, sign }, i) =>
        sign > 0 && parameters[index] === elementName(first.array, first.indices.with(axis, i + 1)),
    );
  if (!isAxis || shape.length > 2) return null;
  if (shape.length === 1) return `${direction} @ ${first.array}`;
  const slice = `${first.array}[${first.indices.map((at, i) => (i === axis ? ':' : at)).join(', ')}]`;
  return axis === 0 ? `${direction} @ ${slice}` : `${slice} @ ${direction}`;
}

function signed(value: Rational, sign: number): Rational {
  return sign < 0 ? negated(value) : value;
}
