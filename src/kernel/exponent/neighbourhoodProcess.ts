import { type Enclosure, exact, signOf, plus as sum } from '../../arithmetic/enclosure.js';
import { exponentsOf } from '../../arithmetic/exponents.js';
import {
  minus as difference,
  isZero,
  negated,
  plus,
  type Rational,
  rational,
  sumOf,
  times,
  zero,
} from '../../arithmetic/rational.js';
import { type Formula, numeral } from '../formula/formula.js';
import { malformed, Work } from '../notFollowed.js';
import { namesIn } from '../point/pointField.js';
import { placesAt } from '../point/samples.js';
import { type Polynomial, polynomialOf } from '../quotients/polynomial.js';
import { type Chart, plainChart, powersOf } from './chart.js';
import type { CheckedPart, CheckedProcess } from './readNeighbourhood.js';
import {
  type Expansion,
  meanOf,
  productOf,
  slopeOf,
  sumOf as sumOfExpansions,
  taylorExpansion,
} from './taylorExpansion.js';

/**
 * Drift and covariance about the base point, y = θ − base, as far as they are known on a ball: polynomials in y of degrees
 * 1 … order + 1 and 2 … order + 2, up to deviations of at most driftDeviation_l r^{l+1} and covarianceDeviation_l r^{l+2},
 * l = 0 … order (the sums of the sizes of all entries), r = ‖y‖.
 */
export interface ExpandedProcess {
  readonly chart: Chart;
  readonly drift: readonly Polynomial[];
  /** components × components */
  readonly covariance: readonly (readonly Polynomial[])[];
  readonly driftDeviation: readonly Rational[];
  readonly covarianceDeviation: readonly Rational[];
}

/**
 * Taylor's formula on the ball ‖y‖ ≤ radius, to the order stated or a higher one: coefficients at the base, and over the
 * cube about it those of the highest degree; radius 0 gives the expansion at the base alone. Throws NotFollowed where a
 * formula is not seen to have as many derivatives on the cube, or does not vanish at the base.
 */
export function expandProcess(process: CheckedProcess, stated: number, radius: Rational): ExpandedProcess {
  const order = Math.max(stated, leastOrder);
  const size = process.parameters.length;
  const chart = plainChart(size, new Work());
  const atBase = enclosuresOver(process, zero, finest);
  const onCube = isZero(radius) ? atBase : enclosuresOver(process, radius, coarse);
  if (process.noise.some(({ weight }) => onCube(weight).lower.numerator < 0n)) {
    throw malformed('process.noise', 'a weight may be negative');
  }
  const { drift, covariance } = partsOf(process, taylorExpansion(process.parameters, order + 3, new Work()));
  const expanded = (entries: readonly Expansion[], first: number) => {
    const last = order + first;
    const degrees = Array.from({ length: last + 1 }, (_, degree) => exponentsOf(size, degree));
    const values = entries.map((entry) =>
      degrees.map((all, degree) =>
        all.map((exponents) => {
          const formula = entry(exponents);
          const [value, around] = [atBase(formula), onCube(formula)];
          if (degree < first && signOf(value) !== 0) throw malformed('process', 'does not vanish at the base');
          return { powers: powersOf(chart.atoms, exponents), value: degree < last ? value : around };
        }),
      ),
    );
    return {
      polynomials: values.map((one) =>
        polynomialOf(one.flat().map(({ powers, value }) => ({ coefficient: middle(value), powers }))),
      ),
      deviations: degrees
        .slice(first)
        .map((_, l) => sumOf(values.flatMap((one) => one[l + first].map(({ value }) => halfWidth(value))))),
    };
  };
  const [b, a] = [expanded(drift, 1), expanded(covariance, 2)];
  return {
    chart,
    drift: b.polynomials,
    covariance: drift.map((_, i) => a.polynomials.slice(i * size, (i + 1) * size)),
    driftDeviation: b.deviations,
    covarianceDeviation: a.deviations,
  };
}

/** Enclosures over a whole cube are wide; degrees up to here make up for it. */
const leastOrder = 16;

/** The expansions of drift and covariance (components × components, row by row), samples in means alone. */
function partsOf({ parameters, drift, noise }: CheckedProcess, expand: (formula: Formula) => Expansion) {
  const vectorOf = ({ form, column }: CheckedPart): readonly Expansion[] => {
    const vector =
      column.kind === 'vector'
        ? column.components.map(expand)
        : parameters.map((_, axis) => slopeOf(expand(column.of), axis));
    if (form === 'averaged') return vector.map(meanOf);
    const opposite = expand(numeral(-1));
    return form === 'centred' ? vector.map((one) => sumOfExpansions([one, productOf(opposite, meanOf(one))])) : vector;
  };
  const total = (parts: readonly CheckedPart[], entriesOf: (vector: readonly Expansion[]) => readonly Expansion[]) => {
    const weighted = parts.map((part) => {
      const isOfSamples = part.form === 'each' || part.form === 'centred';
      return entriesOf(vectorOf(part)).map((one) => productOf(expand(part.weight), isOfSamples ? meanOf(one) : one));
    });
    const nothing = entriesOf(parameters.map(() => expand(numeral(0))));
    return nothing.map((none, i) => sumOfExpansions([none, ...weighted.map((one) => one[i])]));
  };
  return {
    drift: total(drift, (vector) => vector),
    covariance: total(noise, (vector) => {
      const rows: Expansion[][] = [];
      for (const [i, one] of vector.entries())
        rows.push(vector.map((other, j) => rows[j]?.[i] ?? productOf(one, other)));
      return rows.flat();
    }),
  };
}

/** Enclosures of formulas, over all θ with |θ − base| ≤ reach in every parameter. */
function enclosuresOver({ parameters, base, instance }: CheckedProcess, reach: Rational, bits: number) {
  const cube = { lower: negated(reach), upper: reach };
  const centres = new Map(parameters.map((name, i) => [name, sum(exact(base[i]), cube)]));
  const known = namesIn(instance.values);
  const work = new Work(instance.samples?.length);
  return placesAt(instance, { name: (name) => centres.get(name) ?? known(name), work }, bits).outside;
}

/** Binary digits of intermediate results; shorter exact numbers stay exact, and over a cube nothing is. */
const [finest, coarse] = [96, 32];

function middle({ lower, upper }: Enclosure): Rational {
  return times(plus(lower, upper), rational(1, 2));
}

function halfWidth({ lower, upper }: Enclosure): Rational {
  return times(difference(upper, lower), rational(1, 2));
}
