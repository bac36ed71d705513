import { describe, expect, it } from 'vitest';
import { type Rational, rational } from '../../src/arithmetic/rational.js';
import { evaluateExact } from '../../src/expression/evaluation/evaluateExact.js';
import type { Expression } from '../../src/expression/syntax/expression.js';
import { parametrisation } from '../../src/model/affineSet.js';
import type { AffineSet, LossDynamics, Model } from '../../src/model/model.js';
import { type RandomStream, randomStream } from '../../src/numeric/random.js';
import type { Linearisation, NoiseFamily } from '../../src/symbolic/derivation.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { families } from './families.js';
import { normalHessian, orthogonalised } from './finiteDifferences.js';
import { agreesTo, evaluateFixed, type FixedSamples, fixed } from './fixedPoint.js';
import { builtin } from './models.js';

const seed = 41;
const points = 20;
/** Central differences with the step 10^-30 are right to some 55 digits. */
const digits = 50;

const cases = [
  ...(['M2', 'M3', 'M4', 'M5', 'M6', 'M7'] as const).map((id) => [id as string, builtin(id)] as const),
  ...families,
].flatMap(([name, model]) => model.sets.map((set, i) => ({ name: `${name}, ${set.name}`, model, set, stream: i })));

describe.each(cases)('$name', ({ model, set, stream }) => {
  const { invariance, smoothness, linearisation } = deriveSet(model, set);

  it('is proved invariant', () => {
    expect(invariance.status).toBe('proved');
    expect(smoothness.status).toBe('smooth');
  });

  it(`has H and C_j that agree with finite differences to ${digits} digits at ${points} points`, () => {
    const random = randomStream(seed, stream);
    for (let i = 0; i < points; i++) compareAt(model, set, linearisation as Linearisation, random);
  });
});

/** Compares every entry of H and of the noise matrices at one random point of the set with random constants and samples. */
function compareAt(model: Model, set: AffineSet, linear: Linearisation, random: RandomStream): void {
  const dynamics = model.dynamics as LossDynamics;
  const theta = pointOn(model, set, random);
  const values = new Map(model.parameters.map((name, i) => [name, fixed(theta[i])]));
  for (const name of model.constants.keys()) values.set(name, fixed(simpleNumber(random)));
  const names = [...dynamics.data.inputs, ...dynamics.data.targets];
  // noise of batches needs samples that differ
  const isSampled = model.noise.some(({ kind }) => kind === 'minibatch');
  const rows = Array.from({ length: isSampled ? 2 : 1 }, () => randomRow(dynamics, random).map(fixed));
  const samples: FixedSamples = { names, rows };
  const normals = orthogonalised(set.rows);
  const hessians = (f: Expression): bigint[][][] =>
    rows.map((row) => normalHessian(f, model.parameters, theta, normals, withRow(values, names, row)));
  const derived = (entry: Expression, row: readonly bigint[]): bigint | null =>
    evaluateFixed(entry, withRow(values, names, row), samples);

  const ofLoss = hessians(dynamics.loss);
  const ofRegulariser = normalHessian(dynamics.regulariser, model.parameters, theta, normals, values);
  const ofMean = mean(ofLoss);
  expectEqual(
    linear.curvature.map((line) => line.map((entry) => derived(entry, rows[0]))),
    ofMean.map((line, l) => line.map((entry, m) => entry + ofRegulariser[l][m])),
  );
  const ofOutputs = (dynamics.output ?? []).map(hessians);
  const isOf = (source: NoiseFamily['source']) => (family: NoiseFamily) => family.source === source;
  for (const { matrix } of linear.noise.filter(isOf('minibatch'))) {
    for (const [i, row] of rows.entries()) {
      expectEqual(
        matrix.map((line) => line.map((entry) => derived(entry, row))),
        ofLoss[i].map((line, l) => line.map((entry, m) => entry - ofMean[l][m])),
      );
    }
  }
  for (const [f, { matrix }] of linear.noise.filter(isOf('label')).entries()) {
    for (const [i, row] of rows.entries())
      expectEqual(
        matrix.map((line) => line.map((entry) => derived(entry, row))),
        ofOutputs[f][i],
      );
  }
  for (const [f, { matrix }] of linear.noise.filter(isOf('residual')).entries())
    expectEqual(
      matrix.map((line) => line.map((entry) => derived(entry, rows[0]))),
      mean(ofOutputs[f]),
    );
}

function expectEqual(derived: readonly (readonly (bigint | null)[])[], measured: readonly (readonly bigint[])[]): void {
  const agree = derived.every((line, l) =>
    line.every((entry, m) => entry !== null && agreesTo(digits, measured[l][m], entry)),
  );
  expect({ agree, derived, measured }).toEqual({ agree: true, derived, measured });
}

function mean(matrices: readonly (readonly (readonly bigint[])[])[]): bigint[][] {
  return matrices[0].map((line, l) =>
    line.map((_, m) => matrices.reduce((total, matrix) => total + matrix[l][m], 0n) / BigInt(matrices.length)),
  );
}

function withRow(
  values: ReadonlyMap<string, bigint>,
  names: readonly string[],
  row: readonly bigint[],
): Map<string, bigint> {
  return new Map([...values, ...names.map((name, i) => [name, row[i]] as const)]);
}

function pointOn(model: Model, set: AffineSet, random: RandomStream): Rational[] {
  const free = new Map(model.parameters.map((name) => [name, simpleNumber(random)]));
  const pivots = parametrisation(set, model.parameters);
  return model.parameters.map((name) => {
    const pivot = pivots.get(name);
    return (pivot === undefined ? free.get(name) : evaluateExact(pivot, free)) as Rational;
  });
}

/** Inputs are free; a class or a sign is drawn where the loss wants one. */
function randomRow({ form, data }: LossDynamics, random: RandomStream): Rational[] {
  const target = (): Rational => {
    if (form === 'softmax') return rational(random.below(2));
    return form === 'logistic' ? rational(2 * random.below(2) - 1) : simpleNumber(random);
  };
  return [...data.inputs.map(() => simpleNumber(random)), ...data.targets.map(target)];
}

/** A fraction in [-2, 2] that is not 0. */
function simpleNumber(random: RandomStream): Rational {
  return rational((2 * random.below(2) - 1) * (1 + random.below(40)), 20);
}
