import { isZero, toText } from '../../arithmetic/rational.js';
import { evaluateExact } from '../../expression/evaluation/evaluateExact.js';
import { type Expression, fraction, number, power, product } from '../../expression/syntax/expression.js';
import { printExpression } from '../../expression/syntax/print.js';
import { batchSize, dataNames, finitePopulationFactor } from '../../model/constants.js';
import type { AffineSet, LossDynamics, Model } from '../../model/model.js';
import { type NoiseModel, statedColumns } from '../../model/noise/noiseFacts.js';
import type { BatchSampling } from '../../model/noise/noiseKind.js';
import type { StatedPart, StatedProcess } from './neighbourhoodCertificate.js';

/**
 * The SDE of a model as the certificate of a neighbourhood states it: drift and covariance per unit of t = η·step
 * (theory §1, §2). Null where the base point is irrational, or a formula cannot be written in the grammar.
 */
export function statedProcess(model: Model, set: AffineSet): StatedProcess | null {
  const { dynamics, constants, parameters } = model;
  const base = set.base.map((entry) => evaluateExact(entry, constants));
  if (!base.every((entry) => entry !== null)) return null;
  const data = dynamics.kind === 'loss' ? dynamics.data : null;
  return {
    parameters,
    base: base.map(toText),
    constants: Object.fromEntries([...constants].map(([name, value]) => [name, toText(value)])),
    data: dataNames(model),
    samples: data === null ? [] : data.rows.map((row) => row.map(toText)),
    drift:
      dynamics.kind === 'sde'
        ? [{ form: 'once', weight: '1', column: vector(dynamics.drift) }]
        : [part('averaged', number(-1), dynamics.loss), part('once', number(-1), dynamics.regulariser)],
    noise: model.noise.flatMap((noise) => {
      if ('diffusion' in noise) {
        return statedParts(noise, dynamics.kind === 'sde' ? '1' : printExpression(dynamics.learningRate));
      }
      return dynamics.kind === 'sde' ? [] : lossParts(noise, dynamics);
    }),
  };
}

function statedParts(noise: NoiseModel, weight: string): StatedPart[] {
  return statedColumns(noise).map((column) => ({
    form: 'once',
    weight,
    column: vector(column),
  }));
}

function vector(components: readonly Expression[]): StatedPart['column'] {
  return { kind: 'vector', components: components.map((entry) => printExpression(entry)) };
}

/** theory §2; η is in the weights. */
function lossParts(noise: Exclude<NoiseModel, { diffusion: unknown }>, dynamics: LossDynamics): StatedPart[] {
  const { learningRate, data } = dynamics;
  const batch = batchSize(noise, data);
  const ofOutputs = (form: StatedPart['form'], weight: Expression): StatedPart[] =>
    (dynamics.output ?? []).map((output) => part(form, weight, output));
  switch (noise.kind) {
    case 'residual':
      return ofOutputs('averaged', product(learningRate, power(noise.std, 2)));
    case 'minibatch':
      return minibatchPart(dynamics, batch, noise.sampling);
    case 'label': {
      const label = ofOutputs('each', product(learningRate, power(noise.std, 2), fraction(1, batch)));
      return noise.sampling === 'none' ? label : [...label, ...minibatchPart(dynamics, batch, noise.sampling)];
    }
  }
}

function minibatchPart(
  { learningRate, loss, data }: LossDynamics,
  batch: number,
  sampling: BatchSampling,
): StatedPart[] {
  const remaining = finitePopulationFactor(sampling, batch, data.rows.length);
  return isZero(remaining) ? [] : [part('centred', product(learningRate, fraction(1, batch), number(remaining)), loss)];
}

function part(form: StatedPart['form'], weight: Expression, potential: Expression): StatedPart {
  return { form, weight: printExpression(weight), column: { kind: 'gradient', potential: printExpression(potential) } };
}
