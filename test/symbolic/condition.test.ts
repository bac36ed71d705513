import { describe, expect, it } from 'vitest';
import { toNumber } from '../../src/arithmetic/rational.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import type { Expression } from '../../src/expression/syntax/expression.js';
import { constantValues, learningRateValue } from '../../src/model/constants.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { randomStream } from '../../src/numeric/random.js';
import { noiseMatrices } from '../../src/report/noiseMatrices.js';
import type { Derivation, Linearisation } from '../../src/symbolic/derivation.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { lossModel, minibatch } from './models.js';

/** Directions on the half-circle; the largest Q among them is short of sup Q by some 1e-5 of its size. */
const directions = 600;

describe('sup Q and inf Q in closed form', () => {
  it('are what directions all around the circle give, for 80 commuting SDEs', () => {
    const random = randomStream(20, 1);
    for (let i = 0; i < 80; i++) expectExtremes(commutingSde(() => random.uniform(), i));
  });

  it('are so for 20 losses with label and minibatch noise too', () => {
    const random = randomStream(21, 1);
    for (let i = 0; i < 20; i++) expectExtremes(commutingLoss(() => random.uniform(), i));
  });

  it('sup Q has none where the common eigenvectors are not orthogonal', () => {
    const { condition, eigenDirections } = deriveSet(...soleSet(sde(['-u - v', '-2*v'], [['u + v', '2*v']])));
    expect(eigenDirections).toHaveLength(2);
    expect(condition).toEqual({ alpha: null, supQ: null, infQ: null });
  });
});

type Uniform = () => number;

/** H and C_j with the eigenvectors (3, 4) and (−4, 3), or the axes; eigenvalues are small fractions, often equal or 0. */
function commutingSde(uniform: Uniform, index: number): Model {
  const value = (): number => Math.floor(9 * uniform() - 4) / 2;
  const [c, s] = index % 3 === 0 ? ['1', '0'] : ['3/5', '4/5'];
  const along = ([one, two]: readonly [number, number]): string[] => [
    `((${c})^2*(${one}) + (${s})^2*(${two}))*u + (${c})*(${s})*(${one} - (${two}))*v`,
    `(${c})*(${s})*(${one} - (${two}))*u + ((${s})^2*(${one}) + (${c})^2*(${two}))*v`,
  ];
  const pair = (equal: boolean): [number, number] => {
    const one = value();
    return [one, equal ? one : value()];
  };
  const columns = Array.from({ length: index % 4 }, () => along(pair(index % 5 === 0)));
  return sde(along(pair(index % 7 === 0)), columns.length === 0 ? [['0', '0']] : columns);
}

function sde(drift: readonly string[], columns: readonly (readonly string[])[]): Model {
  const diffusion = drift.map((_, l) => columns.map((column) => column[l]));
  const noise = [{ kind: 'explicit', diffusion }];
  const sets = [{ name: 'origin', equations: ['u', 'v'] }];
  return readModel(JSON.stringify({ name: 'linear', parameters: ['u', 'v'], drift, noise, sets }), 'linear.json');
}

/** Every sample's Hessian is a sum of the unit matrix and of the swap of u and v. */
function commutingLoss(uniform: Uniform, index: number): Model {
  return lossModel({
    parameters: ['u', 'v'],
    inputs: ['x', 'z'],
    output: '(u^2 + v^2)*x/2 + u*v*z',
    constants: { eta: 0.5, zeta: index % 4 === 1 ? 0 : 2 * uniform() },
    noise: [minibatch, { kind: 'label', std: 'zeta', batch: 1, sampling: 'none' }][index % 2],
    samples: Array.from({ length: 4 }, () => Array.from({ length: 3 }, () => Math.round(20 * uniform() - 10) / 8)),
    sets: [['u', 'v']],
  });
}

function expectExtremes(model: Model): void {
  const derivation = deriveSet(...soleSet(model));
  const { supQ, infQ } = derivation.condition as NonNullable<Derivation['condition']>;
  const values = qValues(model, derivation.linearisation as Linearisation);
  const scale = Math.max(1, ...values.map(Math.abs));
  expect(Math.abs(numberOf(model, supQ) - Math.max(...values))).toBeLessThan(5e-5 * scale);
  expect(Math.abs(numberOf(model, infQ) - Math.min(...values))).toBeLessThan(5e-5 * scale);
}

/** theory §4.2, as it stands there. */
function qValues(model: Model, { curvature, noise }: Linearisation): number[] {
  const numbers = (matrix: readonly (readonly Expression[])[]) =>
    matrix.map((row) => row.map((entry) => numberOf(model, entry)));
  const h = numbers(curvature);
  const all = noise.flatMap((family) => noiseMatrices(model, family)).map(numbers);
  const eta = learningRateValue(model);
  const applied = (m: number[][], u: readonly number[]): number[] => m.map((row) => row[0] * u[0] + row[1] * u[1]);
  const dot = (a: readonly number[], b: readonly number[]): number => a[0] * b[0] + a[1] * b[1];
  return Array.from({ length: directions }, (_, i) => {
    const angle = (Math.PI * i) / directions;
    const u = [Math.cos(angle), Math.sin(angle)];
    const trace = all.reduce((total, c) => total + (eta / 2) * dot(applied(c, u), applied(c, u)), 0);
    const inward = all.reduce((total, c) => total + (eta / 2) * dot(u, applied(c, u)) ** 2, 0);
    return -dot(u, applied(h, u)) + trace - 2 * inward;
  });
}

function numberOf(model: Model, expression: Expression | null): number {
  if (expression === null) throw new Error('no closed form');
  const { dynamics } = model;
  if (dynamics.kind === 'sde') return Number(evaluate(expression, constantValues(model)));
  const { inputs, targets, rows } = dynamics.data;
  const samples = { names: [...inputs, ...targets], rows: rows.map((row) => row.map(toNumber)) };
  return Number(evaluate(expression, constantValues(model), samples));
}

function soleSet(model: Model): [Model, Model['sets'][number]] {
  return [model, model.sets[0]];
}
