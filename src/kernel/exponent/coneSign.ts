import { exponentsOf } from '../../arithmetic/exponents.js';
import { negated, times } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
import { type Polynomial, polynomialOf, polynomialText } from '../quotients/polynomial.js';
import { commonDenominator } from './generator.js';

/** A form on a cone: its coefficients in the coordinates of the cone's generators. */
export interface Cone {
  /** doubles serve: they only choose the edge to halve, and any choice is sound */
  readonly generators: readonly (readonly number[])[];
  /** in descending lexicographic order of the exponents */
  readonly coefficients: readonly bigint[];
}

/**
 * Whether forms are ≤ 0 on simplicial cones; false where that is not established.
 *
 * On a cone with generators v₁, …, v_k the form is a polynomial in the non-negative coordinates of v₁, …, v_k; its coefficients there are its
 * Bernstein coefficients up to positive binomials. It is ≤ 0 on the cone if none of them is positive. A cone that fails is halved along
 * its widest edge, y = … + (v_i + v_j) …, which keeps integers integers.
 */
export function areNonPositive(cones: readonly Cone[], lattice: ExponentLattice): boolean {
  const stack = [...cones];
  let budget = mostCoefficients;
  for (let cone = stack.pop(); cone; cone = stack.pop()) {
    const { generators, coefficients } = cone;
    if (coefficients.every((x) => x <= 0n)) continue;
    budget -= coefficients.length;
    if (budget < 0 || lattice.pure.some((at) => coefficients[at] > 0n)) return false;
    stack.push(...halves(cone, lattice, widestEdge(generators)));
  }
  return true;
}

/** Coefficients looked at: a form that needs more vanishes somewhere or nearly so; a certificate with a margin needs far fewer. */
const mostCoefficients = 10_000_000;

/** Whether a form of even degree in the atoms is negative off the origin; false where that is not established. */
export function isNegativeForm(form: Polynomial, atoms: readonly string[], degree: number): boolean {
  const lattice = exponentLattice(atoms.length, degree);
  const cones = orthants(form, atoms).map((one) => {
    const coefficients = coefficientsIn(one, atoms, lattice).map((x) => x << strictBits);
    // what is ≤ 0 when the powers y_i^degree are added is negative
    for (const at of lattice.pure) coefficients[at] += 1n;
    return { generators: unitVectors(atoms.length), coefficients };
  });
  return areNonPositive(cones, lattice);
}

/** What is added is below 2^-32 of any coefficient. */
const strictBits = 32n;

/** A polynomial with the signs of its atoms turned, in all ways that differ. */
export function orthants(polynomial: Polynomial, atoms: readonly string[]): Polynomial[] {
  const turned = Array.from({ length: 2 ** atoms.length }, (_, signs) =>
    polynomialOf(
      [...polynomial.values()].map(({ coefficient, powers }) => {
        const odd = atoms.filter(
          (atom, i) => (signs >> i) % 2 === 1 && (powers.get(atom)?.numerator ?? 0n) % 2n !== 0n,
        );
        return { coefficient: odd.length % 2 === 0 ? coefficient : negated(coefficient), powers };
      }),
    ),
  );
  return [...new Map(turned.map((one) => [polynomialText(one), one])).values()];
}

/** Whole multiples of a polynomial's coefficients, by the exponents of its atoms; further exponents are of other variables. Throws NotFollowed. */
export function coefficientsIn(polynomial: Polynomial, atoms: readonly string[], lattice: ExponentLattice): bigint[] {
  const terms = [...polynomial.values()];
  const common = commonDenominator([polynomial]);
  const whole = new Map(
    terms.map(({ coefficient, powers }) => [
      atoms.map((atom) => powers.get(atom)?.numerator ?? 0n).join(),
      times(coefficient, common).numerator,
    ]),
  );
  const coefficients = lattice.exponents.map((exponents) => whole.get(exponents.slice(0, atoms.length).join()) ?? 0n);
  if (coefficients.filter((x) => x !== 0n).length < terms.length) throw new NotFollowed('a form of another degree');
  return coefficients;
}

/** The generators of an orthant. */
export function unitVectors(variables: number): number[][] {
  return Array.from({ length: variables }, (_, i) => Array.from({ length: variables }, (__, j) => (i === j ? 1 : 0)));
}

/** The exponents of a form in their order, and the lines that a subdivision works along. */
export interface ExponentLattice {
  readonly variables: number;
  readonly exponents: readonly (readonly number[])[];
  /** where y_i^degree stands */
  readonly pure: readonly number[];
  /** index lists along which only the powers of y_i and y_j change, that of y_j rising from 0 */
  lines(i: number, j: number): readonly (readonly number[])[];
}

/** All exponents of a degree in descending lexicographic order. */
export function exponentLattice(variables: number, degree: number): ExponentLattice {
  const exponents = exponentsOf(variables, degree);
  const index = new Map(exponents.map((exponent, at) => [exponent.join(), at]));
  const pure = exponents.flatMap((exponent, at) => (exponent.includes(degree) ? [at] : []));
  const known = new Map<string, number[][]>();
  const lines = (i: number, j: number): number[][] => {
    const starts = exponents.filter((exponent) => exponent[j] === 0);
    const along = starts.map((start) =>
      Array.from({ length: start[i] + 1 }, (_, power) => {
        const exponent = start.map((x, axis) => (axis === i ? x - power : axis === j ? power : x));
        return index.get(exponent.join()) as number;
      }),
    );
    known.set(`${i},${j}`, along);
    return along;
  };
  return { variables, exponents, pure, lines: (i, j) => known.get(`${i},${j}`) ?? lines(i, j) };
}

/** Both halves at the sum of the generators of the edge (i, j): y_j → y_i + y_j for one, y_i → y_i + y_j for the other. */
export function halves(
  { generators, coefficients }: Cone,
  lattice: ExponentLattice,
  [i, j]: readonly [number, number],
): readonly Cone[] {
  const middle = generators[i].map((x, axis) => x + generators[j][axis]);
  return [
    [i, j],
    [j, i],
  ].map(([kept, moved]) => ({
    generators: generators.map((generator, index) => (index === kept ? middle : generator)),
    coefficients: shifted(coefficients, lattice, kept, moved),
  }));
}

/** Coefficients with y_j → y_i + y_j: along each line the Taylor shift by one, by additions alone. */
export function shifted(coefficients: readonly bigint[], lattice: ExponentLattice, i: number, j: number): bigint[] {
  const result = [...coefficients];
  for (const line of lattice.lines(i, j)) {
    for (let round = 0; round < line.length - 1; round++) {
      for (let b = line.length - 2; b >= round; b--) result[line[b]] += result[line[b + 1]];
    }
  }
  return result;
}

function widestEdge(generators: readonly (readonly number[])[]): readonly [number, number] {
  const units = generators.map((generator) => generator.map((x) => x / Math.hypot(...generator)));
  const edges = units.flatMap((v, j) =>
    units
      .slice(0, j)
      .map((w, i) => ({ edge: [i, j] as const, cosine: v.reduce((sum, x, axis) => sum + x * w[axis], 0) })),
  );
  return edges.reduce((a, b) => (b.cosine < a.cosine ? b : a)).edge;
}
