import { toNumber } from '../../arithmetic/rational.js';
import { substitute } from '../../expression/calculus/substitute.js';
import { compileJavaScript } from '../../expression/compile/javascript.js';
import { compileProgram } from '../../expression/compile/program.js';
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
import { isStated } from '../../model/noise/noiseFacts.js';
import type { BaseDynamics } from '../../symbolic/baseDynamics.js';
import type { Linearisation } from '../../symbolic/derivation.js';

/** Drift and covariance per unit of t of base point and normal coordinate together, the t base coordinates first. */
export interface JointField {
  /** t + k numbers */
  readonly drift: Float64Array;
  /** (t + k)² numbers, row by row; only the lower triangle is filled */
  readonly covariance: Float64Array;
}

/** What the fields are at a base point: blocks of k² + t numbers, a matrix for y and then a motion of the base point. */
export interface JointBlocks {
  /** one a sample: its drift, then one block an output that a noise needs */
  readonly samples: readonly Float64Array[];
  /** the drift that all samples share, then one block a column of an explicit diffusion */
  readonly shared: Float64Array;
}

/** What a model's fields are near a set, in numbers: of the base point on it, and linear in the normal coordinate. */
export interface JointParts {
  /** t, free parameters on the set */
  readonly baseDimension: number;
  /** k */
  readonly codimension: number;
  /** 0 for an SDE without data */
  readonly sampleCount: number;
  /** operations at a point: a measure of what it costs */
  readonly work: number;
  /** base coordinates at a point of the set, one expression a parameter */
  startAt(base: readonly Expression[]): Float64Array;
  /** the blocks at a base point (t numbers): the same arrays in every call, overwritten by the next */
  blocksAt(point: Float64Array): JointBlocks;
  /** the sources of noise of the SDE */
  readonly families: readonly NoiseSource[];
}

/** A base point's drift, as a block, and the blocks of its noise. */
export interface SdeBlocks {
  readonly drift: Float64Array;
  readonly sources: readonly SourceBlock[];
}

/** One source of noise: values, where its block stands in them, and its variance per unit of t. */
export interface SourceBlock {
  readonly values: Float64Array;
  readonly at: number;
  readonly weight: number;
}

/** The same with the field of the SDE. */
export interface JointFields extends JointParts {
  /** independent sources of noise, those of each sample counted apart */
  readonly sourceCount: number;
  /** the blocks of the SDE at a base point (t numbers), `sourceCount` sources in one order; overwritten by the next call */
  sdeBlocksAt(point: Float64Array): SdeBlocks;
  /** drift and covariance of the SDE at a base point and a normal coordinate y (k numbers); overwritten by the next call */
  fieldAt(point: Float64Array, y: Float64Array): JointField;
}

/** The fields of the SDE along a set whose base point moves, and of SGD sample by sample (theory §5); t = η·step. */
export function jointFields(model: Model, linearisation: Linearisation, dynamics: BaseDynamics): JointFields {
  return jointFieldsOf({
    ...jointParts(model, linearisation, dynamics),
    startAt: (base) => startOf(model, base, dynamics.free),
  });
}

/** Fields from their parts. */
export function jointFieldsOf(parts: JointParts): JointFields {
  const { codimension: k, baseDimension: t, families } = parts;
  const block = k * k + t;
  const drift = new Float64Array(t + k);
  const driftBlock = new Float64Array(block);
  const covariance = new Float64Array((t + k) ** 2);
  const vector = new Float64Array(t + k);
  /** the mean over the samples of their blocks */
  let mean = new Float64Array(0);
  let sources: readonly SourceBlock[] | null = null;
  const centred: { readonly values: Float64Array; readonly of: Float64Array; readonly at: number }[] = [];
  const sourcesOf = ({ samples, shared }: JointBlocks): SourceBlock[] =>
    families.flatMap(({ form, weight, at }): SourceBlock[] => {
      if (form === 'once') return [{ values: shared, at, weight }];
      if (form === 'averaged') return [{ values: mean, at, weight }];
      const each = weight / samples.length;
      if (form === 'each') return samples.map((values) => ({ values, at, weight: each }));
      return samples.map((of) => {
        const values = new Float64Array(block);
        centred.push({ values, of, at });
        return { values, at: 0, weight: each };
      });
    });
  const sdeBlocksAt = (point: Float64Array): SdeBlocks => {
    const blocks = parts.blocksAt(point);
    const { samples, shared } = blocks;
    const count = samples.length;
    if (sources === null) {
      mean = new Float64Array(count === 0 ? 0 : samples[0].length);
      sources = sourcesOf(blocks);
    }
    mean.fill(0);
    for (let n = 0; n < count; n++) {
      const values = samples[n];
      for (let i = 0; i < mean.length; i++) mean[i] += values[i];
    }
    for (let i = 0; i < mean.length; i++) mean[i] /= count;
    for (let i = 0; i < block; i++) driftBlock[i] = shared[i] + (count > 0 ? mean[i] : 0);
    for (let n = 0; n < centred.length; n++) {
      const { values, of, at } = centred[n];
      for (let i = 0; i < block; i++) values[i] = of[at + i] - mean[at + i];
    }
    return { drift: driftBlock, sources };
  };
  return {
    ...parts,
    sourceCount: families.reduce(
      (count, { form }) => count + (form === 'once' || form === 'averaged' ? 1 : parts.sampleCount),
      0,
    ),
    sdeBlocksAt,
    fieldAt(point, y) {
      const { drift: values, sources } = sdeBlocksAt(point);
      drift.fill(0);
      addBlock(drift, values, 0, y, t, 1);
      covariance.fill(0);
      for (let n = 0; n < sources.length; n++) {
        const { values, at, weight } = sources[n];
        vector.fill(0);
        addBlock(vector, values, at, y, t, 1);
        for (let i = 0; i < t + k; i++) {
          const scaled = weight * vector[i];
          for (let j = 0; j <= i; j++) covariance[i * (t + k) + j] += scaled * vector[j];
        }
      }
      return { drift, covariance };
    },
  };
}

