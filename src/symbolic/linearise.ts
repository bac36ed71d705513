import { times } from '../arithmetic/rational.js';
import { nullSpace } from '../arithmetic/rationalMatrix.js';
import { simplify, type WrittenCalls } from '../expression/algebra/fromNormalForm.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { substitute } from '../expression/calculus/substitute.js';
import {
  call,
  difference,
  type Expression,
  fraction,
  moment,
  number,
  numberOne,
  numberZero,
  power,
  product,
  quotient,
  sum,
} from '../expression/syntax/expression.js';
import { finitePopulationFactor } from '../model/constants.js';
import type { LossDynamics } from '../model/model.js';
import type { NoiseModel } from '../model/noise/noiseFacts.js';
import type { BatchSampling } from '../model/noise/noiseKind.js';
import type { Linearisation, NoiseFamily } from './derivation.js';
import { derivativeAlong } from './normalCoordinates.js';
import { along, type Field, restricted, type Statement } from './statement.js';

type Matrix = readonly (readonly Expression[])[];

/**
 * H and the noise of dy = −H y dt + √η Σ C_j y dW_j in orthonormal normal coordinates (theory §2, §4.2), with the free
 * parameters of the set left as names.
 */
export function linearise(statement: Statement): Linearisation {
  const { model } = statement;
  if (model.dynamics.kind === 'sde') {
    const [drift, ...diffusion] = statement.fields;
    return {
      curvature: mapped(normalJacobian(statement, drift), (entry) => simplify(product(number(-1), entry))),
      noise: diffusion.map((column) => ({
        source: 'explicit',
        over: 'once',
        weight: numberOne,
        matrix: normalJacobian(statement, column),
      })),
      sampleCurvature: null,
      regulariserCurvature: null,
      outputCurvature: [],
      learningRate: numberOne,
      baseMoves: movesAlong(statement),
    };
  }
  const [loss, regulariser, ...outputs] = statement.fields;
  const sampleCurvature = normalJacobian(statement, loss);
  const regulariserCurvature = normalJacobian(statement, regulariser);
  const outputCurvature = outputs.map((output) => normalJacobian(statement, output));
  const mean = (entry: Expression): Expression => moment('mean', entry);
  const written: WrittenCalls = new Map();
  return {
    curvature: symmetric(sampleCurvature.length, (l, m) =>
      simplify(sum(mean(sampleCurvature[l][m]), regulariserCurvature[l][m]), statement.data, written),
    ),
    noise: model.noise.flatMap((noise) =>
      familiesOf(statement, noise, model.dynamics as LossDynamics, sampleCurvature, outputCurvature),
    ),
    sampleCurvature,
    regulariserCurvature,
    outputCurvature,
    learningRate: model.dynamics.learningRate,
    baseMoves: movesAlong(statement),
  };
}

/** Derivatives of a field's normal components along the normals, in orthonormal coordinates, on the set. */
function normalJacobian(statement: Statement, field: Field): Matrix {
  const { model, normals, lengths } = statement;
  // the Jacobian of a gradient is symmetric
  const isSymmetric = field.kind === 'gradient';
  const written: WrittenCalls = new Map();
  const components = normals.map((row) => along(model, field, row));
  const entryAt = (l: number, m: number): Expression => {
    const entry = restricted(statement, derivativeAlong(model.parameters, components[l], normals[m]));
    const scale = power(call('sqrt', number(times(lengths[l], lengths[m]))), -1);
    return simplify(product(scale, entry), statement.data, written);
  };
  return isSymmetric
    ? symmetric(normals.length, entryAt)
    : normals.map((_, l) => normals.map((__, m) => entryAt(l, m)));
}

/** A symmetric k × k matrix, from its entries on and above the diagonal. */
function symmetric(size: number, entryAt: (l: number, m: number) => Expression): Matrix {
  const rows: Expression[][] = [];
  for (let l = 0; l < size; l++) {
    rows.push(Array.from({ length: size }, (_, m) => (m < l ? rows[m][l] : entryAt(l, m))));
  }
  return rows;
}

/** theory §2: what each noise model adds to Σ_j C_j C_jᵀ. */
function familiesOf(
  statement: Statement,
  noise: NoiseModel,
  dynamics: LossDynamics,
  sampleCurvature: Matrix,
  outputCurvature: readonly Matrix[],
): NoiseFamily[] {
  const size = dynamics.data.rows.length;
  const nonzero = (families: NoiseFamily[]): NoiseFamily[] =>
    families.filter(
      ({ matrix, weight }) => zeroTest(weight).status !== 'zero' && !isZeroMatrix(matrix, statement.data),
    );
  switch (noise.kind) {
    case 'explicit':
      return [];
    case 'residual':
      return nonzero(
        outputCurvature.map((matrix) => ({
          source: 'residual',
          over: 'once',
          weight: power(noise.std, 2),
          matrix: mapped(matrix, (entry) => simplify(moment('mean', entry), statement.data)),
        })),
      );
    case 'minibatch':
      return nonzero([minibatch(statement, sampleCurvature, noise.batch, noise.sampling, size)]);
    case 'label': {
      const batch = noise.batch === 'full' ? size : noise.batch;
      const weight = simplify(quotient(power(noise.std, 2), number(batch)));
      const label = outputCurvature.map(
        (matrix): NoiseFamily => ({ source: 'label', over: 'samples', weight, matrix }),
      );
      const sampled =
        noise.sampling === 'none' ? [] : [minibatch(statement, sampleCurvature, noise.batch, noise.sampling, size)];
      return nonzero([...label, ...sampled]);
    }
  }
}

function minibatch(
  statement: Statement,
  sampleCurvature: Matrix,
  batchSize: number | 'full',
  sampling: BatchSampling,
  size: number,
): NoiseFamily {
  const batch = batchSize === 'full' ? size : batchSize;
  return {
    source: 'minibatch',
    over: 'samples',
    weight: product(fraction(1, batch), number(finitePopulationFactor(sampling, batch, size))),
    matrix: mapped(sampleCurvature, (entry) => simplify(difference(entry, moment('mean', entry)), statement.data)),
  };
}

/** Whether drift or noise along the set is not identically zero at the base point, for some sample. */
function movesAlong(statement: Statement): boolean {
  const base = new Map(statement.model.parameters.map((name, i) => [name, statement.set.base[i]]));
  return nullSpace(statement.set.rows).some((direction) =>
    statement.fields.some((field) => {
      if (field.kind === 'gradient' && field.role === 'output' && statement.model.noise.length === 0) return false;
      const component = substitute(along(statement.model, field, direction), base);
      return zeroTest(component).status !== 'zero';
    }),
  );
}

function mapped(matrix: Matrix, change: (entry: Expression) => Expression): Expression[][] {
  return matrix.map((row) => row.map(change));
}

function isZeroMatrix(matrix: Matrix, data: readonly string[]): boolean {
  return matrix.every((row) =>
    row.every((entry) => entry === numberZero || zeroTest(entry, { data }).status === 'zero'),
  );
}
