import { exact } from '../../arithmetic/enclosure.js';
import { squareRoot } from '../../arithmetic/enclosureFunctions.js';
import { leastCommonMultiple } from '../../arithmetic/integers.js';
import { dividedBy, plus, type Rational, rational, times } from '../../arithmetic/rational.js';
import type { Work } from '../notFollowed.js';
import { type Polynomial, scaled, sumOf } from '../quotients/polynomial.js';
import type { Chart } from './chart.js';
import {
  areNonPositive,
  type Cone,
  coefficientsIn,
  type ExponentLattice,
  exponentLattice,
  halves,
  orthants,
  shifted,
  unitVectors,
} from './coneSign.js';
import { powerIn, productIn, total } from './generator.js';

/**
 * Whether p(y) + Σ_l excess_l ‖y‖^{first + l} ≤ 0 for ‖y‖ ≤ radius, in one or two variables; false where that is not established.
 *
 * With one variable z more, p is a form on the cone ‖y‖ ≤ radius · z. Narrow sectors of it are covered by simplicial cones: the
 * segment between two points at the distance ℓ and the angle α is nowhere nearer than ℓ (½ + ½ cos α)^½.
 */
export function isNonPositiveOnBall(
  p: Polynomial,
  { first, excess }: { readonly first: number; readonly excess: readonly Rational[] },
  { atoms, point, square }: Chart,
  radius: Rational,
  work: Work,
): boolean {
  const lattice = exponentLattice(atoms.length + 1, first + excess.length - 1);
  // on an orthant ‖y‖^m is R^{m/2}, and at most R^{(m−1)/2} Σ y_i for odd m
  const above = total(
    excess.map((value, l) => {
      const even = powerIn(square, (first + l) >> 1, work);
      return scaled((first + l) % 2 === 0 ? even : productIn(even, total(point), work), value);
    }),
  );
  const cones = orthants(p, atoms).flatMap((form) =>
    sectors(
      { generators: unitVectors(lattice.variables), coefficients: coefficientsIn(sumOf(form, above), atoms, lattice) },
      lattice,
    ),
  );
  return areNonPositive(
    cones.map((cone) => reaching(cone, radius, lattice)),
    lattice,
  );
}

/** Halved until their angles are below an eighth. */
function sectors(cone: Cone, lattice: ExponentLattice): Cone[] {
  const [v, w] = cone.generators;
  const isNarrow = lattice.variables === 2 || 8 * (v[0] * w[1] - v[1] * w[0]) < v[0] * w[0] + v[1] * w[1];
  return isNarrow ? [cone] : halves(cone, lattice, [0, 1]).flatMap((half) => sectors(half, lattice));
}

/** The cone over a triangle from the centre that covers a sector of the ball: y = Σ t_i s_i v_i, z = t_0 + Σ t_i. */
function reaching({ generators, coefficients }: Cone, radius: Rational, lattice: ExponentLattice): Cone {
  const vectors = generators.slice(0, -1);
  const lengths = vectors.map((v) => rational(v.reduce((sum, x) => sum + x * x, 0)));
  const [v, w = v] = vectors;
  const inner = rational(v.reduce((sum, x, axis) => sum + x * w[axis], 0));
  // cos α is at least its square
  const cosine = dividedBy(times(inner, inner), times(lengths[0], lengths[lengths.length - 1]));
  const reach = dividedBy(times(rational(2), times(radius, radius)), plus(rational(1), cosine));
  const scales = lengths.map((length) => squareRoot(exact(dividedBy(reach, length)), rootBits)?.upper ?? radius);
  const common = scales.reduce((lcm, { denominator }) => leastCommonMultiple(lcm, denominator), 1n);
  const factors = [...scales.map(({ numerator, denominator }) => numerator * (common / denominator)), common];
  const moved = coefficients.map((x, at) =>
    lattice.exponents[at].reduce((product, exponent, i) => product * factors[i] ** BigInt(exponent), x),
  );
  const last = lattice.variables - 1;
  return {
    generators: generators.map((one, i) =>
      i === last ? one : [...one.slice(0, -1).map((x) => x / Math.hypot(...one)), 1],
    ),
    coefficients: vectors.reduce((form, _, i) => shifted(form, lattice, i, last), moved),
  };
}

/** The bound on ‖y‖ is too large by 2^-14 relatively at most. */
const rootBits = 16;
