import { isZero, type Rational, toNumber } from '../../arithmetic/rational.js';
import { zeroTest } from '../../expression/algebra/zeroTest.js';
import { differentiate } from '../../expression/calculus/differentiate.js';
import { substitute } from '../../expression/calculus/substitute.js';
import { evaluate } from '../../expression/evaluation/evaluate.js';
import { evaluateExact } from '../../expression/evaluation/evaluateExact.js';
import { type Expression, number } from '../../expression/syntax/expression.js';
import type { AffineSet, Model } from '../../model/model.js';
import { dot } from '../../numeric/vectors.js';
import { branchedModel } from '../../symbolic/branchedModel.js';
import { deriveSet } from '../../symbolic/derive.js';
import { normalCoordinates } from '../../symbolic/normalCoordinates.js';
import { type EvaluatedLinearisation, evaluateLinearisation } from '../linearisation/evaluatedLinearisation.js';

/**
 * The normal dynamics near a set with kinks on it: linear in each of the cones that the kinks cut the directions into, so
 * that they are positively homogeneous of degree 1.
 */
export interface ConeProcess {
  /** k */
  readonly dimension: number;
  /** the unit normals (k numbers each) of the hyperplanes through the set on which kinks lie */
  readonly planes: readonly (readonly number[])[];
  /** the linearisation, in orthonormal normal coordinates, in the cone of a direction (k numbers, not all 0); null beyond bounds */
  at(direction: ArrayLike<number>): EvaluatedLinearisation | null;
}

/** Why there is no such process. */
export type ConeObstacle = string;

/** One hyperplane through the set on which a kink lies: its unit normal, k numbers. */
type Plane = readonly number[];

/** The process of a set at its base point, or what stands in its way. */
export function coneProcess(model: Model, set: AffineSet): ConeProcess | ConeObstacle {
  const branched = branchedModel(model);
  if (branched === null) return 'a conditional with more than one comparison has a kink on the set';
  const { normals, lengths, parameters } = normalCoordinates(model, set);
  const basis = normals.map((row, j) => row.map((entry) => toNumber(entry) / Math.sqrt(toNumber(lengths[j]))));
  const base = new Map<string, Rational>();
  for (const [i, name] of parameters.entries()) {
    const value = evaluateExact(set.base[i], model.constants);
    if (value === null) return 'the base point is irrational, and no kink can be told to lie on it';
    base.set(name, value);
  }
  const { dynamics } = model;
  const data = dynamics.kind === 'loss' ? dynamics.data : { inputs: [], targets: [], rows: [[]] };
  const names = [...data.inputs, ...data.targets];
  const planes: Plane[] = [];
  /** of each switch and sample: which branch is taken, or on which side of a plane */
  const sides: (boolean | { readonly plane: number; readonly isPositive: boolean })[][] = [];
  for (const [index, { at, smooth }] of branched.switches.entries()) {
    const slopes = parameters.map((name) => differentiate(smooth, name));
    const ofSamples: (typeof sides)[number] = [];
    for (const [sample, row] of data.rows.entries()) {
      const known = new Map([...model.constants, ...names.map((name, i) => [name, row[i]] as const)]);
      const value = evaluateExact(at, new Map([...known, ...base]));
      if (value === null) return 'the argument of a kink has no rational value at the base point';
      if (!isZero(value)) {
        ofSamples.push(value.numerator > 0n);
        continue;
      }
      const numbers = new Map([...known, ...base].map(([name, one]) => [name, toNumber(one)]));
      for (const [inside, ofInside] of sides.slice(0, index).entries()) {
        const side = ofInside[sample];
        numbers.set(branched.switches[inside].name, typeof side === 'boolean' ? Number(side) : Number.NaN);
      }
      const gradient = slopes.map((slope) => Number(evaluate(slope, numbers)));
      // the branch of a kink inside this one that lies on the set too has no value yet
      if (gradient.some(Number.isNaN)) return 'a kink within a kink lies on the set';
      const normal = basis.map((vector) => dot(vector, gradient));
      const size = Math.hypot(...normal);
      const tangential = gradient.map(
        (entry, i) => entry - basis.reduce((sum, vector, j) => sum + normal[j] * vector[i], 0),
      );
      if (Math.hypot(...tangential) > negligible * (size + 1)) return 'the base point can leave the kink along the set';
      if (size === 0) {
        if (!isZeroFunction(smooth, known)) return 'a kink of second order lies on the set';
        ofSamples.push(false);
        continue;
      }
      ofSamples.push(
        sideOf(
          normal.map((entry) => entry / size),
          planes,
        ),
      );
    }
    sides.push(ofSamples);
  }
  if (planes.length === 0) return 'no kink lies on the set at its base point';
  if (planes.length > mostPlanes) return `kinks lie on more than ${mostPlanes} planes through the set`;
  const found = new Map<string, EvaluatedLinearisation | null>();
  const linearisationAt = (signs: readonly boolean[]): EvaluatedLinearisation | null => {
    const inCone = branched.with((index, sample) => {
      const side = sides[index][sample];
      return typeof side === 'boolean' ? side : signs[side.plane] === side.isPositive;
    });
    const { linearisation } = deriveSet(inCone, set);
    if (linearisation === null || linearisation.baseMoves) return null;
    return evaluateLinearisation(inCone, set.base, linearisation);
  };
  return {
    dimension: basis.length,
    planes,
    at(direction: ArrayLike<number>) {
      const signs = planes.map((plane) => dot(plane, direction) > 0);
      const key = signs.map(Number).join('');
      const known = found.get(key);
      if (known !== undefined || found.size >= mostCones) return known ?? null;
      const linear = linearisationAt(signs);
      found.set(key, linear);
      return linear;
    },
  };
}

const mostPlanes = 64;
/** Each is derived anew. */
const mostCones = 128;
const negligible = 1e-12;

function isZeroFunction(expression: Expression, known: ReadonlyMap<string, Rational>): boolean {
  const values = new Map([...known].map(([name, value]) => [name, number(value)]));
  return zeroTest(substitute(expression, values)).status === 'zero';
}

/** The plane with this normal, either way round; a new one joins the list. */
function sideOf(normal: readonly number[], planes: Plane[]): { plane: number; isPositive: boolean } {
  for (const [plane, other] of planes.entries()) {
    const cosine = dot(normal, other);
    if (Math.abs(cosine) > 1 - negligible) return { plane, isPositive: cosine > 0 };
  }
  planes.push(normal);
  return { plane: planes.length - 1, isPositive: true };
}
