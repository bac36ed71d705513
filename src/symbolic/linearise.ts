import { times } from '../arithmetic/rational.js';
import { nullSpace } from '../arithmetic/rationalMatrix.js';
import { simplify, type WrittenCalls } from '../expression/algebra/fromNormalForm.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { differentiate } from '../expression/calculus/differentiate.js';
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
  symbol,
  symbolsOf,
} from '../expression/syntax/expression.js';
import { finitePopulationFactor } from '../model/constants.js';
import type { LossDynamics } from '../model/model.js';
import { type NoiseModel, statedColumns } from '../model/noise/noiseFacts.js';
import type { BatchSampling } from '../model/noise/noiseKind.js';
import type { Linearisation, NoiseFamily } from './derivation.js';
import { isLongerThan } from './expressionSize.js';
import { NamedParts } from './namedParts.js';
import { PartsOnSet } from './partsOnSet.js';
import { along, type Field, type Statement } from './statement.js';

type Matrix = readonly (readonly Expression[])[];

/**
 * H and the noise of dy = −H y dt + √η Σ C_j y dW_j in orthonormal normal coordinates (theory §2, §4.2), with the free
 * parameters of the set left as names.
 */
export function linearise(statement: Statement): Linearisation {
  const { model } = statement;
  const anywhere = new NamedParts(statement);
  const parts = new PartsOnSet(anywhere);
  const named = linearisedOverNames(statement, anywhere, parts);
  const used = parts.partsOf([...named.curvature.flat(), ...named.noise.flatMap(({ matrix }) => matrix.flat())]);
  const calls: WrittenCalls = new Map();
  const entryOf = (entry: Expression): Expression => {
    const written = parts.writtenOut(entry);
    return written === entry || isLongerThan(written, longestCollected)
      ? written
      : simplify(written, statement.data, calls);
  };
  const matrixOf = (matrix: Matrix): Matrix => mapped(matrix, entryOf);
  return {
    ...named,
    curvature: matrixOf(named.curvature),
    noise: named.noise.map((family) => ({ ...family, matrix: matrixOf(family.matrix) })),
    sampleCurvature: named.sampleCurvature && matrixOf(named.sampleCurvature),
    regulariserCurvature: named.regulariserCurvature && matrixOf(named.regulariserCurvature),
    outputCurvature: named.outputCurvature.map(matrixOf),
    named: {
      loss: model.dynamics.kind === 'loss' ? anywhere.anywhere(model.dynamics.loss) : null,
      parts: used,
      curvature: named.curvature,
      noise: named.noise.map(({ matrix }) => matrix),
    },
  };
}

/** Names in a formula beyond which its terms are not collected once the names of its parts are written out. */
const longestCollected = 200;

function linearisedOverNames(
  statement: Statement,
  anywhere: NamedParts,
  parts: PartsOnSet,
): Omit<Linearisation, 'named'> {
  const { model } = statement;
  if (model.dynamics.kind === 'sde') {
    const [drift] = statement.fields;
    return {
      curvature: mapped(normalJacobian(statement, anywhere, parts, drift), (entry) =>
        simplify(product(number(-1), entry)),
      ),
      noise: statedFamilies(statement, anywhere, parts),
      sampleCurvature: null,
      regulariserCurvature: null,
      outputCurvature: [],
      learningRate: numberOne,
      baseMoves: movesAlong(statement, atBase(statement)),
    };
  }
  const [loss, regulariser, ...others] = statement.fields;
  const outputs = others.filter(({ role }) => role === 'output');
  const sampleCurvature = normalJacobian(statement, anywhere, parts, loss);
  const regulariserCurvature = normalJacobian(statement, anywhere, parts, regulariser);
  const outputCurvature = outputs.map((output) => normalJacobian(statement, anywhere, parts, output));
  const { dynamics } = model;
  const calls: WrittenCalls = new Map();
  return {
    curvature: symmetric(sampleCurvature.length, (l, m) => {
      const sample = sampleCurvature[l][m];
      return simplify(sum(moment('mean', sample), regulariserCurvature[l][m]), parts.dataOf(sample), calls);
    }),
    noise: [
      ...model.noise.flatMap((noise) =>
        familiesOf(parts, noise, dynamics, sampleCurvature, outputCurvature).filter(
          ({ matrix, weight }) => zeroTest(weight).status !== 'zero' && !isZeroMatrix(parts, matrix, statement.data),
        ),
      ),
      ...statedFamilies(statement, anywhere, parts),
    ],
    sampleCurvature,
    regulariserCurvature,
    outputCurvature,
    learningRate: dynamics.learningRate,
    baseMoves: movesAlong(statement, atBase(statement)),
  };
}

/** One family for each column that a noise states, in the order of the noises, those that vanish too. */
function statedFamilies(statement: Statement, anywhere: NamedParts, parts: PartsOnSet): NoiseFamily[] {
  const sources = statement.model.noise.flatMap((noise) => statedColumns(noise).map(() => noise.kind));
  const columns = statement.fields.filter(({ role }) => role === 'diffusion');
  return columns.map((column, j) => ({
    source: sources[j],
    over: 'once',
    weight: numberOne,
    matrix: normalJacobian(statement, anywhere, parts, column),
  }));
}

