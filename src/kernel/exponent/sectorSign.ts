import { type Enclosure, exact } from '../../arithmetic/enclosure.js';
import { squareRoot } from '../../arithmetic/enclosureFunctions.js';
import { bitLength, leastCommonMultiple } from '../../arithmetic/integers.js';
import { type Rational, rational, times } from '../../arithmetic/rational.js';
import { timesSum } from './circleForm.js';
import type { GradedForms } from './neighbourhoodForms.js';
import { multiply, radiusPower, scaled, total } from './neighbourhoodForms.js';
import { isNonPositive } from './polynomialSign.js';

/**
 * Whether Σ_l forms_l(y) + excess_l ‖y‖^{first + l} ≤ 0 for ‖y‖ ≤ radius, in one or two variables.
 *
 * On the sector between two vectors, y = s (t₁ v₁ + t₂ v₂) with t₁ + t₂ = 1 and 0 ≤ s ≤ radius/min ‖t₁ v₁ + t₂ v₂‖. All
 * forms are brought to one degree in t; the coefficients of each monomial in t are, up to a binomial, Bernstein's, and
 * must be non-positive as polynomials in s. A sector that fails is halved at (v₁ + v₂)/2.
 */
export function isNonPositiveOnBall(graded: GradedForms, radius: Rational): SectorOutcome {
  const stack = graded.variables === 1 ? halfLines(graded) : quadrants(graded);
  let budget = largestSectorCount;
  for (let sector = stack.pop(); sector; sector = stack.pop()) {
    if (hasNonPositiveCoefficients(sector, radius)) continue;
    budget -= 1;
    if (budget < 0 || sector.vectors.length === 1 || isPositiveAtEdge(sector, radius)) return 'not-established';
    stack.push(...halves(sector));
  }
  return 'non-positive';
}

/** What the subdivision showed. */
export type SectorOutcome = 'non-positive' | 'not-established';

/** With a margin of a hundredth some hundred sectors do. */
const largestSectorCount = 1000;

interface Sector {
  /** times 2^halvings, so that they are whole */
  readonly vectors: readonly (readonly bigint[])[];
  readonly halvings: number;
  /** forms of degrees first, first + 1, … in t, over one positive denominator */
  readonly rows: readonly (readonly bigint[])[];
}

function halfLines(graded: GradedForms): Sector[] {
  return [1, -1].map((side) => ({
    vectors: [[1n]],
    halvings: 0,
    rows: integerRows(
      graded.forms.map((form, l) => {
        const odd = (graded.first + l) % 2 === 1 && side < 0;
        return total([scaled(form, rational(odd ? -1 : 1)), [graded.excess[l]]]);
      }),
    ),
  }));
}

/** ‖y‖^m is R^{m/2}, and at most R^{(m−1)/2} (|y₁| + |y₂|) for odd m. */
function quadrants(graded: GradedForms): Sector[] {
  const one = rational(1);
  return [0, 1, 2, 3].map((signs) => ({
    vectors: [
      [1n, 0n],
      [0n, 1n],
    ],
    halvings: 0,
    rows: withKeptBits(
      integerRows(
        graded.forms.map((form, l) => {
          const degree = graded.first + l;
          const reflected = form.map((value, j) => {
            const flips = (signs & 1) * (degree - j) + (signs >> 1) * j;
            return flips % 2 === 1 ? times(value, rational(-1)) : value;
          });
          const whole = radiusPower(2, degree >> 1);
          const length = degree % 2 === 0 ? whole : multiply(whole, [one, one]);
          return total([reflected, scaled(length, graded.excess[l])]);
        }),
      ),
    ),
  }));
}

/** Over one positive denominator, exactly. */
function integerRows(rows: readonly (readonly Rational[])[]): bigint[][] {
  const common = rows.flat().reduce((lcm, { denominator }) => leastCommonMultiple(lcm, denominator), 1n);
  return rows.map((row) => row.map(({ numerator, denominator }) => numerator * (common / denominator)));
}

/**
 * The rows with as many digits as rounding in the halvings leaves room for, rounded up: in coordinates t ≥ 0 that only
 * adds to the polynomial. What is rounded away is below 2^-keptBits of the largest coefficient of the first row.
 */
