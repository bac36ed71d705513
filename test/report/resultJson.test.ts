import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { fraction } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import type { Model } from '../../src/model/model.js';
import { derivationText } from '../../src/report/derivationText.js';
import { deriveResultJson, verifyResultJson } from '../../src/report/resultJson.js';
import { deriveResult, resultJsonSchema, verifyResult } from '../../src/report/resultSchema.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { evidence, prediction } from '../verify/fixtures.js';
import { builtin, verified } from './results.js';

const well = builtin('m1-quartic-well.yaml');
const chain = builtin('m4-scalar-chain.yaml');
const neuron = builtin('m2-tanh-neuron.yaml');
const others = [] as const;

describe('the JSON of a verification', () => {
  const result = verifyResultJson('1.2.3', 7, [
    verified('M1', well, prediction({ sde: -0.5, eulerMaruyama: -0.501 }), {
      sde: evidence('sde', -0.5),
      sgd: null,
      others,
    }),
    verified('M2', neuron, prediction({ sde: -0.45, eulerMaruyama: -0.45, sgd: Number.NEGATIVE_INFINITY }), {
      sde: evidence('sde', -0.45),
      sgd: evidence('sgd', null, 0, { completed: 0.5 }),
      others: [evidence('sgd', -0.4, 0.1, { backend: 'float64', method: 'linearised' })],
    }),
    verified('M10', builtin('m10-sigmoid-neuron.yaml'), prediction({}), { sde: null, sgd: null, others }),
    verified('M9', builtin('m9-relu-neuron.yaml'), prediction({}), { sde: evidence('sde', -0.3), sgd: null, others }),
  ]);
  const [m1, m2, m10, m9] = result.models.map(({ sets }) => sets[0]);

  test('has every key of its schema and no other, and survives being written and read', () => {
    expect(verifyResult.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  test('names version, seed and source', () => {
    expect([result.schema, result.version, result.seed]).toEqual([1, '1.2.3', 7]);
    expect(result.models.map(({ name, source }) => [source, name])[0]).toEqual(['M1', 'quartic well']);
  });

  test('gives alpha for codimension 1 and sup Q above (theory §4)', () => {
    expect(m1.condition).toMatchObject({ expression: 'zeta^2/2 - mu', value: 0.5, supQ: -0.5, infQ: -0.5 });
    expect(m2.condition.value).toBeNull();
    expect(m2.condition.expression).toContain('mean(x*y)');
  });

  test('gives thresholds in each constant with their values: attractive iff zeta > sqrt(2 mu)', () => {
    const zeta = m1.thresholds.find(({ parameter }) => parameter === 'zeta');
    expect(zeta).toMatchObject({ expression: 'sqrt(2*mu)', attractive: 'above' });
    expect(zeta?.value).toBeCloseTo(Math.sqrt(3), 12);
    expect(m2.thresholds.map(({ parameter }) => parameter).sort()).toEqual(['eta', 'zeta']);
    expect(m2.dataThresholds.length).toBeGreaterThan(0);
  });

  test('expressions parse back to the value beside them', () => {
    const { inputs, targets, rows } = neuron.dynamics.kind === 'loss' ? neuron.dynamics.data : expect.unreachable();
    const samples = {
      names: [...inputs, ...targets],
      rows: rows.map((row) => row.map((value) => Number(value.numerator) / Number(value.denominator))),
    };
    const values = new Map([
      ['eta', 0.02],
      ['zeta', 12],
    ]);
    for (const { expression, value } of m2.thresholds) {
      expect(evaluate(parseExpression(expression, 'test'), values, samples)).toBeCloseTo(value ?? Number.NaN, 12);
    }
    const supQ = evaluate(parseExpression(m2.condition.expression ?? '', 'test'), values, samples);
    // the fixture's own sup Q is the exponent it was given
    expect(supQ).toBeGreaterThan(m2.exponents.sde?.value ?? Number.NaN);
    expect(evaluate(parseExpression(m2.exponents.sde?.expression ?? '', 'test'), values, samples)).toBeCloseTo(
      -0.4489,
      4,
    );
  });

  test('writes an infinite exponent as the largest double and leaves its sign', () => {
    expect(m2.exponents.sgd?.value).toBe(-Number.MAX_VALUE);
    expect(m2.prediction).toBe('attractive');
  });

  test('has the level beside every interval, and the command that measures again', () => {
    expect(m1.evidence.sde).toMatchObject({
      level: 0.999,
      exponentLevel: 0.999,
      replay: 'collapse verify M1 --seed 1',
    });
    expect(m2.evidence.sgd).toMatchObject({
      exponent: null,
      exponentInterval: null,
      exponentLevel: null,
      completed: 0.5,
    });
    expect(m2.evidence.others).toMatchObject([{ backend: 'float64', method: 'linearised', process: 'sgd' }]);
    expect(m1.exponents.sde?.level).toBe(1);
  });

  test('is null where something does not apply', () => {
    expect(m10.invariance.status).toBe('refuted');
    expect(m10.invariance.counterexample?.normalGradient.some((entry) => entry !== 0)).toBe(true);
    expect(m10.exponents).toEqual({
      sde: null,
      eulerMaruyama: null,
      sgd: null,
      sdeAveraged: null,
      eulerMaruyamaAveraged: null,
      sgdAveraged: null,
      tangential: null,
    });
    expect(m10.evidence).toEqual({ sde: null, sgd: null, others: [] });
    expect(m9.condition).toEqual({
      expression: null,
      latex: null,
      value: null,
      supQ: null,
      infQ: null,
      says: 'silent',
    });
    expect(m9.disagreements.map(({ cause }) => cause)).toEqual(['non-smooth']);
  });

  test('with momentum says nothing of an SDE, which there is none of (theory §6)', () => {
    const model = withMomentum(neuron);
    const measured = { sde: null, sgd: evidence('sgd', 3.7), others };
    const [set] = verifyResultJson('1', 1, [verified('M2', model, prediction({ sgd: 3.6 }), measured)]).models[0].sets;
    expect(m2.condition.expression).not.toBeNull();
    expect(set.condition).toEqual(m9.condition);
    expect([set.thresholds, set.dataThresholds, set.exponents.sde]).toEqual([[], [], null]);
  });

  test('an exponent that came out as no number is null', () => {
    const broken = verified('M1', well, prediction({ sde: Number.NaN }), {
      sde: evidence('sde', -0.5),
      sgd: null,
      others,
    });
    const [set] = verifyResultJson('1', 1, [broken]).models[0].sets;
    expect([set.exponents.sde, set.prediction, set.verdict]).toEqual([null, 'undecided', 'inconclusive']);
  });
});

describe('the JSON of a derivation', () => {
  const derivations = chain.sets.map((set) => deriveSet(chain, set));
  const result = deriveResultJson('1', 1, [{ source: 'M4', model: chain, derivations }]);
  const [set] = result.models[0].sets;

  test('has every key of its schema and no other', () => {
    expect(deriveResult.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  test('lists the C_j, one a sample: their squares add up to Var(xy)/B (theory §8, M4)', () => {
    const xy = [0.8, -0.45, -0.6, 1.5];
    const mean = xy.reduce((total, value) => total + value) / 4;
    const variance = xy.reduce((total, value) => total + (value - mean) ** 2, 0) / 4;
    const samples = {
      names: ['x', 'y'],
      rows: [
        [1, 0.8],
        [-0.5, 0.9],
        [2, -0.3],
        [1.5, 1],
      ],
    };
    const entry = (matrix: readonly (readonly string[])[], i: number, j: number): number =>
      Number(evaluate(parseExpression(matrix[i][j], 'test'), new Map(), samples));
    expect(set.noise).toHaveLength(4);
    const total = (set.noise ?? []).reduce((sum, matrix) => sum + entry(matrix, 0, 1) ** 2, 0);
    expect(total).toBeCloseTo(variance, 12);
    expect(set.curvature).toEqual([
      ['0', '-mean(x*y)'],
      ['-mean(x*y)', '0'],
    ]);
  });

  test('holds the steps as data', () => {
    expect(set.steps[0]).toMatchObject({ title: 'Loss', expression: '(w1*w2*x - y)^2/2' });
    expect(set.steps.every(({ expression, latex }) => (expression === null) === (latex === null))).toBe(true);
  });
});

test('the derivation of a model with momentum says first what it does not speak of', () => {
  const model = withMomentum(neuron);
  const derivations = model.sets.map((set) => deriveSet(model, set));
  const [set] = deriveResultJson('1', 1, [{ source: 'M2', model, derivations }]).models[0].sets;
  expect(set.steps[0]).toMatchObject({ title: 'Momentum', expression: '0.9' });
  expect(set.steps.slice(1)).toEqual(
    deriveResultJson('1', 1, [{ source: 'M2', model: neuron, derivations }]).models[0].sets[0].steps,
  );
  expect([set.condition.expression, set.condition.supQ, set.thresholds]).toEqual([null, null, []]);
  expect(set.curvature).not.toBeNull();
  expect(derivationText({ source: 'M2', model, derivations })).toContain('follow no SDE');
});

function withMomentum(model: Model): Model {
  if (model.dynamics.kind === 'sde') throw new Error('an SDE has no momentum');
  return { ...model, dynamics: { ...model.dynamics, momentum: fraction(9, 10) } };
}

test('schema/result.json is the schema of both results (written anew by `npm run schema`)', () => {
  const shipped = readFileSync(new URL('../../schema/result.json', import.meta.url), 'utf8');
  expect(JSON.parse(shipped)).toEqual(resultJsonSchema());
});
