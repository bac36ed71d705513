/**
 * A number as JSON can hold it: infinities become the largest doubles (an exponent of SGD is −∞ where a step lands on
 * the set), and what is not a number is null.
 */
export function finite(value: number | null | undefined): number | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

/** Both ends finite, or null. */
export function finiteInterval(interval: readonly [number, number] | null | undefined): [number, number] | null {
  const low = finite(interval?.[0]);
  const high = finite(interval?.[1]);
  return low === null || high === null ? null : [low, high];
}
