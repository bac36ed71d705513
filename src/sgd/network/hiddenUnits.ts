import { type Layer, matrixOf } from './layer.js';
import type { Weights } from './trainNetwork.js';
import type { Units } from './units.js';

/**
 * The units of every layer but the last that has weights, as vectors of incoming weights, bias and outgoing weights
 * (theory §9); null for a layer without weights, for the last, and for one whose signal is added to another, where channels are
 * shared.
 *
 * Outgoing weights of a filter are all that its channel meets in the next layer with weights, whatever stands between.
 */
export function hiddenUnits(layers: readonly Layer[], weights: Weights): (Units | null)[] {
  return layers.map((layer, at) => {
    const matrix = matrixOf(layer);
    const next = layers.findIndex((other, i) => i > at && matrixOf(other) !== null);
    const outgoing = next < 0 ? null : matrixOf(layers[next]);
    if (matrix === null || outgoing === null || isShared(layers, at, next)) return null;
    const { rows, units, bias } = matrix;
    // the channel of a unit counts fastest among the inputs of what follows
    const repeats = outgoing.rows / units;
    const incoming = rows + (bias ? 1 : 0);
    const width = incoming + repeats * outgoing.units;
    const vectors = new Float64Array(units * width);
    for (let unit = 0; unit < units; unit++) {
      for (let i = 0; i < incoming; i++) vectors[unit * width + i] = weights[at][i * units + unit];
      for (let k = 0; k < repeats; k++) {
        const row = (k * units + unit) * outgoing.units;
        vectors.set(weights[next].subarray(row, row + outgoing.units), unit * width + incoming + k * outgoing.units);
      }
    }
    return { count: units, width, vectors };
  });
}

/** Whether a sum stands between two layers, or takes up what stands there. */
function isShared(layers: readonly Layer[], at: number, next: number): boolean {
  return layers.some(
    (layer, i) => layer.kind === 'residual' && ((at < i && i < next) || (at <= layer.from && layer.from < next)),
  );
}
