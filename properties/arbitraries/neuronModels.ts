import fc from 'fast-check';
import { rational } from '../../src/arithmetic/rational.js';
import {
  difference,
  type Expression,
  fraction,
  numberZero,
  power,
  product,
  sum,
  symbol,
} from '../../src/expression/syntax/expression.js';
import { affineSet } from '../../src/model/affineSet.js';
import type { AffineSet, Model } from '../../src/model/model.js';
import { type ActivationConstraints, activations } from './activations.js';
import { dataSets } from './dataSets.js';
import { losses } from './losses.js';
import { lossModel } from './lossModel.js';
import { noiseModels } from './noiseModels.js';

export interface NeuronModelConstraints extends ActivationConstraints {
  /** hidden neurons at most; default 2 */
  readonly maxNeurons?: number;
}

/**
 * Networks of one hidden layer, f = Σ_j a_j σ(w_j x), with random activation, loss, data, noise and perhaps weight decay.
 *
 * Their sets are invariant: a vanishing neuron where σ(0) = 0, two identical neurons where there are two (theory §3).
 * Without either a network has no set.
 */
export function neuronModels({ maxNeurons = 2, ...constraints }: NeuronModelConstraints = {}): fc.Arbitrary<Model> {
  return fc
    .record({
      neurons: fc.integer({ min: 1, max: maxNeurons }),
      activation: activations(constraints),
      loss: losses(),
      decay: fc.option(fc.integer({ min: 1, max: 4 })),
      learningRate: fc.integer({ min: 1, max: 20 }).map((n) => rational(n, 100)),
    })
    .chain(({ loss, ...rest }) =>
      dataSets({ targetValues: loss.form === 'logistic' ? 'signs' : 'real' }).chain((data) =>
        noiseModels({ samples: data.rows.length, form: loss.form }).map((noise) => ({ ...rest, loss, data, noise })),
      ),
    )
    .map(({ neurons, activation, loss, decay, data, learningRate, noise }) => {
      const numbers = Array.from({ length: neurons }, (_, j) => j + 1);
      const parameters = [...numbers.map((j) => `w${j}`), ...numbers.map((j) => `a${j}`)];
      const output = sum(
        ...numbers.map((j) => product(symbol(`a${j}`), activation.of(product(symbol(`w${j}`), symbol('x'))))),
      );
      return lossModel({
        name: `${neurons} ${neurons === 1 ? 'neuron' : 'neurons'} with ${activation.name}`,
        parameters,
        loss: loss.of(output, symbol('y')),
        form: loss.form,
        output: [output],
        regulariser: decay === null ? numberZero : weightDecay(parameters, decay),
        data,
        learningRate,
        noise,
        sets: setsOf(parameters, neurons, activation.vanishesAtZero),
      });
    });
}

function weightDecay(parameters: readonly string[], strength: number): Expression {
  return product(fraction(strength, 10), sum(...parameters.map((name) => power(symbol(name), 2))));
}

function setsOf(parameters: readonly string[], neurons: number, vanishes: boolean): AffineSet[] {
  const set = (name: string, equations: readonly Expression[]): AffineSet => affineSet(name, equations, parameters);
  const between = (a: string, b: string): Expression => difference(symbol(a), symbol(b));
  return [
    ...(vanishes ? [set('vanishing neuron', [symbol('w1'), symbol('a1')])] : []),
    ...(neurons > 1 ? [set('identical neurons', [between('w1', 'w2'), between('a1', 'a2')])] : []),
  ];
}
