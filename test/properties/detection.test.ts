import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { PropertyFailure } from '../../properties/index.js';
import {
  boundProperty,
  covariance,
  exponentSign,
  failureModelFile,
  formatOutcome,
  gradients,
  invariance,
  invarianceVerdict,
  type ModelProperty,
  otherEngines,
  printedModel,
  runProperty,
  sampleOrder,
  smallLearningRate,
} from '../../properties/index.js';
import { rational } from '../../src/arithmetic/rational.js';
import { number, product } from '../../src/expression/syntax/expression.js';
import type { Model } from '../../src/model/model.js';
import type { NoiseModel } from '../../src/model/noise/noiseFacts.js';
import { readModel } from '../../src/model/readModel.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { builtinModel } from './builtinModel.js';

/** What is broken in the package, for one test. */
const broken = vi.hoisted(() => ({ growth: 1, noise: 1, tanh: 1, derivative: 1, verdict: null as string | null }));

vi.mock(import('../../src/sde/ensemble.js'), async (original) => {
  const { simulateEnsemble } = await original();
  return {
    simulateEnsemble: async (...given) => {
      const evidence = await simulateEnsemble(...given);
      const exponent = evidence?.exponent;
      return evidence && exponent
        ? { ...evidence, exponent: { ...exponent, mean: broken.growth * exponent.mean } }
        : evidence;
    },
  };
});

vi.mock(import('../../src/prediction/linearisation/evaluatedLinearisation.js'), async (original) => {
  const actual = await original();
  return {
    ...actual,
    evaluateLinearisation: (...given) => {
      const evaluated = actual.evaluateLinearisation(...given);
      const scaled = evaluated?.family.noise.map((matrix) =>
        matrix.map((row) => row.map((entry) => broken.noise * entry)),
      );
      return evaluated && { ...evaluated, family: { ...evaluated.family, noise: scaled ?? [] } };
    },
  };
});

vi.mock(import('../../src/sgd/tensorOperations.js'), async (original) => {
  const { tensorOperations } = await original();
  return {
    tensorOperations: (backend) => {
      const operations = tensorOperations(backend);
      const factor = (name: string) => operations.number(name === 'tanh' ? broken.tanh : 1);
      return {
        ...operations,
        call: (name, values) => operations.multiply(factor(name), operations.call(name, values)),
      };
    },
  };
});

vi.mock(import('../../src/expression/calculus/differentiate.js'), async (original) => {
  const actual = await original();
  return {
    ...actual,
    differentiate: (...given) =>
      broken.derivative === 1
        ? actual.differentiate(...given)
        : product(number(broken.derivative), actual.differentiate(...given)),
  };
});

vi.mock(import('../../src/symbolic/derive.js'), async (original) => {
  const { deriveSet: derive } = await original();
  return {
    deriveSet: (...given) => {
      const derivation = derive(...given);
      return broken.verdict === null
        ? derivation
        : { ...derivation, invariance: { status: 'proved', reason: broken.verdict } as typeof derivation.invariance };
    },
  };
});

async function failureOf(property: ModelProperty, model: Model, runs = 50): Promise<PropertyFailure> {
  const outcome = await runProperty(property, model, { runs: runs / property.share, seed: 1 });
  if (outcome.status !== 'failed') throw new Error(`${property.name} ${outcome.status}`);
  return outcome;
}

async function whileBroken<T>(what: Partial<typeof broken>, run: () => Promise<T>): Promise<T> {
  const whole = { ...broken };
  Object.assign(broken, what);
  try {
    return await run();
  } finally {
    Object.assign(broken, whole);
  }
}

