import type { NormalStream } from '../numeric/normalStream.js';

/**
 * Moves θ (d numbers) by a length in a direction drawn uniformly from the span of some orthonormal normals (rows of d
 * numbers). Draws one normal number a row.
 */
export function moveOff(
  theta: Float64Array,
  normals: readonly (readonly number[])[],
  length: number,
  stream: NormalStream,
): void {
  const direction = normals.map(() => stream.normal());
  const factor = length / Math.hypot(...direction);
  normals.forEach((row, i) => {
    row.forEach((entry, j) => {
      theta[j] += entry * direction[i] * factor;
    });
  });
}
