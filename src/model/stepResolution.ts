/** What an arithmetic resolves near a set. */
export interface Resolution {
  /** the distance below which the step at the base point is rounding rather than dynamics */
  readonly atBase: number;
  /**
   * whether one step from the base point stays on the set, up to rounding, and something below epsilon is resolved; where
   * not, nothing happens near it
   */
  readonly keepsSet: boolean;
  /** the most that rounding adds to a growth rate at distance r, times r, in units of the probed step's rate */
  readonly roundedRate: number;
}

/** What is known of an arithmetic before its steps are probed. */
export interface ResolutionOptions {
  readonly epsilon: number;
  /** no distance below 10^−smallestExponent is told from 0 */
  readonly smallestExponent: number;
  /** decimal digits between the distance at which a step is lost to rounding and the one that still counts as resolved */
  readonly margin: number;
  /** components of the step below this fraction of the largest are rounding of something that cancels */
  readonly negligible: number;
}

/**
 * Measures on a step itself how near to a set its normal part still depends on the distance.
 *
 * `probe` gives normal components of one step, the same draws every time, from base + distance · (a fixed normal
 * direction), parts that round apart as components of their own. A coordinate near 0 keeps its digits down to the
 * smallest number; a difference of weights of size 1 loses them at its unit roundoff, and so does a drift such as
 * 1 − exp(θ): from there on the step no longer changes as the distance shrinks, which is what is looked for.
 */
export function measureStepResolution(
  probe: (distance: number) => readonly number[],
  { epsilon, smallestExponent, margin, negligible }: ResolutionOptions,
): Resolution {
  const far = probe(epsilon);
  const onSet = probe(0);
  const linear = epsilon * linearShare;
  const inside = probe(linear);
  const largest = Math.max(...far.map(Math.abs));
  const relevant = far.flatMap((value, i) =>
    Math.abs(value) > negligible * largest && Math.abs(inside[i]) >= Math.abs(value) * linearShare ** mostOrder
      ? [i]
      : [],
  );
  const isLost = (exponent: number) => {
    const at = probe(10 ** -exponent);
    const nearer = probe(10 ** -(exponent + 1));
    // what cancels to 0 no longer changes either, and a part that is lost leaves the rest out of proportion
    const bent = (i: number) =>
      Math.abs((at[i] * linear) / 10 ** -exponent - inside[i]) > disproportion * Math.abs(inside[i]);
    return relevant.some((i) => at[i] === nearer[i] || bent(i));
  };
  let kept = Math.ceil(-Math.log10(epsilon));
  let lost = smallestExponent;
  const isRounded = isLost(lost);
  if (isRounded) {
    while (lost - kept > 1) {
      const middle = (kept + lost) >> 1;
      if (isLost(middle)) lost = middle;
      else kept = middle;
    }
    lost -= margin;
  }
  const resolved = 10 ** -lost;
  const kick = Math.max(...relevant.map((i) => Math.abs(onSet[i] / far[i]) * epsilon), 0);
  return {
    atBase: Math.min(resolved, epsilon),
    keepsSet: resolved < epsilon && kick <= resolved,
    roundedRate: isRounded ? (disproportion * resolved * 10 ** -margin * largest) / epsilon : 0,
  };
}

/** Terms of second order are a hundredth of what they are at epsilon. */
const linearShare = 1e-2;
/** Components that fall faster than this power of the distance are of higher order: rounding of them moves nothing. */
const mostOrder = 1.5;
/** Neither terms of second order nor rounding bend a step by as much before something is lost. */
const disproportion = 0.1;

/** A point off a base (d numbers) along the normals (rows of d numbers), in a direction that no symmetry of a model singles out. */
export function offBase(
  base: readonly number[],
  normals: readonly (readonly number[])[],
  distance: number,
): Float64Array {
  const theta = Float64Array.from(base);
  const weights = normals.map((_, i) => 1 / (1 + genericRatio * i));
  const length = Math.hypot(...weights);
  normals.forEach((row, i) => {
    row.forEach((entry, j) => {
      theta[j] += entry * distance * (weights[i] / length);
    });
  });
  return theta;
}

const genericRatio = 0.3719;

/** The components of a vector (d numbers) along the normals; 0 · ∞ is none. */
export function normalPart(normals: readonly (readonly number[])[], vector: ArrayLike<number>): number[] {
  return normals.map((row) => row.reduce((sum, entry, j) => (entry === 0 ? sum : sum + entry * vector[j]), 0));
}
