import { type Rational, zero } from '../../arithmetic/rational.js';
import type { ExpandedProcess } from '../../kernel/exponent/neighbourhoodProcess.js';
import type { Polynomial } from '../../kernel/quotients/polynomial.js';

/** Coefficients of y₁^m, y₁^{m−1} y₂, …, y₂^m; of y₁^m alone with one variable. */
export type Form = readonly Rational[];

/** Drift and covariance of an expanded process by degrees: the forms of degree l + 1 of the one and l + 2 of the other, l = 0 … order. */
export interface GradedProcess {
  /** components × l */
  readonly drift: readonly (readonly Form[])[];
  /** components × components × l */
  readonly covariance: readonly (readonly (readonly Form[])[])[];
}

/** The forms that drift and covariance are the sums of. */
export function gradedForms({ chart, drift, covariance, driftDeviation }: ExpandedProcess): GradedProcess {
  const forms = (polynomial: Polynomial, first: number): Form[] => {
    const coefficients = new Map(
      [...polynomial.values()].map(({ coefficient, powers }) => [
        chart.atoms.map((atom) => Number(powers.get(atom)?.numerator ?? 0n)).join(),
        coefficient,
      ]),
    );
    return driftDeviation.map((_, l) =>
      Array.from({ length: chart.atoms.length === 1 ? 1 : l + first + 1 }, (__, j) => {
        const exponents = chart.atoms.length === 1 ? [l + first] : [l + first - j, j];
        return coefficients.get(exponents.join()) ?? zero;
      }),
    );
  };
  return {
    drift: drift.map((component) => forms(component, 1)),
    covariance: covariance.map((row) => row.map((entry) => forms(entry, 2))),
  };
}
