import { spend } from '../../arithmetic/work.js';
import { decisiveLevel } from '../../model/evidence.js';
import { DirectionCoordinate } from '../chain/directionCoordinate.js';
import { directionRule } from '../chain/directionRule.js';
import { uniformPanels } from '../chain/panelGrid.js';
import { balancedChain, type PlanarChain } from '../chain/planarChain.js';
import { type PlanarNormal, planarNormal } from '../chain/planarNormal.js';
import { widthOf } from '../interval.js';
import { reducedNoise } from '../matrices/reducedNoise.js';
import type { MomentGrowth } from '../prediction.js';
import { absoluteMoment } from './absoluteMoment.js';
import { principalFunction, type TrigonometricPolynomial, valuesOnCircle } from './principalFunction.js';

/**
 * Λ(p) of a chain in the plane per unit of t: log of the largest eigenvalue of (T φ)(u) = E ‖Mu‖^p φ(Mu/‖Mu‖) over the time of
 * a step, φ a trigonometric polynomial of the doubled angle by collocation (theory §6).
 *
 * For any φ > 0 the eigenvalue lies between the extremes of Tφ/φ. They are taken on a finer grid, with a finer rule for the
 * mean, and stretched for what the sampling misses. Null where no positive φ is found, and for mixtures of more than
 * 200 laws. With `signOnly` an interval that excludes 0 is enough.
 */
export function chainMoment(chain: PlanarChain, p: number, signOnly = false): MomentGrowth | null {
  if (chain.components.length > mostComponents) return null;
  const { components, duration } = balancedChain(chain);
  const operator = new TiltedChain(components, p);
  let best: MomentGrowth | null = null;
  for (let modes = fewestModes; modes <= mostModes; modes *= 2) {
    const next = solved(operator, modes, duration);
    if (next !== null && (best === null || widthOf(next) < widthOf(best))) best = next;
    if (signOnly && best !== null && best.interval[0] * best.interval[1] > 0) break;
    if (best !== null && widthOf(best) <= sharp * (1 + p) * Math.abs(best.value)) break;
  }
  return best;
}

/** A second or so at the most modes. */
const mostComponents = 200;
const fewestModes = 8;
const mostModes = 64;
/** What a threshold or a tail index asks for. */
const sharp = 1e-5;

function solved(operator: TiltedChain, modes: number, duration: number): MomentGrowth | null {
  const count = 2 * modes + 1;
  const values = Array.from({ length: count }, (_, j) => operator.row((2 * Math.PI * j) / count, modes, 1));
  if (!values.every(([mean]) => Number.isFinite(mean))) return null;
  // from the values of the images at equally spaced points to their coefficients
  const matrix = Array.from({ length: count }, (_, i) =>
    Array.from({ length: count }, (_, c) => {
      const n = Math.ceil(i / 2);
      let sum = 0;
      for (let j = 0; j < count; j++) {
        const angle = (2 * Math.PI * n * j) / count;
        sum += values[j][c] * (i % 2 === 1 ? Math.cos(angle) : i === 0 ? 1 : Math.sin(angle));
      }
      return (i === 0 ? 1 : 2) * (sum / count);
    }),
  );
  const above = Math.max(...values.map((row) => row[0])) * (1 + aboveShare);
  const found = principalFunction(matrix, above);
  if (found === null) return null;
  const [low, high] = quotientRange(operator, found.polynomial, modes);
  if (!(low > 0)) return null;
  const middle = Math.log(found.value);
  // a narrow layer that the grid misses on one side shows on the other
  const spread = Math.max(middle - Math.log(low), Math.log(high) - middle);
  const reach = (stretch * spread + roundings * (1 + Math.abs(middle))) / duration;
  return {
    value: middle / duration,
    interval: [middle / duration - reach, middle / duration + reach],
    level: decisiveLevel,
    method: 'spectral',
  };
}

/** The supremum of T1 may lie between the points. */
const aboveShare = 0.1;
/** Between the points of the finer grid the quotient goes on by less than its range. */
const stretch = 2;
const finerRule = 1.6;
const finerGrid = 4;
const roundings = 1e-13;

