import { exponentsOf } from '../../arithmetic/exponents.js';

/**
 * Whether a form in k variables is negative everywhere off the origin, decided by Bernstein coefficients on a subdivision of simplicial cones.
 *
 * On a cone with generators v₁, …, v_k the form is a polynomial in the non-negative coordinates of v₁, …, v_k; its coefficients there are its
 * Bernstein coefficients up to positive binomials. It is negative on the cone if those of the pure powers are negative and no other is
 * positive. The start is the orthants (half of them: the degree is even); a cone that fails is halved along its widest edge, y = … + (v_i +
 * v_j) …, which keeps integers integers. `coefficients` are in descending lexicographic order of the exponents.
 */
export function isNegativeForm(variables: number, degree: number, coefficients: readonly bigint[]): ConeOutcome {
  const lattice = exponentLattice(variables, degree);
  let budget = mostCoefficients;
  for (let signs = 0; signs < 2 ** (variables - 1); signs++) {
    const reflected = (axis: number) => axis > 0 && (signs >> (axis - 1)) % 2 === 1;
    const flipped = coefficients.map((coefficient, index) =>
      lattice.exponents[index].filter((power, axis) => power % 2 === 1 && reflected(axis)).length % 2 === 1
        ? -coefficient
        : coefficient,
    );
    const generators = Array.from({ length: variables }, (_, i) =>
      Array.from({ length: variables }, (_, j) => (i === j ? 1 : 0)),
    );
    const stack: Cone[] = [{ generators, coefficients: flipped }];
    for (let cone = stack.pop(); cone; cone = stack.pop()) {
      const state = inspect(cone.coefficients, lattice);
      if (state === 'counterexample') return 'not-negative';
      if (state === 'negative') continue;
      budget -= cone.coefficients.length;
      if (budget < 0) return 'undecided';
      stack.push(...halve(cone, lattice));
    }
  }
  return 'negative';
}

/** What the subdivision showed. */
export type ConeOutcome = 'negative' | 'not-negative' | 'undecided';

/** Coefficients looked at: a form that needs more vanishes somewhere or nearly so; a certificate with a margin needs far fewer. */
const mostCoefficients = 10_000_000;

interface Cone {
  /** doubles serve: they only choose the edge to halve, and any choice is sound */
  readonly generators: readonly (readonly number[])[];
  readonly coefficients: readonly bigint[];
}

/** The exponents of a form in their order, and the lines that a subdivision works along. */
export interface ExponentLattice {
  readonly exponents: readonly (readonly number[])[];
  readonly index: ReadonlyMap<string, number>;
  /** where y_i^degree stands */
  readonly pure: readonly number[];
  /** for i < j: index lists along which only the powers of y_i and y_j change, that of y_j rising from 0 */
  readonly lines: ReadonlyMap<number, readonly (readonly number[])[]>;
}

/** All exponents of a degree in descending lexicographic order. */
export function exponentLattice(variables: number, degree: number): ExponentLattice {
  const exponents = exponentsOf(variables, degree);
  const index = new Map(exponents.map((exponent, at) => [exponent.join(), at]));
  const lines = new Map<number, number[][]>();
  for (let i = 0; i < variables; i++) {
    for (let j = i + 1; j < variables; j++) {
      const starts = exponents.filter((exponent) => exponent[j] === 0);
      const along = starts.map((start) =>
        Array.from({ length: start[i] + 1 }, (_, power) => {
          const exponent = start.map((x, axis) => (axis === i ? x - power : axis === j ? power : x));
          return index.get(exponent.join()) as number;
        }),
      );
      lines.set(i * variables + j, along);
    }
  }
  const pure = Array.from({ length: variables }, (_, i) => exponents.findIndex((exponent) => exponent[i] === degree));
  return { exponents, index, pure, lines };
}

function inspect(coefficients: readonly bigint[], { pure }: ExponentLattice): 'negative' | 'counterexample' | 'open' {
  if (pure.some((at) => coefficients[at] >= 0n)) return 'counterexample';
  return coefficients.every((x) => x <= 0n) ? 'negative' : 'open';
}

/** Both halves at the sum of the generators of the widest edge (i, j): y_j → y_i + y_j for one, y_i → y_i + y_j for the other. */
function halve({ generators, coefficients }: Cone, lattice: ExponentLattice): readonly [Cone, Cone] {
  const [i, j] = widestEdge(generators);
  const middle = generators[i].map((x, axis) => x + generators[j][axis]);
  const lower = [...coefficients];
  const upper = [...coefficients];
  for (const line of lattice.lines.get(i * generators.length + j) ?? []) {
    shift(lower, line);
    shift(upper, [...line].reverse());
  }
  const replaced = (at: number) => generators.map((generator, index) => (index === at ? middle : generator));
  return [
    { generators: replaced(i), coefficients: lower },
    { generators: replaced(j), coefficients: upper },
  ];
}

/** Σ_b c_b x^{s−b} y^b with y → x + y: the Taylor shift by one, in place, by additions alone. */
function shift(coefficients: bigint[], line: readonly number[]): void {
  const degree = line.length - 1;
  for (let round = 0; round < degree; round++) {
    for (let b = degree - 1; b >= round; b--) coefficients[line[b]] += coefficients[line[b + 1]];
  }
}

function widestEdge(generators: readonly (readonly number[])[]): readonly [number, number] {
  let widest: [number, number] = [0, 1];
  let smallest = Number.POSITIVE_INFINITY;
  const lengths = generators.map((generator) => Math.hypot(...generator));
  for (let i = 0; i < generators.length; i++) {
    for (let j = i + 1; j < generators.length; j++) {
      const cosine = generators[i].reduce((sum, x, axis) => sum + x * generators[j][axis], 0) / lengths[i] / lengths[j];
      if (cosine < smallest) {
        smallest = cosine;
        widest = [i, j];
      }
    }
  }
  return widest;
}
