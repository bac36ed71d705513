import { leastCommonMultiple } from '../../arithmetic/integers.js';
import { dividedBy, equal, minus, one, type Rational, rational, times } from '../../arithmetic/rational.js';
import type { DataSet } from '../model.js';

/**
 * The population that label flips draw from (theory §2): every sample as often with its own class and with each wrong one
 * as the probability says, so that drawing one of its rows is drawing a sample and flipping its target, and means and
 * covariances over it are exact.
 *
 * `classes` are the values of the one target, two or more; `probability` is from 0 to 1. Null where the shares have no
 * common denominator that keeps the rows below mostRows.
 */
export function flippedPopulation(data: DataSet, classes: readonly Rational[], probability: Rational): DataSet | null {
  const kept = minus(one, probability);
  const wrong = dividedBy(probability, rational(classes.length - 1));
  const copies = leastCommonMultiple(kept.denominator, wrong.denominator);
  if (copies * BigInt(data.rows.length) > BigInt(mostRows)) return null;
  const count = (share: Rational): number => Number(times(share, rational(copies)).numerator);
  const rows = data.rows.flatMap((row) => {
    const [inputs, target] = [row.slice(0, -1), row[row.length - 1]];
    return classes.flatMap((value) =>
      Array.from({ length: count(equal(value, target) ? kept : wrong) }, () => [...inputs, value]),
    );
  });
  return { ...data, rows };
}

/** More rows would not fit in memory with what is computed of each. */
export const mostRows = 200_000;
