import { toNumber } from '../../arithmetic/rational.js';
import { substitute } from '../../expression/calculus/substitute.js';
import { compileJavaScript } from '../../expression/compile/javascript.js';
import { evaluate } from '../../expression/evaluation/evaluate.js';
import { type Expression, negate } from '../../expression/syntax/expression.js';
import {
  batchSize,
  constantExpressions,
  constantValues,
  dataNames,
  finitePopulationFactor,
  learningRateValue,
  numericRows,
  valueAt,
} from '../../model/constants.js';
import type { Model } from '../../model/model.js';
import type { RandomStream } from '../../numeric/random.js';
import type { BaseDynamics } from '../../symbolic/baseDynamics.js';
import type { Linearisation } from '../../symbolic/derivation.js';
import { expressionSize } from '../../symbolic/expressionSize.js';
import type { StepSampler } from './stepSampler.js';

/** A step sampler whose base point moves along; `hasLeft` once that is beyond every bound. */
export interface JointSampler extends StepSampler {
  hasLeft(): boolean;
  /** names that are looked up in a step, about: a measure of what it costs */
  readonly work: number;
}

/**
 * The linearised Euler–Maruyama step y ← (I − hH(a) + √h Σ_j C_j(a) ξ_j) y with the base point a moving on the set by
 * the same noise (theory §5, sets with their own dynamics).
 *
 * Each draw gives the matrix at the present base point and then moves it. `base`: one expression a parameter, the start.
 * Matrices are k × k in orthonormal normal coordinates; t = η·step.
 */
export function jointSampler(
  model: Model,
  base: readonly Expression[],
  linearisation: Linearisation,
  dynamics: BaseDynamics,
  step: number,
): JointSampler {
  const parts = jointParts(model, linearisation, dynamics);
  const { dimension, width, sampleCount, families } = parts;
  const k = dimension;
  const point = startOf(model, base, dynamics.free);
  const mean = new Float64Array(k * k);
  /** per sample and in all: drift, then one vector a noise source, each k² + t numbers: matrix first, then motion */
  const total = new Float64Array(width);
  const deviation = new Float64Array(k * k + point.length);
  let left = false;
  const add = (values: Float64Array, from: number, factor: number): void => {
    for (let i = 0; i < deviation.length; i++) deviation[i] += factor * values[from + i];
  };
  return {
    dimension: k,
    duration: step,
    period: 1,
    mean,
    hasLeft: () => left,
    work: parts.work,
    draw(stream, out) {
      const { samples, shared } = parts.evaluateAt(point);
      total.fill(0);
      for (const values of samples) for (let i = 0; i < width; i++) total[i] += values[i] / sampleCount;
      deviation.fill(0);
      for (const { form, weight, at } of families) {
        const scale = Math.sqrt(weight * step);
        if (form === 'once') add(shared, at, scale * stream.normal());
        else if (form === 'averaged') add(total, at, scale * stream.normal());
        else drawSamples(stream, samples, at, scale / Math.sqrt(sampleCount), form === 'centred' ? total : null, add);
      }
      for (let i = 0; i < k * k; i++) {
        const identity = i % (k + 1) === 0 ? 1 : 0;
        mean[i] = identity + step * (total[i] + shared[i]);
        out[i] = mean[i] + deviation[i];
      }
      for (let j = 0; j < point.length; j++) {
        const i = k * k + j;
        point[j] += step * (total[i] + shared[i]) + deviation[i];
        if (!(Math.abs(point[j]) <= farthest)) left = true;
      }
    },
  };
}

/** A base point beyond this has left every bound. */
const farthest = 1e6;

function drawSamples(
  stream: RandomStream,
  samples: readonly Float64Array[],
  at: number,
  scale: number,
  centre: Float64Array | null,
  add: (values: Float64Array, from: number, factor: number) => void,
): void {
  let sum = 0;
  for (const values of samples) {
    const normal = stream.normal();
    sum += normal;
    add(values, at, scale * normal);
  }
  if (centre !== null) add(centre, at, -scale * sum);
}

interface Family {
  readonly form: 'each' | 'centred' | 'averaged' | 'once';
  /** variance per unit of t, as in theory §2 times η */
  readonly weight: number;
  /** where the source's matrix and motion stand among a sample's values (once: among the shared ones) */
  readonly at: number;
}