/** Derivatives of a field's normal components along the normals, in orthonormal coordinates, on the set, over names. */
function normalJacobian(statement: Statement, anywhere: NamedParts, parts: PartsOnSet, field: Field): Matrix {
  const { normals, lengths, data } = statement;
  // the Jacobian of a gradient is symmetric
  const isSymmetric = field.kind === 'gradient';
  const directions = normals.map((normal) => anywhere.along(normal));
  const components =
    field.kind === 'gradient'
      ? directions.map((derivative) => derivative(anywhere.rewrite(field.formulas[0])))
      : normals.map((normal) =>
          sum(...normal.map((weight, i) => product(number(weight), anywhere.rewrite(field.formulas[i])))),
        );
  const calls: WrittenCalls = new Map();
  const derivative = chainedOnSet(anywhere, parts, components, directions);
  const entryAt = (l: number, m: number): Expression => {
    const entry = derivative(l, m);
    if (entry === numberZero) return entry;
    const scale = power(call('sqrt', number(times(lengths[l], lengths[m]))), -1);
    return simplify(product(scale, entry), data, calls);
  };
  return isSymmetric
    ? symmetric(normals.length, entryAt)
    : normals.map((_, l) => normals.map((__, m) => entryAt(l, m)));
}

/**
 * Derivatives on the set of each component along each direction by the chain rule over its own names: what the component does
 * with a name is worked out once for all directions, and how the name moves once for all components.
 */
function chainedOnSet(
  { statement, parts: named }: NamedParts,
  parts: PartsOnSet,
  components: readonly Expression[],
  directions: readonly ((formula: Expression) => Expression)[],
): (l: number, m: number) => Expression {
  const parameters = new Set(statement.model.parameters);
  const partials = components.map((component) =>
    symbolsOf(component).flatMap((name) => {
      if (!parameters.has(name) && !named.has(name)) return [];
      const partial = parts.onSet(differentiate(component, name));
      return partial === numberZero ? [] : [{ name, partial }];
    }),
  );
  const slopes = directions.map(() => new Map<string, Expression>());
  return (l, m) =>
    sum(
      ...partials[l].map(({ name, partial }) => {
        const slope = slopes[m].get(name) ?? parts.onSet(directions[m](symbol(name)));
        slopes[m].set(name, slope);
        return product(partial, slope);
      }),
    );
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
  parts: PartsOnSet,
  noise: NoiseModel,
  { data }: LossDynamics,
  sampleCurvature: Matrix,
  outputCurvature: readonly Matrix[],
): NoiseFamily[] {
  const size = data.rows.length;
  switch (noise.kind) {
    case 'explicit':
    case 'gaussian':
    case 'student-t':
      return [];
    case 'residual':
      return outputCurvature.map((matrix) => ({
        source: 'residual',
        over: 'once',
        weight: power(noise.std, 2),
        matrix: mapped(matrix, (entry) => simplify(moment('mean', entry), parts.dataOf(entry))),
      }));
    case 'minibatch':
      return [minibatch(parts, sampleCurvature, noise.batch, noise.sampling, size)];
    case 'label': {
      const batch = noise.batch === 'full' ? size : noise.batch;
      const weight = simplify(quotient(power(noise.std, 2), number(batch)));
      const label = outputCurvature.map(
        (matrix): NoiseFamily => ({ source: 'label', over: 'samples', weight, matrix }),
      );
      const sampled =
        noise.sampling === 'none' ? [] : [minibatch(parts, sampleCurvature, noise.batch, noise.sampling, size)];
      return [...label, ...sampled];
    }
  }
}

function minibatch(
  parts: PartsOnSet,
  sampleCurvature: Matrix,
  batchSize: number | 'full',
  sampling: BatchSampling,
  size: number,
): NoiseFamily {
  const batch = batchSize === 'full' ? size : batchSize;
  const lessItsMean = (entry: Expression): Expression =>
    simplify(difference(entry, moment('mean', entry)), parts.dataOf(entry));
  return {
    source: 'minibatch',
    over: 'samples',
    weight: product(fraction(1, batch), number(finitePopulationFactor(sampling, batch, size))),
    matrix: mapped(sampleCurvature, lessItsMean),
  };
}

/** Whether drift or noise along the set is anything but 0 for some sample, where the parameters are as given. */
export function movesAlong(statement: Statement, restriction: ReadonlyMap<string, Expression>): boolean {
  return nullSpace(statement.set.rows).some((direction) =>
    statement.fields.some((field) => {
      const component = substitute(along(statement.model, field, direction), restriction);
      return zeroTest(component).status !== 'zero';
    }),
  );
}

/** Each parameter at the base point. */
export function atBase({ model, set }: Statement): ReadonlyMap<string, Expression> {
  return new Map(model.parameters.map((name, i) => [name, set.base[i]]));
}

function mapped(matrix: Matrix, change: (entry: Expression) => Expression): Expression[][] {
  return matrix.map((row) => row.map(change));
}

function isZeroMatrix(parts: PartsOnSet, matrix: Matrix, data: readonly string[]): boolean {
  return matrix.every((row) =>
    row.every((entry) => entry === numberZero || zeroTest(parts.writtenOut(entry), { data }).status === 'zero'),
  );
}
