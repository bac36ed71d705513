import { randomStream } from '../../../src/numeric/random.js';
import type { Activation } from '../../../src/sgd/network/activation.js';
import { type Layer, sizesOf, weightCount } from '../../../src/sgd/network/layer.js';
import type { Samples, Weights } from '../../../src/sgd/network/trainNetwork.js';
import type { UnitSet } from '../../../src/sgd/probe/unitSet.js';

/** Dense layers of these widths; the last has no activation. */
export function dense(widths: readonly number[], activation: Activation, bias: boolean): Layer[] {
  return widths.slice(1).map((outputs, i) => {
    const isLast = i === widths.length - 2;
    return { kind: 'dense', inputs: widths[i], outputs, bias, activation: isLast ? 'identity' : activation };
  });
}

/** So many standard normal numbers times a scale. */
export function normals(count: number, index: number, scale = 1): Float64Array {
  const stream = randomStream(5, index);
  return Float64Array.from({ length: count }, () => scale * stream.normal());
}

/** Weights from N(0, scale²). */
export function drawnWeights(layers: readonly Layer[], scale: number): Weights {
  return layers.map((layer, i) => normals(weightCount(layer), i, scale));
}

/** Random inputs and targets. */
export function drawnSamples(layers: readonly Layer[], count: number): Samples {
  const [inputs, outputs] = [sizesOf(layers[0]).inputs, sizesOf(layers[layers.length - 1]).outputs];
  return { inputs: normals(count * inputs, 100), targets: normals(count * outputs, 101), count };
}

/** Where the weights of a unit stand: the layer's array and the place in it, incoming, bias and outgoing. */
function placesOf(layers: readonly Layer[], layer: number, unit: number): [number, number][] {
  const { inputs, outputs, bias } = layers[layer] as Extract<Layer, { kind: 'dense' }>;
  const next = sizesOf(layers[layer + 1]).outputs;
  return [
    ...Array.from({ length: inputs + (bias ? 1 : 0) }, (_, i): [number, number] => [layer, i * outputs + unit]),
    ...Array.from({ length: next }, (_, o): [number, number] => [layer + 1, unit * next + o]),
  ];
}

/** The components of a vector in weight space normal to a set. */
export function normalPart(layers: readonly Layer[], set: UnitSet, vector: Weights): Float64Array {
  const own = placesOf(layers, set.layer, set.unit).map(([layer, i]) => vector[layer][i]);
  if (set.kind === 'vanishing') return Float64Array.from(own);
  const twin = placesOf(layers, set.layer, set.twin).map(([layer, i]) => vector[layer][i]);
  return Float64Array.from(own, (x, i) => (x - set.sign * twin[i]) * Math.SQRT1_2);
}

/** Weights with the unit at a distance y from the set, straight above the point of it that is nearest to them. */
export function movedTo(layers: readonly Layer[], set: UnitSet, weights: Weights, y: Float64Array): Weights {
  const moved = weights.map((one) => Float64Array.from(one));
  const now = normalPart(layers, set, weights);
  const change = y.map((entry, i) => entry - now[i]);
  const members =
    set.kind === 'vanishing'
      ? [[set.unit, 1]]
      : [
          [set.unit, Math.SQRT1_2],
          [set.twin, -set.sign * Math.SQRT1_2],
        ];
  for (const [unit, share] of members) {
    for (const [i, [layer, place]] of placesOf(layers, set.layer, unit).entries())
      moved[layer][place] += share * change[i];
  }
  return moved;
}
