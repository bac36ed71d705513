import { evaluate } from '../expression/evaluate.js';
import { constantValues, momentumValue } from '../model/constants.js';
import type { Model } from '../model/model.js';
import { toNumber } from '../numeric/rational.js';
import { deriveBaseDynamics } from '../symbolic/baseDynamics.js';
import type { Derivation, EigenDirection, Linearisation } from '../symbolic/derivation.js';
import { familyAlong, sgdAlong } from './alongDirection.js';
import { sdeExponentOnCircle } from './circle.js';
import { type EvaluatedLinearisation, evaluateLinearisation } from './evaluatedLinearisation.js';
import { jointSampler } from './jointSampler.js';
import { logDistanceRange } from './logDistance.js';
import { productExponent } from './matrixProduct.js';
import type { Exponent, Prediction } from './prediction.js';
import { scalarChainExponent, scalarSdeExponent, scalarSgdExponent } from './scalarExponents.js';

export interface PredictOptions {
  readonly seed: number;
}

/**
 * What theory predicts for a set at the file's constants, data and base point: the sufficient condition, and the
 * exponents of the SDE, of its Euler–Maruyama chain at the file's dt, and of SGD itself (theory §4.2, §5, §6).
 */
export function predict(model: Model, derivation: Derivation, { seed }: PredictOptions): Prediction {
  const { linearisation, set } = derivation;
  if (linearisation === null || derivation.invariance.status === 'refuted') return nothing(false, []);
  const evaluated = evaluateLinearisation(model, set.base, linearisation);
  if (evaluated === null) {
    return nothing(linearisation.baseMoves, ['curvature or noise is no finite number at the base point']);
  }
  const directions = derivation.eigenDirections && numericDirections(model, derivation.eigenDirections, set.base);
  const remarks: string[] = [];
  const hasSde = momentumValue(model) === 0;
  if (!hasSde) remarks.push('with momentum the parameters alone follow no SDE (theory §6)');
  const sde = hasSde ? sdeExponent(evaluated, directions) : null;
  const range = hasSde ? logDistanceRange(evaluated.family) : null;
  const sgd = evaluated.sgd === null ? null : sgdExponent(evaluated, directions, remarks);
  return {
    sufficient: {
      supQ: range?.supremum ?? null,
      infQ: range?.infimum ?? null,
      alpha: range !== null && derivation.codimension === 1 ? -range.supremum : null,
      says: range === null ? 'silent' : range.supremum < 0 ? 'attractive' : range.infimum > 0 ? 'repelling' : 'silent',
    },
    exponents: {
      sde: sde && { ...sde.exponent, lowest: sde.lowest, certificate: null },
      eulerMaruyama: hasSde ? chainExponent(evaluated, directions, model.simulation.dt) : null,
      sgd,
      sdeAveraged:
        hasSde && linearisation.baseMoves ? averagedExponent(model, derivation, linearisation, seed, remarks) : null,
    },
    baseMoves: linearisation.baseMoves,
    reducible: sde?.reducible ?? false,
    remarks,
  };
}

type Direction = readonly number[];

interface SdeExponent {
  readonly exponent: Exponent;
  readonly lowest: number;
  readonly reducible: boolean;
}

/** Common eigenvectors first, then the circle (theory §5). */
function sdeExponent(
  { family, exact, codimension }: EvaluatedLinearisation,
  directions: readonly Direction[] | null,
): SdeExponent | null {
  if (directions !== null) {
    const all = directions.map((direction) => scalarSdeExponent(familyAlong(family, direction)));
    return { exponent: largest(all), lowest: Math.min(...all.map(({ value }) => value)), reducible: all.length > 1 };
  }
  if (codimension > 2) return null;
  const { value, interval, level, method, lowest, structure } = sdeExponentOnCircle(exact);
  return { exponent: { value, interval, level, method }, lowest, reducible: structure !== 'irreducible' };
}

function chainExponent(
  { family }: EvaluatedLinearisation,
  directions: readonly Direction[] | null,
  dt: number,
): Prediction['exponents']['eulerMaruyama'] {
  if (directions === null) return null;
  return { ...largest(directions.map((direction) => scalarChainExponent(familyAlong(family, direction), dt))), dt };
}

function sgdExponent(
  { sgd }: EvaluatedLinearisation,
  directions: readonly Direction[] | null,
  remarks: string[],
): Exponent | null {
  if (sgd === null || directions === null || sgd.momentum !== 0) return null;
  const found = directions.map((direction) =>
    scalarSgdExponent(sgdAlong(sgd, direction), sgd.learningRate, sgd.noises),
  );
  const known = found.filter((one) => one !== null);
  if (known.length < found.length) return null;
  const vanishing = Math.max(...known.map((one) => one.vanishing));
  if (vanishing > 0)
    remarks.push(`a step of SGD multiplies a normal direction by exactly 0 with probability ${vanishing}`);
  const exponent = largest(known);
  return Number.isFinite(exponent.value) ? exponent : null;
}

/**
 * The exponent along the moving base point, from base point and direction simulated jointly at the file's dt (theory §5);
 * null when the base point leaves every bound.
 */
function averagedExponent(
  model: Model,
  { set }: Derivation,
  linearisation: Linearisation,
  seed: number,
  remarks: string[],
): Exponent | null {
  const sampler = jointSampler(model, set.base, linearisation, deriveBaseDynamics(model, set), model.simulation.dt);
  const { value, interval, level, method } = productExponent(sampler, { seed, budget: averagingSteps });
  if (sampler.hasLeft() || !Number.isFinite(value)) {
    remarks.push('the base point leaves every bound along the set, so there is no average over its dynamics');
    return null;
  }
  return { value, interval, level, method };
}

/** A second or two; where the sign needs more, the interval says so. */
const averagingSteps = 2 ** 18;

/** The exponent of generic starts: the largest over the directions, each known up to its interval. */
function largest(exponents: readonly Exponent[]): Exponent {
  const top = exponents.reduce((best, one) => (one.value > best.value ? one : best));
  return {
    value: top.value,
    interval: [
      Math.max(...exponents.map(({ interval }) => interval[0])),
      Math.max(...exponents.map(({ interval }) => interval[1])),
    ],
    level: Math.min(...exponents.map(({ level }) => level)),
    method: top.method,
  };
}

function numericDirections(
  model: Model,
  directions: readonly EigenDirection[],
  base: Derivation['set']['base'],
): number[][] {
  const values = new Map(constantValues(model));
  for (const [i, name] of model.parameters.entries()) values.set(name, Number(evaluate(base[i], values)));
  const samples =
    model.dynamics.kind === 'sde'
      ? undefined
      : {
          names: [...model.dynamics.data.inputs, ...model.dynamics.data.targets],
          rows: model.dynamics.data.rows.map((row) => row.map(toNumber)),
        };
  return directions.map(({ direction }) => direction.map((entry) => Number(evaluate(entry, values, samples))));
}

function nothing(baseMoves: boolean, remarks: readonly string[]): Prediction {
  return {
    sufficient: { supQ: null, infQ: null, alpha: null, says: 'silent' },
    exponents: { sde: null, eulerMaruyama: null, sgd: null, sdeAveraged: null },
    baseMoves,
    reducible: false,
    remarks,
  };
}
