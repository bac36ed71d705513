import { expect, it } from 'vitest';
import { lowerObjective } from '../../../src/prediction/neighbourhood/linearProgramme.js';

/** x, y ≥ 0, x + 2y ≤ 4, 3x + y ≤ 6 */
const polygon = {
  count: 4,
  unknowns: 2,
  offsets: Float64Array.of(0, 0, 4, 6),
  rows: Float64Array.of(1, 0, 0, 1, -1, -2, -3, -1),
};

it('the maximum of x + y on a polygon is at the vertex where two edges meet', () => {
  const x = lowerObjective(Float64Array.of(-1, -1), polygon, Float64Array.of(0.1, 0.1), 1e-6);
  expect(x[0]).toBeCloseTo(1.6, 4);
  expect(x[1]).toBeCloseTo(1.2, 4);
});

it('a target ends the search as soon as it is met, or as soon as it is out of reach', () => {
  const start = Float64Array.of(0.1, 0.1);
  const met = lowerObjective(Float64Array.of(-1, -1), polygon, start, 1e-6, -1);
  expect(met[0] + met[1]).toBeGreaterThan(1);
  expect(met[0] + met[1]).toBeLessThan(2.79);
  const missed = lowerObjective(Float64Array.of(-1, -1), polygon, start, 1e-6, -5);
  expect(missed[0] + missed[1]).toBeLessThan(2.8);
});
