import { isZero, type Rational, toNumber } from '../arithmetic/rational.js';
import { orthogonalised } from '../arithmetic/rationalMatrix.js';
import { type Program, ProgramBuilder } from '../expression/compile/program.js';
import { isVectorisable } from '../expression/compile/wasm/emitVector.js';
import { valueAt } from '../model/constants.js';
import { divergenceRadius } from '../model/escapes.js';
import { reduceEquations } from '../model/linearEquations.js';
import type { AffineSet, Model } from '../model/model.js';
import type { Resolution } from '../model/stepResolution.js';
import { largestScale, squarable } from './kernel.js';
import { coarsestRounding, roundingOfComparison } from './resolution.js';
import { eulerMaruyama } from './solvers/eulerMaruyama.js';
import type { Scheme } from './solvers/scheme.js';
import { type StepEquations, stepEquations } from './stepEquations.js';
import { distanceInput, parameterInput } from './stepInputs.js';
import { stepIncrements } from './stepProgram.js';

/** watchedProgram by Euler–Maruyama for a model's SDE; null where WebAssembly lacks one of its operations. */
export function watchedStep(
  model: Model,
  set: AffineSet,
  dt: number,
  resolution: Pick<Resolution, 'atBase' | 'keepsSet'>,
): Program | null {
  const program = watchedProgram(stepEquations(model, set), eulerMaruyama, dt, set, model.constants, resolution);
  return isVectorisable(program) ? program : null;
}

/**
 * A step with what is watched after it, as one program over θ, θ's distance from the set and the normals of the step:
 * results are the new θ (d), its distance, whether it has diverged and, where the set is kept, whether it is on it.
 */
export function watchedProgram(
  equations: StepEquations,
  scheme: Scheme,
  dt: number,
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
  { atBase, keepsSet }: Pick<Resolution, 'atBase' | 'keepsSet'>,
): Program {
  const builder = new ProgramBuilder();
  const before = builder.input(distanceInput);
  const increments = stepIncrements(builder, equations, scheme, dt, scaleAt(builder, before));
  const theta = increments.map((increment, i) => builder.total([builder.input(parameterInput(i)), increment]));
  const square = builder.total([builder.number(0), ...theta.map((value) => builder.multiply(value, value))]);
  const distance = distanceFrom(builder, set, constants, theta);
  const isBounded = builder.compare('<=', square, builder.number(divergenceRadius ** 2));
  const results = [...theta, distance, builder.not(isBounded)];
  if (keepsSet) results.push(isOnSet(builder, set, constants, theta, distance, atBase));
  return builder.program(results);
}

/** As kernel.ts has it. */
function scaleAt(builder: ProgramBuilder, distance: number): number {
  const one = builder.number(1);
  const isSmall = builder.compare('<', distance, builder.number(squarable));
  const isOff = builder.compare('>', distance, builder.number(0));
  const inverse = builder.arithmetic('divide', one, distance);
  const scale = builder.call('min', inverse, builder.number(largestScale));
  return builder.select(isSmall, builder.select(isOff, scale, one), one);
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
    let residual = builder.number(-valueAt(set.offsets[i], constants));
    row.forEach((entry, j) => {
      if (isZero(entry)) return;
      residual = builder.total([residual, builder.multiply(builder.number(toNumber(entry)), theta[j])]);
    });
    for (let j = 0; j < i; j++) {
      const overlap = toNumber(factors[i][j]) * lengths[j];
      if (overlap === 0) continue;
      const part = builder.multiply(builder.number(overlap), components[j]);
      residual = builder.arithmetic('subtract', residual, part);
    }
    components.push(builder.arithmetic('divide', residual, builder.number(lengths[i])));
  });
  const sizes = components.map((component) => builder.call('abs', component));
  if (sizes.length === 1) return builder.total([builder.number(0), sizes[0]]);
  const largest = builder.call('max', ...sizes);
  const zero = builder.number(0);
  const squares = components.map((component) => {
    const share = builder.arithmetic('divide', component, largest);
    return builder.multiply(share, share);
  });
  const length = builder.multiply(largest, builder.call('sqrt', builder.total([zero, ...squares])));
  return builder.select(builder.compare('==', largest, zero), zero, length);
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
  return builder.or(isResolved, builder.and(isNear, builder.compare('<', distance, rounding)));
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