/** Adds a factor times (motion, matrix·y) of the block that starts at a place to a vector of t + k numbers. */
export function addBlock(
  vector: Float64Array,
  values: Float64Array,
  at: number,
  y: Float64Array,
  t: number,
  factor: number,
): void {
  const k = y.length;
  for (let i = 0; i < t; i++) vector[i] += factor * values[at + k * k + i];
  for (let i = 0; i < k; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += values[at + i * k + j] * y[j];
    vector[t + i] += factor * sum;
  }
}

/** A source of noise: which block it multiplies, and how (theory §2). */
export interface NoiseSource {
  readonly form: 'each' | 'centred' | 'averaged' | 'once';
  /** variance per unit of t, as in theory §2 times η */
  readonly weight: number;
  /** where the source's matrix and motion stand among a sample's values (once: among the shared ones) */
  readonly at: number;
}

/** Compiles what a step evaluates: blocks of k² + t numbers, drift first, then one block a noise source. */
function jointParts(model: Model, linearisation: Linearisation, dynamics: BaseDynamics): Omit<JointParts, 'startAt'> {
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
    ...noise.filter(({ source }) => isStated(source)).flatMap(({ matrix }, j) => [...matrix.flat(), ...columns[j]]),
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
    baseDimension: free.length,
    codimension: dimension,
    sampleCount,
    work: stepsOf(sharedBlocks) + sampleCount * stepsOf(sampleBlocks),
    families: familiesOf(model, block, outputs.length, columns.length),
    blocksAt(point: Float64Array) {
      sharedFunction(point, shared);
      values.set(point);
      for (let i = 0; i < sampleCount; i++) {
        for (let n = 0; n < names.length; n++) values[free.length + n] = rows[i * names.length + n];
        sampleFunction(values, samples[i]);
      }
      return { samples, shared };
    },
  };
}

function stepsOf(expressions: readonly Expression[]): number {
  return compileProgram(expressions).operations.length;
}

/** theory §2: which block each noise multiplies, and how. The gradient of the loss is minus its drift, which has the same law. */
function familiesOf(model: Model, block: number, outputs: number, columns: number): NoiseSource[] {
  const { dynamics } = model;
  if (dynamics.kind === 'sde') {
    return Array.from({ length: columns }, (_, j) => ({ form: 'once', weight: 1, at: (j + 1) * block }));
  }
  const eta = learningRateValue(model);
  const stated = Array.from(
    { length: columns },
    (_, j): NoiseSource => ({ form: 'once', weight: eta, at: (j + 1) * block }),
  );
  const size = dynamics.data.rows.length;
  const ofOutputs = (form: 'each' | 'averaged', weight: number): NoiseSource[] =>
    Array.from({ length: outputs }, (_, m) => ({ form, weight, at: (m + 1) * block }));
  const drawn = model.noise.flatMap((noise): NoiseSource[] => {
    if ('diffusion' in noise) return [];
    const batch = batchSize(noise, dynamics.data);
    if (noise.kind === 'residual') return ofOutputs('averaged', eta * valueAt(noise.std, model.constants) ** 2);
    const labels =
      noise.kind === 'label' ? ofOutputs('each', (eta * valueAt(noise.std, model.constants) ** 2) / batch) : [];
    if (noise.sampling === 'none') return labels;
    const remaining = toNumber(finitePopulationFactor(noise.sampling, batch, size));
    return [...labels, { form: 'centred', weight: (eta / batch) * remaining, at: 0 }];
  });
  return [...drawn, ...stated];
}

function startOf(model: Model, base: readonly Expression[], free: readonly string[]): Float64Array {
  const values = constantValues(model);
  return Float64Array.from(free, (name) => Number(evaluate(base[model.parameters.indexOf(name)], values)));
}
