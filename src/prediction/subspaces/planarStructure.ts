import { absolute, negated, plus, type Rational, rational, sign, times, toNumber } from '../../arithmetic/rational.js';
import { identity } from '../../arithmetic/rationalMatrix.js';
import { type IntegerFamily, type IntegerMatrix, integerFamily } from '../matrices/integerFamily.js';
import type { ExactLinearFamily } from '../matrices/linearFamily.js';

/**
 * What H and all C_j of a 2 × 2 family have in common (theory §4.3, degenerate families; §5).
 *
 * - `commuting`: all matrices lie in span{I, K}; the exponents are centre ± spread·√radicand, or centre alone twice when radicand ≤ 0;
 * - `triangular`: one common real eigenvector, which is then rational; `along` is the exponent on it, `across` that of the quotient;
 * - `irreducible`: no common real eigenvector; the stationary direction is unique, so Λ⁻ = λ.
 */
export type PlanarStructure =
  | { readonly kind: 'commuting'; readonly centre: Rational; readonly spread: Rational; readonly radicand: Rational }
  | {
      readonly kind: 'triangular';
      readonly direction: readonly [bigint, bigint];
      readonly along: Rational;
      readonly across: Rational;
    }
  | { readonly kind: 'irreducible' };

/** Decides the structure exactly. */
export function planarStructure(exact: ExactLinearFamily): PlanarStructure {
  const family = integerFamily(exact, identity(2));
  const forms = [family.curvature, ...family.noise.map(({ matrix }) => matrix)].map(eigenvectorForm);
  const first = forms.find((form) => form.some((x) => x !== 0n));
  if (!first) return commuting(family, [0n, 0n, 0n]);
  const second = forms.find((form) => cross(first, form).some((x) => x !== 0n));
  if (!second) return commuting(family, first);
  const [n0, n1, n2] = cross(first, second);
  if (n1 * n1 !== n0 * n2) return { kind: 'irreducible' };
  const direction: [bigint, bigint] = n0 !== 0n ? [n0, n1] : [n1, n2];
  if (forms.some((form) => valueAt(form, direction) !== 0n)) return { kind: 'irreducible' };
  return triangular(family, direction);
}

type Form = readonly [bigint, bigint, bigint];

/** The binary quadratic form y₁(My)₂ − y₂(My)₁ in y₁², y₁y₂, y₂², which vanishes on M's eigenvectors. */
function eigenvectorForm([[a, b], [c, d]]: IntegerMatrix): Form {
  return [c, d - a, -b];
}

/** Proportional to (y₁², y₁y₂, y₂²) at the common zero y of two independent forms, if they have one. */
function cross(f: Form, g: Form): Form {
  return [f[1] * g[2] - f[2] * g[1], f[2] * g[0] - f[0] * g[2], f[0] * g[1] - f[1] * g[0]];
}

function valueAt(form: Form, [x, y]: readonly [bigint, bigint]): bigint {
  return form[0] * x * x + form[1] * x * y + form[2] * y * y;
}

/** M = α + βK with K traceless, K² = (f₁² − 4 f₀f₂)/4, f the common form; α = tr M/2, β the ratio of M's form to f. */
function commuting(family: IntegerFamily, form: Form): PlanarStructure {
  const index = form.findIndex((x) => x !== 0n);
  const radicand = rational(form[1] * form[1] - 4n * form[0] * form[2], 4n);
  const parts = (matrix: IntegerMatrix) => ({
    alpha: rational(matrix[0][0] + matrix[1][1], 2n),
    beta: index < 0 ? rational(0n) : rational(eigenvectorForm(matrix)[index], form[index]),
  });
  const curvature = parts(family.curvature);
  const drift = rational(-1n, family.curvatureDenominator);
  let centre = times(drift, curvature.alpha);
  let spread = times(drift, curvature.beta);
  for (const { weight, matrix } of family.noise) {
    const { alpha, beta } = parts(matrix);
    const factor = rational(-weight, 2n * family.noiseDenominator);
    centre = plus(centre, times(factor, plus(times(alpha, alpha), times(times(beta, beta), radicand))));
    spread = plus(spread, times(factor, times(rational(2n), times(alpha, beta))));
  }
  return { kind: 'commuting', centre, spread, radicand };
}

function triangular(family: IntegerFamily, direction: readonly [bigint, bigint]): PlanarStructure {
  const [x, y] = direction;
  const eigenvalue = ([[a, b], [c, d]]: IntegerMatrix) =>
    x !== 0n ? rational(a * x + b * y, x) : rational(c * x + d * y, y);
  const other = (matrix: IntegerMatrix) => plus(rational(matrix[0][0] + matrix[1][1]), negated(eigenvalue(matrix)));
  const exponent = (diagonal: (matrix: IntegerMatrix) => Rational) =>
    family.noise.reduce(
      (sum, { weight, matrix }) =>
        plus(sum, times(rational(-weight, 2n * family.noiseDenominator), square(diagonal(matrix)))),
      times(rational(-1n, family.curvatureDenominator), diagonal(family.curvature)),
    );
  return { kind: 'triangular', direction, along: exponent(eigenvalue), across: exponent(other) };
}

function square(x: Rational): Rational {
  return times(x, x);
}

/** λ and Λ⁻ of a family with a common eigenvector, as nearest doubles (theory §5); null for an irreducible one. */
export function planarExponents(structure: PlanarStructure): { highest: number; lowest: number } | null {
  switch (structure.kind) {
    case 'irreducible':
      return null;
    case 'triangular': {
      // the eigenvector carries the only invariant direction: starts off it grow at the larger of the two exponents
      const along = toNumber(structure.along);
      return { highest: Math.max(along, toNumber(structure.across)), lowest: along };
    }
    case 'commuting': {
      const centre = toNumber(structure.centre);
      const spread =
        sign(structure.radicand) > 0
          ? toNumber(absolute(structure.spread)) * Math.sqrt(toNumber(structure.radicand))
          : 0;
      return { highest: centre + spread, lowest: centre - spread };
    }
  }
}
