import { type Atom, atomsOf, type BatchMultiplier, type LogMultiplier, multiplierRounding } from './batchMultiplier.js';
import { logarithmRounding, meanLogAbsoluteNormal } from './labelNoiseQuadrature.js';

/**
 * E log|multiplier| as the finite sum over distinct compositions of a batch: multinomial with replacement,
 * multivariate hypergeometric without (theory §6).
 *
 * @returns null when there are more than `limit` compositions
 */
export function enumerateBatches(multiplier: BatchMultiplier, limit: number): LogMultiplier | null {
  const sum = new LogarithmSum();
  const weightError = visitBatches(multiplier, limit, (...term) => sum.add(...term));
  return weightError === null ? null : sum.result(weightError);
}

/**
 * Visits the distinct compositions of a batch, each with its probability, the law N(mean, deviation²) of its multiplier and
 * what rounding may have moved the mean by: next to a sample of 1e200 another one's 0.8 is no 0 where it is drawn alone.
 *
 * @returns a bound of the relative rounding error of the probabilities; null, without a visit, when there are more than
 * `limit` compositions
 */
export function visitBatches(
  multiplier: BatchMultiplier,
  limit: number,
  add: (weight: number, mean: number, deviation: number, rounding: number) => void,
): number | null {
  const { batch, replacement, sharedVariance } = multiplier;
  const samples = multiplier.values.length;
  const atoms = atomsOf(multiplier);
  // without replacement, B of N have as many compositions as the N − B left out
  const leftOut = !replacement && batch > samples - batch;
  const chosen = leftOut ? samples - batch : batch;
  if (!(compositionCount(atoms, chosen, replacement, limit) <= limit)) return null;
  // with one value alone there is one composition, of a batch that may be longer than any table of factorials
  if (atoms.length === 1) {
    const [{ value, variance }] = atoms;
    add(1, value, Math.sqrt(variance / batch + sharedVariance), multiplierRounding([value]));
    return 0;
  }

  const logFactorial = logFactorials(Math.max(batch, samples));
  const total = leftOut ? totalOf(atoms) : null;
  const everything = multiplierRounding(multiplier.values);
  const visit = (
    from: number,
    remaining: number,
    value: number,
    variance: number,
    logWeight: number,
    rounding: number,
  ): void => {
    if (remaining === 0) {
      const mean = (total === null ? value : total.value - value) / batch;
      const ofBatch = (total === null ? variance : Math.max(0, total.variance - variance)) / (batch * batch);
      add(Math.exp(logWeight), mean, Math.sqrt(ofBatch + sharedVariance), total === null ? rounding : everything);
      return;
    }
    for (let index = from; index < atoms.length; index++) {
      const { value: x, variance: v, count } = atoms[index];
      const logShare = Math.log(count / samples);
      const most = replacement ? remaining : Math.min(remaining, count);
      const least = replacement && index === atoms.length - 1 ? remaining : 1;
      for (let b = least; b <= most; b++) {
        const logFactor = replacement
          ? b * logShare - logFactorial[b]
          : logFactorial[count] - logFactorial[b] - logFactorial[count - b];
        const moved = Math.max(rounding, multiplierRounding([x]));
        visit(index + 1, remaining - b, value + b * x, variance + b * v, logWeight + logFactor, moved);
      }
    }
  };
  const logNormalisation = replacement ? 0 : logFactorial[samples - chosen] - logFactorial[samples];
  visit(0, chosen, 0, 0, logFactorial[chosen] + logNormalisation, 0);
  return weightRounding * Number.EPSILON * logFactorial[logFactorial.length - 1];
}

/** Each weight is the exponential of a few log-factorials, and each of them carries the rounding of its own size. */
const weightRounding = 8;

/** Σ w log|·| with a running bound of its rounding error. */
export class LogarithmSum {
  private weight = 0;
  private sum = 0;
  private compensation = 0;
  private absolute = 0;
  private error = 0;
  private vanishing = 0;

  /** Adds a batch of probability `weight` with a multiplier N(mean, standardDeviation²), the mean known up to `rounding`. */
  add(weight: number, mean: number, standardDeviation: number, rounding: number): void {
    this.weight += weight;
    if (standardDeviation === 0 && Math.abs(mean) <= rounding) {
      this.vanishing += weight;
      return;
    }
    const logarithm = meanLogAbsoluteNormal(mean, standardDeviation);
    // the mean of the logarithm has slope at most 1/max(|m|, s), up to a factor below 1.4
    const slope = 1.4 / Math.max(Math.abs(mean), standardDeviation);
    this.error += weight * (rounding * slope + logarithmRounding * (1 + Math.abs(logarithm)));
    const term = weight * logarithm;
    this.absolute += Math.abs(term);
    const next = this.sum + term;
    this.compensation += Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  /** Weights carry `relativeError` each; they are divided by their sum, so that what is common to them drops out. */
  result(relativeError: number): LogMultiplier {
    const kept = this.weight - this.vanishing;
    return {
      value: kept === 0 ? 0 : (this.sum + this.compensation) / kept,
      error: kept === 0 ? 0 : (this.error + relativeError * this.absolute) / kept,
      level: 1,
      method: 'sum',
      vanishing: this.vanishing / this.weight,
    };
  }
}

/** Counts compositions, and stops counting beyond the limit. */
function compositionCount(atoms: readonly Atom[], chosen: number, replacement: boolean, limit: number): number {
  if (chosen <= 1) return chosen === 0 ? 1 : atoms.length;
  if (replacement) {
    let count = 1;
    for (let i = 1; i <= Math.min(chosen, atoms.length - 1) && count <= limit; i++)
      count = (count * (chosen + atoms.length - i)) / i;
    return Math.round(count);
  }
  if (chosen * atoms.length > limit) return Infinity;
  let ways = new Float64Array(chosen + 1);
  ways[0] = 1;
  for (const { count } of atoms) {
    const next = new Float64Array(chosen + 1);
    let window = 0;
    for (let b = 0; b <= chosen; b++) {
      window += ways[b] - (b > count ? ways[b - count - 1] : 0);
      next[b] = window;
    }
    ways = next;
  }
  return ways[chosen];
}

function totalOf(atoms: readonly Atom[]): { value: number; variance: number } {
  let value = 0;
  let variance = 0;
  for (const atom of atoms) {
    value += atom.count * atom.value;
    variance += atom.count * atom.variance;
  }
  return { value, variance };
}

function logFactorials(largest: number): Float64Array {
  const table = new Float64Array(largest + 1);
  for (let i = 2; i <= largest; i++) table[i] = table[i - 1] + Math.log(i);
  return table;
}
