import { dividedBy, plus, type Rational, rational, times, toNumber, zero } from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { evaluate } from '../../expression/evaluation/evaluate.js';
import { evaluateExact } from '../../expression/evaluation/evaluateExact.js';
import type { Expression } from '../../expression/syntax/expression.js';
import { batchSize, dataNames, momentumValue, valueAt } from '../../model/constants.js';
import type { Model } from '../../model/model.js';
import { isStated } from '../../model/noise/noiseFacts.js';
import type { BatchSampling } from '../../model/noise/noiseKind.js';
import { isClipped } from '../../model/noSde.js';
import type { Linearisation, NoiseFamily } from '../../symbolic/derivation.js';
import { dyadic } from '../matrices/dyadic.js';
import {
  type ExactLinearFamily,
  floatFamily,
  floatMatrix,
  type LinearFamily,
  type WeightedMatrix,
} from '../matrices/linearFamily.js';
import { evaluatedOnce, SampleMatrices } from './sampleMatrices.js';

type NumberMatrix = readonly (readonly number[])[];

/** A linearisation at the values of the model's constants, its data and the set's base point; all matrices are k × k. */
export interface EvaluatedLinearisation {
  readonly codimension: number;
  /** the linearised SDE */
  readonly family: LinearFamily;
  /** the same in rationals; where an entry is irrational, the nearest doubles stand in for all and `isExact` is false */
  readonly exact: ExactLinearFamily;
  readonly isExact: boolean;
  /** what SGD multiplies by (theory §6); null for an SDE without data, and with clipped gradients */
  readonly sgd: SgdLinearisation | null;
}

/** The matrices that the steps of SGD are made of, and how they are drawn. */
export interface SgdLinearisation {
  /** Ĥ_i, one a sample, without the regulariser */
  readonly sampleCurvature: readonly NumberMatrix[];
  readonly regulariserCurvature: NumberMatrix;
  /** F_{m,i}: outputs × samples */
  readonly outputCurvature: readonly (readonly NumberMatrix[])[];
  readonly learningRate: number;
  readonly momentum: number;
  /** see MomentumStep; false unless given */
  readonly nesterov?: boolean;
  /** w of a decay beside the step, whose penalty is in no curvature here; 0 unless given */
  readonly decoupledDecay?: number;
  readonly noises: readonly SgdNoise[];
}

/** A source of noise in SGD's linearised step, with numbers in place of constants (theory §6). */
export type SgdNoise =
  | {
      readonly kind: 'batch';
      readonly sampling: BatchSampling;
      readonly batch: number;
      /** standard deviation of the label noise on each drawn sample; 0 without */
      readonly labelNoise: number;
    }
  /** label noise of this standard deviation on every sample of the full batch */
  | { readonly kind: 'fullBatchLabel'; readonly labelNoise: number }
  | { readonly kind: 'residual'; readonly std: number }
  /** Σ_j C_j ξ_j added to Ĥ with normal ξ_j; with degrees of freedom ν all of them times √((ν − 2)/χ²_ν) */
  | {
      readonly kind: 'gradient';
      readonly matrices: readonly NumberMatrix[];
      readonly degreesOfFreedom: number | null;
    };

/**
 * The numbers of a linearisation: H, the C_j, and the per-sample matrices of SGD.
 *
 * Entries that are arithmetic of the file's decimals stay exact; a moment is the mean over the samples of exact entries.
 * Null when an entry is no finite number there.
 */
export function evaluateLinearisation(
  model: Model,
  base: readonly Expression[],
  linearisation: Linearisation,
): EvaluatedLinearisation | null {
  const values = new Map(model.constants);
  const exactBase = base.map((entry) => evaluateExact(entry, model.constants));
  for (const [i, name] of model.parameters.entries()) {
    values.set(name, exactBase[i] ?? dyadic(valueAt(base[i], model.constants)));
  }
  const isBaseExact = exactBase.every((entry) => entry !== null);
  const point = new EvaluationPoint(model, values);
  const { curvature, regulariserCurvature, sampleCurvature, outputCurvature, noise, learningRate } = linearisation;
  const perSample = sampleCurvature && point.perSample(sampleCurvature);
  const shared = regulariserCurvature && point.matrix(regulariserCurvature);
  const perOutput = outputCurvature.map((matrix) => point.perSample(matrix));
  const exact: ExactLinearFamily = {
    curvature: perSample === null || shared === null ? point.matrix(curvature) : added(perSample.mean, shared),
    noise: noise.flatMap((one) => weighted(point, one, perSample)),
    learningRate: point.scalar(learningRate),
  };
  if (!point.isFinite || !hasCovariance(model)) return null;
  return {
    codimension: curvature.length,
    family: floatFamily(exact),
    exact,
    isExact: isBaseExact && point.isExact,
    sgd:
      perSample === null || shared === null || isClipped(model)
        ? null
        : {
            sampleCurvature: perSample.floats,
            regulariserCurvature: withoutDecay(floatMatrix(shared), momentumOf(model).decoupledDecay),
            outputCurvature: perOutput.map(({ floats }) => floats),
            learningRate: toNumber(exact.learningRate),
            ...momentumOf(model),
            noises: sgdNoises(
              model,
              noise.filter(({ source }) => isStated(source)).map(({ matrix }) => floatMatrix(point.matrix(matrix))),
            ),
          },
  };
}

/** Whether the noises have covariances, which a Student-t of two degrees of freedom or fewer has not. */
function hasCovariance({ noise, constants }: Model): boolean {
  return noise.every((one) => one.kind !== 'student-t' || valueAt(one.degreesOfFreedom, constants) > 2);
}

