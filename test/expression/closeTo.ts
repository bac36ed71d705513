/** Two orders of the same few dozen floating-point operations differ by less than this, but where terms cancel. */
const relativeTolerance = 1e-9;

/** Equal up to rounding relative to the values or to 1; where either side is not finite, nothing is compared. */
export function closeTo(a: number, b: number, tolerance = relativeTolerance): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return true;
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
}