/** Compiles what a step evaluates: blocks of k² + t numbers, drift first, then one block a noise source. */
function jointParts(model: Model, linearisation: Linearisation, dynamics: BaseDynamics) {
  const { free, sampleDrift, sharedDrift, outputs, columns } = dynamics;
  const constants = constantExpressions(model);
  const settled = (expressions: readonly Expression[]): Expression[] =>
    expressions.map((expression) => substitute(expression, constants));
  const negated = (matrix: readonly (readonly Expression[])[]): Expression[] => matrix.flat().map(negate);
  const { sampleCurvature, regulariserCurvature, outputCurvature, curvature, noise } = linearisation;
  const dimension = curvature.length;
  const block = dimension ** 2 + free.length;
  const sharedBlocks = settled([
    ...negated(regulariserCurvature ?? curvature),
    ...sharedDrift,
    ...noise
      .filter(({ source }) => source === 'explicit')
      .flatMap(({ matrix }, j) => [...matrix.flat(), ...columns[j]]),
  ]);
  const sampleBlocks =
    sampleCurvature === null || sampleDrift === null
      ? []
      : settled([
          ...negated(sampleCurvature),
          ...sampleDrift,
          ...outputs.flatMap((output, m) => [...outputCurvature[m].flat(), ...output]),
        ]);
  const data = model.dynamics.kind === 'loss' ? model.dynamics.data : null;
  const names = dataNames(model);
  const rows = data === null ? new Float64Array(0) : numericRows(data);
  const sampleCount = data?.rows.length ?? 0;
  const sampleFunction = compileJavaScript(sampleBlocks, [...free, ...names]);
  const sharedFunction = compileJavaScript(sharedBlocks, free);
  const shared = new Float64Array(sharedBlocks.length);
  const samples = Array.from({ length: sampleCount }, () => new Float64Array(sampleBlocks.length));
  const values = new Float64Array(free.length + names.length);
  return {
    dimension,
    width: sampleBlocks.length === 0 ? block : sampleBlocks.length,
    sampleCount,
    work: sizeOf(sharedBlocks) + sampleCount * sizeOf(sampleBlocks),
    families: familiesOf(model, block, outputs.length, columns.length),
    evaluateAt(point: Float64Array) {
      sharedFunction(point, shared);
      values.set(point);
      for (let i = 0; i < sampleCount; i++) {
        values.set(rows.subarray(i * names.length, (i + 1) * names.length), free.length);
        sampleFunction(values, samples[i]);
      }
      return { samples, shared };
    },
  };
}

function sizeOf(expressions: readonly Expression[]): number {
  return expressions.reduce((total, one) => total + expressionSize(one), 0);
}

/** theory §2: which block each noise multiplies, and how. The gradient of the loss is minus its drift, which has the same law. */
function familiesOf(model: Model, block: number, outputs: number, columns: number): Family[] {
  const { dynamics } = model;
  if (dynamics.kind === 'sde') {
    return Array.from({ length: columns }, (_, j) => ({ form: 'once', weight: 1, at: (j + 1) * block }));
  }
  const eta = learningRateValue(model);
  const size = dynamics.data.rows.length;
  const ofOutputs = (form: 'each' | 'averaged', weight: number): Family[] =>
    Array.from({ length: outputs }, (_, m) => ({ form, weight, at: (m + 1) * block }));
  return model.noise.flatMap((noise): Family[] => {
    if (noise.kind === 'explicit') return [];
    const batch = batchSize(noise, dynamics.data);
    if (noise.kind === 'residual') return ofOutputs('averaged', eta * valueAt(noise.std, model.constants) ** 2);
    const labels =
      noise.kind === 'label' ? ofOutputs('each', (eta * valueAt(noise.std, model.constants) ** 2) / batch) : [];
    if (noise.sampling === 'none') return labels;
    const remaining = toNumber(finitePopulationFactor(noise.sampling, batch, size));
    return [...labels, { form: 'centred', weight: (eta / batch) * remaining, at: 0 }];
  });
}

function startOf(model: Model, base: readonly Expression[], free: readonly string[]): Float64Array {
  const values = constantValues(model);
  return Float64Array.from(free, (name) => Number(evaluate(base[model.parameters.indexOf(name)], values)));
}
