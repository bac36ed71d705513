import { absolute, compare, minus, negated, one, plus, type Rational, times, zero } from '../arithmetic/rational.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import type { LossDynamics } from '../model/model.js';
import type { EnclosedFamily } from '../prediction/certificate/enclosedFamily.js';
import type { WeightedMatrix } from '../prediction/matrices/linearFamily.js';

type Matrix = readonly (readonly Rational[])[];

/**
 * The SDE whose E zzᵀ grows at the rate E M X Mᵀ − X of SGD's steps z ← M z, of y or with momentum of (y, v): with the matrix 1 − E M as its
 * curvature, and as one more noise matrix (theory §6). `at`: values of the constants. Null where one of momentum, decay and learning rate is
 * irrational.
 */
export function stepFamily(
  { family, radii }: EnclosedFamily,
  { momentum, nesterov, decoupledDecay }: LossDynamics,
  at: ReadonlyMap<string, Rational>,
): EnclosedFamily | null {
  const { learningRate: eta } = family;
  const [beta, decay] = [momentum, decoupledDecay].map((formula) => evaluateExact(formula, at));
  if (beta === null || decay === null) return null;
  const isPlain = beta.numerator === 0n;
  const [ofPush, ofVelocity] = nesterov ? [plus(one, beta), times(beta, beta)] : [one, beta];
  /** What a push −ηC of y adds to the steps of (y, v), turned about. */
  const pushed = (matrix: Matrix): Rational[][] => {
    const scaled = (factor: Rational) => matrix.map((row) => row.map((entry) => times(times(eta, factor), entry)));
    if (isPlain) return scaled(one);
    const still = matrix.map((row) => row.map(() => zero));
    return [...scaled(ofPush), ...scaled(one)].map((row, i) => [...row, ...still[i % matrix.length]]);
  };
  const k = family.curvature.length;
  const withoutDecay = family.curvature.map((row, l) => row.map((entry, m) => (l === m ? minus(entry, decay) : entry)));
  /** Of 1 − M without a push. */
  const resting = (i: number, j: number): Rational => {
    if (i % k !== j % k) return zero;
    if (i < k) return j < k ? times(eta, decay) : negated(ofVelocity);
    return j < k ? zero : minus(one, beta);
  };
  const curvature = pushed(withoutDecay).map((row, i) => row.map((entry, j) => plus(entry, resting(i, j))));
  const noise = family.noise.map(({ weight, matrix }): WeightedMatrix => ({ weight, matrix: pushed(matrix) }));
  const size = absolute(ofPush);
  const most = times(eta, compare(size, one) > 0 ? size : one);
  const wider = (radius: Rational): Rational => times(most, radius);
  return {
    family: { curvature, noise: [...noise, { weight: one, matrix: curvature }], learningRate: one },
    radii: radii && {
      curvature: wider(radii.curvature),
      noise: [...radii.noise, radii.curvature].map(wider),
    },
  };
}
