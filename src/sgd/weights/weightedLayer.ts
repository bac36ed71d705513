import type { Units } from '../network/units.js';
import type { Tensor } from './tensor.js';

/** Which index of a matrix counts the units: the last (Keras, TensorFlow) or the first (PyTorch). */
export type Layout = 'units-last' | 'units-first';

/** A layer with weights, in one way of writing, whoever wrote the file. */
export interface WeightedLayer {
  readonly name: string;
  readonly kind: 'dense' | 'convolution' | 'heads';
  readonly units: Units;
  /** the layer whose weights are outgoing ones here; null where none fits */
  readonly outgoing: string | null;
  /** inputs of a unit, biases left out */
  readonly fanIn: number;
  /** the length of a unit if all its matrices were drawn from N(0, 1/inputs) */
  readonly drawnLength: number;
}

/** A matrix of the file: inputs × units, taps of a kernel × channels among the inputs. */
export interface WeightMatrix {
  readonly name: string;
  readonly kind: 'dense' | 'convolution';
  readonly units: number;
  readonly inputs: number;
  readonly at: (input: number, unit: number) => number;
  readonly bias: Float64Array | null;
}

/**
 * The layers of a network from its tensors: those of two indices are dense, those of four convolutions, a vector of as
 * many entries as there are units and beside it in name is its bias.
 *
 * A unit is its incoming weights, its bias and its outgoing weights (theory §9): the rows that it meets in the next matrix
 * of the file whose inputs are a multiple of the units. The last layer has outputs, no hidden units, and is left out.
 */
export function weightedLayers(tensors: readonly Tensor[], layout: Layout): WeightedLayer[] {
  const matrices = weightMatrices(tensors, layout);
  return matrices.slice(0, -1).map((matrix, i): WeightedLayer => {
    const { name, kind, units, inputs, bias } = matrix;
    const next = matrices[i + 1];
    const fits = next.inputs % units === 0;
    const repeats = fits ? next.inputs / units : 0;
    const incoming = inputs + (bias === null ? 0 : 1);
    const width = incoming + repeats * next.units;
    const vectors = new Float64Array(units * width);
    for (let unit = 0; unit < units; unit++) {
      const first = unit * width;
      for (let input = 0; input < inputs; input++) vectors[first + input] = matrix.at(input, unit);
      if (bias !== null) vectors[first + inputs] = bias[unit];
      for (let k = 0; k < repeats; k++) {
        // a flattened image counts the channel fastest in TensorFlow, slowest in PyTorch; within kernels it is the same
        const row = layout === 'units-last' ? k * units + unit : unit * repeats + k;
        for (let o = 0; o < next.units; o++) vectors[first + incoming + k * next.units + o] = next.at(row, o);
      }
    }
    return {
      name,
      kind,
      units: { count: units, width, vectors },
      outgoing: fits ? next.name : null,
      fanIn: inputs,
      drawnLength: Math.sqrt(1 + (fits ? (repeats * next.units) / next.inputs : 0)),
    };
  });
}

/** The matrices and kernels of a file in their order, each with its bias. */
export function weightMatrices(tensors: readonly Tensor[], layout: Layout): WeightMatrix[] {
  return tensors.flatMap((tensor) => matrixOf(tensor, tensors, layout) ?? []);
}

function matrixOf(tensor: Tensor, all: readonly Tensor[], layout: Layout): WeightMatrix | null {
  const { name, shape, values } = tensor;
  if (shape.length !== 2 && shape.length !== 4) return null;
  const units = layout === 'units-last' ? shape[shape.length - 1] : shape[0];
  const inputs = values.length / units;
  const at =
    layout === 'units-last'
      ? (input: number, unit: number) => values[input * units + unit]
      : (input: number, unit: number) => values[unit * inputs + input];
  return {
    name,
    kind: shape.length === 2 ? 'dense' : 'convolution',
    units,
    inputs,
    at,
    bias: biasOf(tensor, all, units),
  };
}

/** The vector whose name differs from the matrix's in its last word alone and says bias, or follows it in the file. */
function biasOf({ name }: Tensor, all: readonly Tensor[], units: number): Float64Array | null {
  const stem = name.replace(/(weight|kernel|W)(?=[^/._]*$)/, '');
  const isBias = (other: Tensor): boolean =>
    other.shape.length === 1 &&
    other.shape[0] === units &&
    other.name !== name &&
    other.name.replace(/(bias|b)(?=[^/._]*$)/, '') === stem;
  return all.find(isBias)?.values ?? null;
}