function quotientRange(operator: TiltedChain, polynomial: TrigonometricPolynomial, modes: number): [number, number] {
  const count = finerGrid * (2 * modes + 1);
  const values = valuesOnCircle(polynomial, count, 0.5);
  let [low, high] = [Infinity, -Infinity];
  for (const [j, value] of values.entries()) {
    const row = operator.row((2 * Math.PI * (j + 0.5)) / count, modes, finerRule);
    const quotient = row.reduce((sum, entry, i) => sum + entry * polynomial[i], 0) / value;
    if (!(value > 0 && Number.isFinite(quotient))) return [-Infinity, Infinity];
    low = Math.min(low, quotient);
    high = Math.max(high, quotient);
  }
  return [low, high];
}

/** The tilted operator, row by row. */
class TiltedChain {
  private readonly components: readonly { weight: number; mean: Float64Array; noise: readonly Float64Array[] }[];

  constructor(
    components: PlanarChain['components'],
    private readonly p: number,
  ) {
    const flat = (matrix: readonly (readonly number[])[]) => Float64Array.from(matrix.flat());
    this.components = components.map(({ weight, mean, noise }) => ({
      weight,
      mean: flat(mean),
      noise: reducedNoise(noise.map(flat)),
    }));
  }

  /** E ‖Mu‖^p times 1, cos, sin of the multiples of the doubled angle of Mu, u at the doubled angle given. */
  row(angle: number, modes: number, fineness: number): Float64Array {
    const row = new Float64Array(2 * modes + 1);
    const grid = uniformPanels(new DirectionCoordinate([1, 1]), panelTurn / modes);
    const u = [Math.cos(angle / 2), Math.sin(angle / 2)] as const;
    const image = ([a, b, c, d]: Float64Array) => [a * u[0] + b * u[1], c * u[0] + d * u[1]] as const;
    for (const { weight, mean, noise } of this.components) {
      const law = planarNormal(image(mean), noise.map(image));
      const { places, weights } = directionRule(law, grid, fineness);
      spend(places.length / 6);
      if (places.length === 0) row[0] = Number.NaN;
      for (const [i, place] of places.entries()) {
        const [x, y] = grid.coordinate.vector(place);
        const direction = 2 * Math.atan2(y, x);
        const share = weight * weights[i] * conditionalMoment(law, direction, this.p);
        const [cosine, sine] = [Math.cos(direction), Math.sin(direction)];
        row[0] += share;
        for (let n = 1, real = share, imaginary = 0; n <= modes; n++) {
          [real, imaginary] = [real * cosine - imaginary * sine, real * sine + imaginary * cosine];
          row[2 * n - 1] += real;
          row[2 * n] += imaginary;
        }
      }
    }
    return row;
  }
}

/** A panel of the rule turns the highest harmonic by eight at most, which twelve nodes integrate to 1e-9. */
const panelTurn = 4;

/**
 * E |z|^p given that z lies along a direction (its doubled angle): there the density of the distance is |r| times that of a
 * normal number about c, in units of the deviation along the direction; on a line every direction is one point.
 */
function conditionalMoment({ mean: [m1, m2], deviations: [s1, s2], axis }: PlanarNormal, direction: number, p: number) {
  const size = Math.hypot(m1, m2);
  if (s1 <= negligible * size) return size ** p;
  const [cosine, sine] = [Math.cos(direction / 2 - axis), Math.sin(direction / 2 - axis)];
  if (s2 <= negligible * s1) {
    // the line through 0 is one direction, and any other has one point in each
    return Math.abs(m2) <= negligible * (Math.abs(m1) + s1) ? absoluteMoment(m1, s1, p) : Math.abs(m2 / sine) ** p;
  }
  const unit = 1 / Math.hypot(cosine / s1, sine / s2);
  const centre = unit * ((m1 / s1) * (cosine / s1) + (m2 / s2) * (sine / s2));
  return (unit ** p * absoluteMoment(centre, 1, p + 1)) / absoluteMoment(centre, 1, 1);
}

/** As directionRule counts a deviation as none. */
const negligible = 1e-17;