function withKeptBits(rows: readonly (readonly bigint[])[]): readonly (readonly bigint[])[] {
  const size = rows[0].reduce((most, value) => most | (value < 0n ? -value : value), 0n);
  const excess = bitLength(size) - keptBits;
  return rows.map((row) => row.map((value) => dividedUp(value, excess)));
}

/** Coefficients exceed values by half of a bit a degree at most, and degrees stay below 100: 2^-100 of the values is left. */
const keptBits = 160;

/** value/2^bits, rounded up; bits may be negative. */
function dividedUp(value: bigint, bits: number): bigint {
  return bits < 0 ? value << BigInt(-bits) : -(-value >> BigInt(bits));
}

function hasNonPositiveCoefficients({ vectors, halvings, rows }: Sector, radius: Rational): boolean {
  const reach = reachOf(radius, halvings, inverseSquare(vectors));
  const raised = rows.map((row, l) => {
    let form = row;
    // t₁ + t₂ = 1
    for (let round = l + 1; round < rows.length && vectors.length > 1; round++) form = timesSum(form);
    return form;
  });
  return raised[0].every((_, i) =>
    isNonPositive(
      raised.map((form) => form[i]),
      reach.upper,
      vectors.length === 1 ? mostBisections : fewBisections,
    ),
  );
}

/** The bound on s is too large by 2^-14 relatively at most. */
const rootBits = 16;

const mostBisections = 10;
/** Halving the sector does as well. */
const fewBisections = 3;

/** 1/min ‖t₁ v₁ + t₂ v₂‖² over t₁ + t₂ = 1, t ≥ 0. */
function inverseSquare(vectors: readonly (readonly bigint[])[]): Rational {
  if (vectors.length === 1) return rational(1);
  const [v, w] = vectors;
  const inner = v[0] * w[0] + v[1] * w[1];
  const [vv, ww] = [v[0] * v[0] + v[1] * v[1], w[0] * w[0] + w[1] * w[1]];
  if (inner >= vv) return rational(1n, vv);
  if (inner >= ww) return rational(1n, ww);
  const cross = v[0] * w[1] - v[1] * w[0];
  return rational(vv + ww - 2n * inner, cross * cross);
}

/** radius/‖v‖ from 1/‖2^halvings v‖². */
function reachOf(radius: Rational, halvings: number, inverse: Rational): Enclosure {
  const square = times(times(radius, radius), times(inverse, rational(4n ** BigInt(halvings))));
  return squareRoot(exact(square), rootBits) as Enclosure;
}

/** Whether the polynomial is positive somewhere on the sector's first edge: then no subdivision helps. */
function isPositiveAtEdge({ vectors: [v], halvings, rows }: Sector, radius: Rational): boolean {
  const square = v.reduce((sum, x) => sum + x * x, 0n);
  const { numerator, denominator } = reachOf(radius, halvings, rational(1n, square)).lower;
  let value = 0n;
  for (let l = rows.length - 1; l >= 0; l--) {
    value = value * numerator + rows[l][0] * denominator ** BigInt(rows.length - 1 - l);
  }
  return value > 0n || rows[0][0] > 0n;
}

function halves({ vectors: [v, w], halvings, rows }: Sector): Sector[] {
  const middle = v.map((x, i) => x + w[i]);
  const half = (end: readonly bigint[], turned: readonly (readonly bigint[])[]): Sector => ({
    vectors: [middle, end.map((x) => 2n * x)],
    halvings: halvings + 1,
    rows: turned.map(halved),
  });
  return [
    half(w, rows),
    half(
      v,
      rows.map((row) => [...row].reverse()),
    ),
  ];
}

/** Σ_j c_j t₁^{m−j} t₂^j with t₁ → t₁/2 and t₂ → t₁/2 + t₂, rounded up. */
function halved(form: readonly bigint[]): bigint[] {
  const degree = form.length - 1;
  const result = [...form];
  for (let round = 0; round < degree; round++) {
    for (let j = degree - 1; j >= round; j--) result[j] += result[j + 1];
  }
  return result.map((value, j) => dividedUp(value, degree - j));
}
