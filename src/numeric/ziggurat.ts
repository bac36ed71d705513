/**
 * The ziggurat of the normal density f(x) = e^(−x²/2): layers of equal area, of which the lowest holds the tail (Marsaglia
 * and Tsang, Journal of Statistical Software 5 (8), 2000).
 *
 * A point drawn evenly under layer i lies under the layer above it too when |x| < edges[i + 1], and then under the density.
 */
export interface Ziggurat {
  /** x_0 = area/f(x_1), x_1 = tailStart, …, x_256 = 0 */
  readonly edges: Float64Array;
  /** f at the edges; 0 in place of f(x_0) */
  readonly densities: Float64Array;
  /** for layer i at 2i and 2i + 1: x_i·2^−52, by which a whole number of 53 bits is multiplied, and x_(i+1) */
  readonly steps: Float64Array;
}

/** Layers; a word's lowest eight bits choose one. */
export const layers = 256;

/** Where the tail begins, so that 256 layers are equal. */
export const tailStart = 3.654152885361009;

/** The layers' area: x f(x) + ∫ f from the tail's start x on. */
export const layerArea = 0.004928673233974655;

/** The tables of the ziggurat, worked out once. */
export const ziggurat: Ziggurat = tables();

function tables(): Ziggurat {
  const density = (x: number): number => Math.exp((-x * x) / 2);
  const edges = new Float64Array(layers + 1);
  edges[0] = layerArea / density(tailStart);
  edges[1] = tailStart;
  for (let i = 1; i < layers - 1; i++)
    edges[i + 1] = Math.sqrt(-2 * Math.log(layerArea / edges[i] + density(edges[i])));
  const densities = edges.map((x, i) => (i === 0 ? 0 : density(x)));
  const steps = Float64Array.from({ length: 2 * layers }, (_, k) =>
    k % 2 === 0 ? edges[k / 2] * 2 ** -52 : edges[(k + 1) / 2],
  );
  return { edges, densities, steps };
}
