import { reducedNoise } from '../matrices/reducedNoise.js';
import type { RuleNode } from './sphereRule.js';

/** Points of R^k, one after the other, and weights that add up to 1. */
export interface NormalRule {
  readonly nodes: Float64Array;
  readonly shares: Float64Array;
}

/**
 * Gauss's rule for the mean over m + Σ_j ξ_j b_j, ξ standard normal, in as many coordinates as the b_j span: with n points a
 * coordinate exact for polynomials of degree 2n − 1.
 */
export function normalRule(mean: Float64Array, deviations: readonly Float64Array[], count: number): NormalRule {
  const axes = reducedNoise(deviations);
  const { nodes: normals, shares } = standardRule(axes.length, count);
  const [size, rank] = [mean.length, axes.length];
  const nodes = new Float64Array(shares.length * size);
  for (let n = 0; n < shares.length; n++) {
    for (let i = 0; i < size; i++) {
      let sum = mean[i];
      for (let j = 0; j < rank; j++) sum += normals[n * rank + j] * axes[j][i];
      nodes[n * size + i] = sum;
    }
  }
  return { nodes, shares };
}

const standardRules = new Map<string, NormalRule>();

/** The rule for independent standard normal numbers, made once. */
function standardRule(rank: number, count: number): NormalRule {
  const key = `${rank} ${count}`;
  const found = standardRules.get(key);
  if (found !== undefined) return found;
  const rule = hermiteRule(count);
  let all: { readonly point: readonly number[]; readonly share: number }[] = [{ point: [], share: 1 }];
  for (let axis = 0; axis < rank; axis++) {
    all = all.flatMap(({ point, share }) =>
      rule.map((one) => ({ point: [...point, one.node], share: share * one.share })),
    );
  }
  const made = {
    nodes: Float64Array.from(all.flatMap(({ point }) => point)),
    shares: Float64Array.from(all, ({ share }) => share),
  };
  standardRules.set(key, made);
  return made;
}

/** Gauss's rule for the standard normal density: zeros of Hermite's polynomial between those of the one below, by halving. */
function hermiteRule(count: number): readonly RuleNode[] {
  const valueAt = (n: number, x: number): number => {
    // He_n over √n!, which stays of moderate size
    let [before, value] = [0, 1];
    for (let i = 0; i < n; i++) [before, value] = [value, (x * value - Math.sqrt(i) * before) / Math.sqrt(i + 1)];
    return value;
  };
  let zeros: number[] = [];
  for (let n = 1; n <= count; n++) {
    const ends = [-2 * Math.sqrt(n) - 1, ...zeros, 2 * Math.sqrt(n) + 1];
    const degree = n;
    zeros = ends.slice(1).map((right, i) => {
      let [low, high] = [ends[i], right];
      const sign = Math.sign(valueAt(degree, low));
      for (let halving = 0; halving < halvings; halving++) {
        const middle = (low + high) / 2;
        if (Math.sign(valueAt(degree, middle)) === sign) low = middle;
        else high = middle;
      }
      return (low + high) / 2;
    });
  }
  return zeros.map((node) => ({ node, share: 1 / (count * valueAt(count - 1, node) ** 2) }));
}

const halvings = 60;
