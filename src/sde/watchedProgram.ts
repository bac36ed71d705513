import { isZero, type Rational, toNumber } from '../arithmetic/rational.js';
import { orthogonalised } from '../arithmetic/rationalMatrix.js';
import { type Program, ProgramBuilder } from '../expression/compile/program.js';
import { isVectorisable } from '../expression/compile/wasm/emitVector.js';
import { valueAt } from '../model/constants.js';
import { divergenceRadius } from '../model/escapes.js';
import { reduceEquations } from '../model/linearEquations.js';
import type { AffineSet, Model } from '../model/model.js';
import { subsampleOf } from '../model/noise/noiseFacts.js';
import type { Resolution } from '../model/stepResolution.js';
import { largestScale, squarable } from './kernel.js';
import { coarsestRounding, roundingOfComparison } from './resolution.js';
import type { Scheme } from './solvers/scheme.js';
import { schemeOf } from './solvers/schemes.js';
import { type StepEquations, stepEquations } from './stepEquations.js';
import { distanceInput, gainedInput, parameterInput } from './stepInputs.js';
import { stepIncrements } from './stepProgram.js';
import type { NearPlan, WatchedPrograms } from './trajectoryPlan.js';

/** The programs for a model's SDE by its scheme. */
export function watchedPrograms(
  model: Model,
  set: AffineSet,
  dt: number,
  resolution: Pick<Resolution, 'atBase' | 'keepsSet'>,
  band: Pick<NearPlan, 'start' | 'below' | 'above'>,
): WatchedPrograms {
  const equations = stepEquations(model, set);
  // samples that each trajectory draws for itself are gathered in JavaScript
  const step = subsampleOf(model.noise) === null ? movedProgram(equations, schemeOf(model, equations), dt) : null;
  return {
    step: step !== null && isVectorisable(step) ? step : null,
    escape: escapeProgram(model, set, resolution),
    near: { watch: nearProgram(model, set, band), rescue: rescueProgram(model, set, band.start) },
  };
}

/** One step of θ. */
function movedProgram(equations: StepEquations, scheme: Scheme, dt: number): Program {
  const builder = new ProgramBuilder();
  const scale = scaleAt(builder, builder.input(distanceInput));
  const increments = stepIncrements(builder, equations, scheme, dt, scale);
  return builder.program(
    increments.map((increment, i) => builder.total([builder.input(parameterInput(i)), increment])),
  );
}

function escapeProgram(
  { constants, simulation }: Model,
  set: AffineSet,
  { atBase, keepsSet }: Pick<Resolution, 'atBase' | 'keepsSet'>,
): Program {
  const { builder, theta, distance } = atPoint(set, constants);
  const isStopped = keepsSet
    ? isOnSet(builder, set, constants, theta, distance, atBase)
    : builder.compare('<', distance, builder.number(0));
  return builder.program([
    distance,
    isUnbounded(builder, theta),
    isStopped,
    builder.logical('or', isStopped, builder.compare('<', distance, builder.number(simulation.epsilon))),
    builder.logical('not', builder.compare('<=', distance, builder.number(simulation.radius))),
  ]);
}

function nearProgram(
  { constants }: Model,
  set: AffineSet,
  { below, above }: Pick<NearPlan, 'below' | 'above'>,
): Program {
  const { builder, theta, distance } = atPoint(set, constants);
  const isZeroDistance = builder.compare('==', distance, builder.number(0));
  const isBelow = builder.compare('<', distance, builder.number(below));
  const isOutside = builder.logical('or', isBelow, builder.compare('>', distance, builder.number(above)));
  return builder.program([distance, isUnbounded(builder, theta), isZeroDistance, isOutside]);
}

/** Multiplies the distance back to `start`, as model/rescaling.ts does, and adds the logarithm of the factor. */
function rescueProgram({ parameters, constants }: Model, set: AffineSet, start: number): Program {
  const builder = new ProgramBuilder();
  const theta = parametersOf(builder, parameters.length);
  const before = builder.input(distanceInput);
  const factor = builder.arithmetic('divide', builder.number(start), before);
  const { pivots, rows, rightSides } = reduceEquations(set.rows, set.offsets);
  pivots.forEach((pivot, i) => {
    let onSet = builder.number(valueAt(rightSides[i], constants));
    rows[i].forEach((entry, j) => {
      if (j === pivot || isZero(entry)) return;
      const part = builder.multiply(builder.number(toNumber(entry)), theta[j]);
      onSet = builder.arithmetic('subtract', onSet, part);
    });
    const moved = builder.multiply(factor, builder.arithmetic('subtract', theta[pivot], onSet));
    theta[pivot] = builder.total([onSet, moved]);
  });
  const after = distanceFrom(builder, set, constants, theta);
  const higher = builder.total([builder.input(gainedInput), builder.call('log', before)]);
  return builder.program([...theta, after, builder.arithmetic('subtract', higher, builder.call('log', after))]);
}

