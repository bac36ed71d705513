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
  const axes = spanningAxes(deviations, mean.length);
  const rule = hermiteRule(count);
  let nodes = [mean];
  let shares = [1];
  for (const axis of axes) {
    nodes = nodes.flatMap((point) => rule.map(({ node }) => point.map((x, i) => x + node * axis[i])));
    shares = shares.flatMap((share) => rule.map((one) => share * one.share));
  }
  const all = new Float64Array(nodes.length * mean.length);
  for (const [n, node] of nodes.entries()) all.set(node, n * mean.length);
  return { nodes: all, shares: Float64Array.from(shares) };
}

/** Columns a_i with Σ a_i a_iᵀ = Σ b_j b_jᵀ, as few as there can be to rounding, by Cholesky's method with pivots. */
function spanningAxes(deviations: readonly Float64Array[], size: number): Float64Array[] {
  const rest = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size }, (__, j) => deviations.reduce((sum, b) => sum + b[i] * b[j], 0)),
  );
  const least = rest.reduce((trace, row, i) => trace + row[i], 0) * negligible;
  const axes: Float64Array[] = [];
  while (axes.length < size) {
    const pivot = rest.reduce((best, row, i) => (row[i] > rest[best][best] ? i : best), 0);
    if (rest[pivot][pivot] <= least) break;
    const root = Math.sqrt(rest[pivot][pivot]);
    const axis = Float64Array.from(rest, (row) => row[pivot] / root);
    for (const [i, row] of rest.entries()) for (let j = 0; j < size; j++) row[j] -= axis[i] * axis[j];
    axes.push(axis);
  }
  return axes;
}

/** Of the variance: rounding leaves no less. */
const negligible = 1e-14;

interface RuleNode {
  readonly node: number;
  readonly share: number;
}

const known = new Map<number, readonly RuleNode[]>();

/** Gauss's rule for the standard normal density: zeros of Hermite's polynomial between those of the one below, by halving. */
function hermiteRule(count: number): readonly RuleNode[] {
  const found = known.get(count);
  if (found !== undefined) return found;
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
  const rule = zeros.map((node) => ({ node, share: 1 / (count * valueAt(count - 1, node) ** 2) }));
  known.set(count, rule);
  return rule;
}

const halvings = 60;
