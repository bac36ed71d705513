import { InputError } from '../../arithmetic/inputError.js';
import type { Activation } from '../network/activation.js';
import type { Layer } from '../network/layer.js';
import type { Samples, Weights } from '../network/trainNetwork.js';
import type { Tensor } from './tensor.js';
import { type Layout, weightMatrices } from './weightedLayer.js';

/** A network of dense layers, as a file holds it. */
export interface DenseNetwork {
  readonly layers: readonly Layer[];
  readonly weights: Weights;
  /** the tensor of each layer's matrix */
  readonly names: readonly string[];
}

/**
 * A network of dense layers, one behind the other, from its tensors: the given activation in all but the last, which has none.
 * Throws InputError for other networks.
 */
export function denseNetwork(
  tensors: readonly Tensor[],
  layout: Layout,
  activation: Activation,
  where: string,
): DenseNetwork {
  const matrices = weightMatrices(tensors, layout);
  const wanted = 'two or more dense layers, one behind the other';
  if (matrices.length < 2) throw new InputError(where, `it has ${matrices.length} matrices`, wanted);
  const parts = matrices.map((matrix, at) => {
    const { name, kind, inputs, units, bias } = matrix;
    if (kind !== 'dense') throw new InputError(where, `${name} is a convolution`, wanted);
    if (at > 0 && matrices[at - 1].units !== inputs) {
      throw new InputError(where, `${name} takes ${inputs} numbers, not ${matrices[at - 1].units}`, wanted);
    }
    const weights = new Float64Array((inputs + (bias === null ? 0 : 1)) * units);
    for (let i = 0; i < inputs; i++) for (let o = 0; o < units; o++) weights[i * units + o] = matrix.at(i, o);
    if (bias !== null) weights.set(bias, inputs * units);
    const wrong = weights.findIndex((x) => !Number.isFinite(x));
    if (wrong >= 0) throw new InputError(where, `${name} holds what is no number`, 'finite weights');
    const isLast = at === matrices.length - 1;
    const layer: Layer = {
      kind: 'dense',
      inputs,
      outputs: units,
      bias: bias !== null,
      activation: isLast ? 'identity' : activation,
    };
    return { layer, weights, name };
  });
  return {
    layers: parts.map(({ layer }) => layer),
    weights: parts.map(({ weights }) => weights),
    names: parts.map(({ name }) => name),
  };
}

/**
 * Samples from the arrays `inputs` and `targets`, a row a sample; targets of one whole number each, where the network has
 * several outputs, count these from 0. Throws InputError.
 */
export function samplesIn(tensors: readonly Tensor[], width: number, height: number, where: string): Samples {
  const [inputs, targets] = ['inputs', 'targets'].map((name) => {
    const found = tensors.find((tensor) => tensor.name === name);
    if (found === undefined) throw new InputError(where, `it has no array ${name}`, 'arrays inputs and targets');
    if (found.values.some((x) => !Number.isFinite(x))) {
      throw new InputError(where, `${name} holds what is no number`, 'finite numbers');
    }
    return found;
  });
  const count = inputs.shape[0] ?? 0;
  if (inputs.values.length !== count * width || count === 0) {
    throw new InputError(
      where,
      `inputs is ${inputs.shape.join(' × ')}`,
      `rows of ${width} numbers, as the network takes`,
    );
  }
  if (targets.values.length === count * height) return { inputs: inputs.values, targets: targets.values, count };
  const isClass = (x: number): boolean => Number.isInteger(x) && x >= 0 && x < height;
  if (targets.values.length !== count || !targets.values.every(isClass)) {
    const expected = `${count} rows of ${height} numbers, or ${count} whole numbers below ${height}`;
    throw new InputError(where, `targets is ${targets.shape.join(' × ')}`, expected);
  }
  const oneHot = new Float64Array(count * height);
  for (const [i, place] of targets.values.entries()) oneHot[i * height + place] = 1;
  return { inputs: inputs.values, targets: oneHot, count };
}