function parametersOf(builder: ProgramBuilder, dimension: number): number[] {
  return Array.from({ length: dimension }, (_, i) => builder.input(parameterInput(i)));
}

/** A program over θ that has its distance from a set. */
function atPoint(set: AffineSet, constants: ReadonlyMap<string, Rational>) {
  const builder = new ProgramBuilder();
  const theta = parametersOf(builder, set.base.length);
  return { builder, theta, distance: distanceFrom(builder, set, constants, theta) };
}

/** Whether θ left every bound. */
function isUnbounded(builder: ProgramBuilder, theta: readonly number[]): number {
  const square = builder.total(theta.map((value) => builder.multiply(value, value)));
  return builder.logical('not', builder.compare('<=', square, builder.number(divergenceRadius ** 2)));
}

/** As kernel.ts has it. */
function scaleAt(builder: ProgramBuilder, distance: number): number {
  const one = builder.number(1);
  const isSmall = builder.compare('<', distance, builder.number(squarable));
  const isOff = builder.compare('>', distance, builder.number(0));
  const inverse = builder.arithmetic('divide', one, distance);
  const scale = builder.call('min', inverse, builder.number(largestScale));
  return builder.logical('select', isSmall, builder.logical('select', isOff, scale, one), one);
}

/** The distance of theory §3, operation by operation as model/affineSet.ts works it out. */
function distanceFrom(
  builder: ProgramBuilder,
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
  theta: readonly number[],
): number {
  const { vectors, factors } = orthogonalised(set.rows);
  const lengths = vectors.map((vector) => Math.hypot(...vector.map(toNumber)));
  const components: number[] = [];
  set.rows.forEach((row, i) => {
    const offset = valueAt(set.offsets[i], constants);
    const terms = offset === 0 ? [] : [builder.number(-offset)];
    row.forEach((entry, j) => {
      if (isZero(entry)) return;
      terms.push(builder.multiply(builder.number(toNumber(entry)), theta[j]));
    });
    let residual = builder.total(terms);
    for (let j = 0; j < i; j++) {
      const overlap = toNumber(factors[i][j]) * lengths[j];
      if (overlap === 0) continue;
      const part = builder.multiply(builder.number(overlap), components[j]);
      residual = builder.arithmetic('subtract', residual, part);
    }
    components.push(builder.arithmetic('divide', residual, builder.number(lengths[i])));
  });
  const sizes = components.map((component) => builder.call('abs', component));
  if (sizes.length === 1) return sizes[0];
  const largest = builder.call('max', ...sizes);
  const zero = builder.number(0);
  const squares = components.map((component) => {
    const share = builder.arithmetic('divide', component, largest);
    return builder.multiply(share, share);
  });
  const length = builder.multiply(largest, builder.call('sqrt', builder.total(squares)));
  return builder.logical('select', builder.compare('==', largest, zero), zero, length);
}

/** As floorTest of resolution.ts has it. */
function isOnSet(
  builder: ProgramBuilder,
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
  theta: readonly number[],
  distance: number,
  atBase: number,
): number {
  const isResolved = builder.compare('<', distance, builder.number(atBase));
  const compared = comparedSizeFrom(builder, set, constants, theta);
  if (compared === null) return isResolved;
  const rounding = builder.multiply(compared, builder.number(roundingOfComparison));
  const isNear = builder.compare('<', distance, builder.number(coarsestRounding));
  return builder.logical('or', isResolved, builder.logical('and', isNear, builder.compare('<', distance, rounding)));
}

/** What model/comparedSize.ts works out; null for a set of vanishing parameters. */
function comparedSizeFrom(
  builder: ProgramBuilder,
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
  theta: readonly number[],
): number | null {
  const { rows, rightSides } = reduceEquations(set.rows, set.offsets);
  const sizes = rows.flatMap((row, i) => {
    const offset = Math.abs(valueAt(rightSides[i], constants));
    const entries = row.flatMap((entry, j) => (isZero(entry) ? [] : [{ j, size: Math.abs(toNumber(entry)) }]));
    if (entries.length === 1 && offset === 0) return [];
    const terms = entries.map(({ j, size }) => builder.multiply(builder.number(size), builder.call('abs', theta[j])));
    return [builder.total([builder.number(offset), ...terms])];
  });
  return sizes.length === 0 ? null : builder.call('max', builder.number(0), ...sizes);
}
