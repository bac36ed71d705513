import { singularValues } from '../../numeric/singularValues.js';
import { countUnits, type UnitCounts } from '../network/units.js';
import type { WeightedLayer } from './weightedLayer.js';

/** Thresholds of theory §9, and what lengths are compared with beside the longest. */
export interface AnalysisOptions {
  readonly tau1: number;
  readonly tau2: number;
  /** the length of a unit at the start; that of a draw from N(0, 1/inputs) when left out */
  readonly initialLength?: number;
}

/** What is left of a layer in effect. */
export interface LayerAnalysis extends UnitCounts {
  readonly longest: number;
  readonly initialLength: number;
  /** units shorter than τ₁ times the initial length: also where the whole layer shrank */
  readonly vanishedSinceStart: number;
  /** pairs of units that are near opposite: ‖w + w'‖² < τ₂ (‖w‖² + ‖w'‖²)/2, both not vanishing */
  readonly mirrored: number;
  /** directions in the space of units along which the layer nearly vanishes: singular values below τ₁ of the largest */
  readonly rotations: number;
  /** entropy of the singular values over their sum, in nats, and its exponential, the effective rank */
  readonly entropy: number;
  readonly effectiveRank: number;
}

/** Analyses the units of a layer (theory §9). */
export function analyzeLayer(
  layer: WeightedLayer,
  { tau1, tau2, initialLength = layer.drawnLength }: AnalysisOptions,
): LayerAnalysis {
  const { count, width, vectors } = layer.units;
  const lengths = unitLengths(layer);
  const longest = Math.max(...lengths);
  const live = Array.from(lengths.keys()).filter((i) => lengths[i] >= tau1 * longest);
  let mirrored = 0;
  for (const [at, i] of live.entries()) {
    for (const j of live.slice(0, at)) {
      let square = 0;
      for (let k = 0; k < width; k++) square += (vectors[i * width + k] + vectors[j * width + k]) ** 2;
      if (2 * square < tau2 * (lengths[i] ** 2 + lengths[j] ** 2)) mirrored++;
    }
  }
  const singular = singularValues(vectors, count, width);
  const total = singular.reduce((sum, s) => sum + s, 0);
  const entropy = singular.reduce((sum, s) => (s > 0 ? sum - (s / total) * Math.log(s / total) : sum), 0);
  return {
    ...countUnits(layer.units, tau1, tau2),
    longest,
    initialLength,
    vanishedSinceStart: lengths.filter((length) => length < tau1 * initialLength).length,
    mirrored,
    rotations: count - singular.filter((s) => s >= tau1 * singular[0]).length,
    entropy,
    effectiveRank: total === 0 ? 0 : Math.exp(entropy),
  };
}

/** The length of each unit of a layer. */
export function unitLengths({ units: { count, width, vectors } }: WeightedLayer): number[] {
  return Array.from({ length: count }, (_, i) =>
    Math.sqrt(vectors.subarray(i * width, (i + 1) * width).reduce((sum, x) => sum + x * x, 0)),
  );
}
