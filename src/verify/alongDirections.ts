import type { Estimate, Evidence } from '../model/evidence.js';

type Directions = readonly (readonly number[])[];

/** Measures a process that is kept in a subspace. */
export type MeasureAlong = (subspace: Directions) => Promise<Evidence | null>;

/** The largest of the exponents that are measured along invariant directions, each by itself (theory §5); null where one was not. */
export async function largestAlong(directions: Directions, measure: MeasureAlong): Promise<Estimate | null> {
  const found: Estimate[] = [];
  for (const direction of directions) {
    const measured = (await measure([direction]))?.exponent;
    if (!measured) return null;
    found.push(measured);
  }
  const top = found.reduce((best, one) => (one.mean > best.mean ? one : best));
  const end = (i: 0 | 1): number => Math.max(...found.map(({ interval }) => interval[i]));
  return { ...top, interval: [end(0), end(1)] };
}

/**
 * A measurement with its exponent taken along each of the directions that share a rate: the logarithm of the distance is the
 * largest of walks of one drift, which grows like √t besides and leaves a bias that many trajectories do not hide.
 */
export async function whereTied(
  evidence: Evidence | null,
  tied: Directions,
  measure: MeasureAlong,
): Promise<Evidence | null> {
  if (tied.length < 2 || evidence === null || evidence.exponent === null) return evidence;
  const exponent = await largestAlong(tied, measure);
  return exponent === null ? evidence : { ...evidence, exponent };
}