describe('a sigmoid neuron does not stay at 0', () => {
  const model = builtinModel('M10');

  test('invariance fails with one sample and one update, told in a sentence', async () => {
    const failure = await failureOf(invariance(), model);
    expect(failure.reason).toMatch(/gradient of the loss has the component .* set "vanishing neuron"/);
    expect(failure.counterexample.model.dynamics).toMatchObject({ data: { rows: { length: 1 } } });
    expect(failure.counterexample.model.sets).toHaveLength(1);
  });

  test('the shrunk model is a model file, and the derivation refutes its set', async () => {
    const shrunk = readModel(failureModelFile('invariance', await failureOf(invariance(), model)), 'shrunk.yaml');
    expect(deriveSet(shrunk, shrunk.sets[0]).invariance.status).toBe('refuted');
  });

  test('seed and path give the same failure again', async () => {
    const first = await failureOf(invariance(), model);
    const again = await runProperty(invariance(), model, { runs: 1, seed: first.seed, path: first.path });
    expect(again).toMatchObject({ status: 'failed', reason: first.reason, path: first.path });
  });

  test('a path of no case is told apart', async () => {
    const outcome = await runProperty(invariance(), model, { runs: 1, seed: 1, path: '0:9999' });
    expect(outcome).toEqual({ status: 'foreign path', path: '0:9999' });
  });

  test('formatted, it shows seed, path, how to run it again and the model file', async () => {
    const failure = await failureOf(invariance(), model);
    const text = formatOutcome(invariance(), failure, 'collapse properties M10');
    for (const part of [
      `seed: ${failure.seed}`,
      `path: ${failure.path}`,
      'again: collapse properties M10',
      'name: two',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('a derivation that proves the set is contradicted', async () => {
    const failure = await whileBroken({ verdict: 'it seems so' }, () => failureOf(invarianceVerdict(), model));
    expect(failure.reason).toContain('the set is proved invariant, and at');
  });
});

describe('each property can fail', () => {
  test('gradients: a function that TensorFlow.js works out otherwise', async () => {
    const failure = await whileBroken({ tanh: 1.001 }, () => failureOf(gradients(), builtinModel('M7')));
    expect(failure.reason).toMatch(/the derivative of the loss by w\d is .*, and TensorFlow.js gives/);
  });

  test('other-engines: a rule of differentiation that is wrong', async () => {
    const failure = await whileBroken({ derivative: 2 }, () => failureOf(otherEngines(), builtinModel('M7'), 5));
    expect(failure.reason).toMatch(/^mathjs and our core differ on the derivative of .*; the difference quotient is /);
  });

  test('covariance: a batch of more samples than there are has a negative one', () => {
    const model = builtinModel('M4');
    const noise: NoiseModel[] = [{ kind: 'minibatch', batch: 9, sampling: 'without-replacement' }];
    const point = [rational(1), rational(-1)];
    expect(() => covariance().check({ model: { ...model, noise }, point })).toThrow('not positive semi-definite');
  });

  test('sample-order: other samples are no other order', () => {
    const model = builtinModel('M4');
    const reordered = builtinModel('M2');
    expect(() => sampleOrder().check({ model, set: model.sets[0], reordered })).toThrow('in another order');
  });

  test('exponent-sign: growth of the wrong sign', async () => {
    const failure = await whileBroken({ growth: -1 }, () => failureOf(exponentSign(), builtinModel('M4'), 3));
    expect(failure.reason).toMatch(/the exponent of the set .* log-distance grows by/);
  });

  test('small-learning-rate: a coefficient of the noise that is wrong', async () => {
    const failure = await whileBroken({ noise: 1.1 }, () => failureOf(smallLearningRate(), builtinModel('M4'), 10));
    expect(failure.reason).toContain('tends to');
  });

  test('printed-model: a model that no file states', async () => {
    const model = builtinModel('M4');
    const odd: Model = { ...model, simulation: { ...model.simulation, dt: 10, horizon: 1 } };
    expect((await failureOf(printedModel(), odd)).reason).toContain('dt = 10');
  });
});

describe('a run', () => {
  test('says why a property does not apply', async () => {
    const outcome = await runProperty(smallLearningRate(), builtinModel('M1'), { runs: 1, seed: 1 });
    expect(outcome).toEqual({ status: 'inapplicable', reason: 'an SDE without data has no SGD' });
  });

  test('ends when it is aborted', async () => {
    const controller = new AbortController();
    const outcome = await runProperty(printedModel(), builtinModel('M1'), {
      runs: 1000,
      seed: 1,
      signal: controller.signal,
      onCase: () => controller.abort(),
    });
    expect(outcome).toEqual({ status: 'interrupted', runs: 1 });
  });

  test("in fast-check's own report, a counterexample is the text of a model file", async () => {
    const property = boundProperty(invariance(), builtinModel('M10'));
    await expect(fc.assert(property, { seed: 1 })).rejects.toThrow(/Counterexample: \[name: two sigmoid neurons\n/);
  });
});
