/** Kolmogorov and Smirnov: the largest gap between the sample's distribution and a given one, and the p-value of that gap. */
export function kolmogorovSmirnov(
  values: ArrayLike<number>,
  distribution: (x: number) => number,
): { readonly statistic: number; readonly pValue: number } {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let statistic = 0;
  for (let i = 0; i < n; i++) {
    const p = distribution(sorted[i]);
    statistic = Math.max(statistic, p - i / n, (i + 1) / n - p);
  }
  const x = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * statistic;
  let pValue = 0;
  for (let j = 1; j <= 100; j++) pValue += 2 * (j % 2 === 1 ? 1 : -1) * Math.exp(-2 * j * j * x * x);
  return { statistic, pValue: Math.min(1, Math.max(0, x < 0.2 ? 1 : pValue)) };
}