function momentumOf(model: Model) {
  const { dynamics, constants } = model;
  if (dynamics.kind === 'sde') return { momentum: 0, nesterov: false, decoupledDecay: 0 };
  const decoupledDecay = valueAt(dynamics.decoupledDecay, constants);
  return { momentum: momentumValue(model), nesterov: dynamics.nesterov, decoupledDecay };
}

/** The curvature of the penalty w/2 Σθ² is w in every direction. */
function withoutDecay(curvature: NumberMatrix, decay: number): NumberMatrix {
  return curvature.map((row, l) => row.map((entry, m) => entry - (l === m ? decay : 0)));
}

/** Σ_j C_j C_jᵀ = Σ weight · M Mᵀ. */
function weighted(
  point: EvaluationPoint,
  { source, over, weight, matrix }: NoiseFamily,
  perSample: SampleMatrices | null,
): WeightedMatrix[] {
  const total = point.scalar(weight);
  if (over === 'once') return [{ weight: total, matrix: point.matrix(matrix) }];
  const matrices = source === 'minibatch' && perSample !== null ? perSample.centred : point.perSample(matrix);
  const share = dividedBy(total, rational(matrices.exact.length));
  // what is inexact keeps its samples, each with a radius of its own
  if (!point.isExact) return matrices.exact.map((one) => ({ weight: share, matrix: one }));
  return matrices.weighted.map((one) => ({ weight: times(share, one.weight), matrix: one.matrix }));
}

/** Evaluates at one point, in rationals where that is possible. */
class EvaluationPoint {
  isExact = true;
  isFinite = true;
  private readonly names: readonly string[];
  private readonly rows: readonly (readonly Rational[])[];
  private readonly numbers: ReadonlyMap<string, number>;

  constructor(
    private readonly model: Model,
    private readonly values: ReadonlyMap<string, Rational>,
  ) {
    this.names = dataNames(model);
    this.rows = model.dynamics.kind === 'sde' ? [] : model.dynamics.data.rows;
    this.numbers = new Map([...values].map(([name, value]) => [name, toNumber(value)]));
  }

  scalar(expression: Expression): Rational {
    const exact = evaluateExact(expression, this.values, { names: this.names, rows: this.rows });
    if (exact !== null) return exact;
    const rows = this.rows.map((row) => row.map(toNumber));
    return this.rounded(Number(evaluate(expression, this.numbers, { names: this.names, rows })));
  }

  private rounded(value: number): Rational {
    this.isExact = false;
    if (Number.isFinite(value)) return dyadic(value);
    this.isFinite = false;
    return zero;
  }

  matrix(matrix: readonly (readonly Expression[])[]): Rational[][] {
    return matrix.map((row) => row.map((entry) => this.scalar(entry)));
  }

  perSample(matrix: readonly (readonly Expression[])[]): SampleMatrices {
    const found = evaluatedOnce(matrix, this.rows, this.values, () => {
      const alone = new EvaluationPoint(this.model, this.values);
      return {
        matrices: new SampleMatrices(alone.onSamples(matrix)),
        isExact: alone.isExact,
        isFinite: alone.isFinite,
      };
    });
    this.isExact &&= found.isExact;
    this.isFinite &&= found.isFinite;
    return found.matrices;
  }

  private onSamples(matrix: readonly (readonly Expression[])[]): Rational[][][] {
    return this.rows.map((row) => {
      const values = new Map(this.values);
      for (const [i, name] of this.names.entries()) values.set(name, row[i]);
      let numbers: ReadonlyMap<string, number> | null = null;
      return matrix.map((entries) =>
        entries.map((entry) => {
          const exact = evaluateExact(entry, values);
          if (exact !== null) return exact;
          numbers ??= new Map([...values].map(([name, value]) => [name, toNumber(value)]));
          return this.rounded(Number(evaluate(entry, numbers)));
        }),
      );
    });
  }
}

/** `stated`: the matrices of columns that noises state, in their order. */
function sgdNoises(model: Model, stated: readonly NumberMatrix[]): SgdNoise[] {
  const { dynamics } = model;
  if (dynamics.kind === 'sde') return [];
  let taken = 0;
  return model.noise.flatMap((noise): SgdNoise[] => {
    switch (noise.kind) {
      case 'explicit':
        return [];
      case 'gaussian':
      case 'student-t': {
        const matrices = stated.slice(taken, taken + noise.diffusion[0].length);
        taken += matrices.length;
        const degreesOfFreedom = noise.kind === 'gaussian' ? null : valueAt(noise.degreesOfFreedom, model.constants);
        return [{ kind: 'gradient', matrices, degreesOfFreedom }];
      }
      case 'residual':
        return [{ kind: 'residual', std: valueAt(noise.std, model.constants) }];
      case 'minibatch':
        return [{ kind: 'batch', sampling: noise.sampling, batch: batchSize(noise, dynamics.data), labelNoise: 0 }];
      case 'label': {
        const batch = batchSize(noise, dynamics.data);
        const std = valueAt(noise.std, model.constants);
        if (noise.sampling !== 'none') return [{ kind: 'batch', sampling: noise.sampling, batch, labelNoise: std }];
        return [{ kind: 'fullBatchLabel', labelNoise: std * Math.sqrt(dynamics.data.rows.length / batch) }];
      }
      default:
        return noise satisfies never;
    }
  });
}

function added(a: RationalMatrix, b: RationalMatrix): Rational[][] {
  return a.map((row, l) => row.map((entry, m) => plus(entry, b[l][m])));
}
