import { type Enclosure, exact } from '../../arithmetic/enclosure.js';
import { minus, plus, type Rational, rational, sumOf, times, zero } from '../../arithmetic/rational.js';
import { type TaylorModel, TaylorModelSpace } from '../../expression/evaluation/taylorModel.js';
import { SeriesField } from '../formula/seriesField.js';
import { settledKinks } from '../formula/settledKinks.js';
import { valuesIn } from '../formula/valueIn.js';
import { malformed, Work } from '../notFollowed.js';
import { type Polynomial, polynomialOf } from '../quotients/polynomial.js';
import { type Chart, plainChart } from './chart.js';
import type { CheckedPart, CheckedProcess } from './readNeighbourhood.js';
import { TaylorField } from './taylorField.js';

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
 * Taylor's formula on the ball ‖y‖ ≤ radius, with remainders bounded over the cube about it; radius 0 gives the expansion
 * at the base point alone. Throws NotFollowed where a formula is not analytic there or does not vanish at the base.
 */
export function expandProcess(process: CheckedProcess, order: number, radius: Rational): ExpandedProcess {
  const size = process.parameters.length;
  const columns = new TaylorModelSpace(size, order + 1, radius, workingBits);
  // covariances start one degree later than their columns
  const squares = new TaylorModelSpace(size, order + 2, radius, workingBits);
  const raised = (model: TaylorModel): TaylorModel => squares.monomials.map((_, i) => model[i] ?? null);
  const { weightOf, vectorsOf } = partsIn(process, columns);
  const drift = process.drift.map((part) => {
    const weight = weightOf(part);
    return meanOf(columns, vectorsOf(part)).map((model) => columns.multiply(weight, model));
  });
  const covariance = process.noise.map((part) => {
    const weight = weightOf(part);
    if (columns.range(weight).lower.numerator < 0n) throw malformed('process.noise', 'a weight may be negative');
    const products = vectorsOf(part).map((vector) => {
      const columnOf = vector.map(raised);
      return columnOf.flatMap((a) => columnOf.map((b) => squares.multiply(a, b)));
    });
    return meanOf(squares, products).map((model) => squares.multiply(raised(weight), model));
  });
  const nothing = (space: TaylorModelSpace, length: number) =>
    Array.from({ length }, () => space.constant(exact(zero)));
  return expansion(
    sumOfVectors(columns, [nothing(columns, size), ...drift]),
    sumOfVectors(squares, [nothing(squares, size ** 2), ...covariance]),
    squares,
    plainChart(size, new Work()),
  );
}

/** Binary digits of intermediate results; shorter exact numbers stay exact. */
const workingBits = 96;

/** Weights, and the vectors whose mean is part of the drift and whose products' mean is part of the covariance. */
function partsIn({ parameters, base, constants, data, samples }: CheckedProcess, space: TaylorModelSpace) {
  const work = new Work(samples.length);
  const variables = parameters.map((name, i) => [name, space.variable(i, base[i])] as const);
  const fieldAt = (row: readonly Rational[]) => {
    const values = [...constants, ...row.map((value, i) => [data[i], value] as const)];
    const numbers = values.map(([name, value]) => [name, space.constant(exact(value))] as const);
    return new TaylorField(space, new Map([...variables, ...numbers]), work);
  };
  const [outside, inSamples] = [fieldAt([]), samples.map(fieldAt)];
  const expanded = ({ column }: CheckedPart, field: TaylorField): readonly TaylorModel[] => {
    const value = valuesIn(field);
    if (column.kind === 'vector') return column.components.map(value);
    return parameters.map((parameter) => {
      const direction = (name: string) => rational(name === parameter ? 1 : 0);
      // nothing that a kink is taken of is 0 on the cube
      const series = new SeriesField(
        settledKinks(direction, (a) => field.sign(value(a))),
        2,
      );
      return value(series.at(valuesIn(series)(column.of), 1));
    });
  };
  const vectorsOf = (part: CheckedPart): readonly (readonly TaylorModel[])[] => {
    if (part.form === 'once') return [expanded(part, outside)];
    if (samples.length === 0) throw malformed('process.samples', 'are missing');
    const each = inSamples.map((field) => expanded(part, field));
    if (part.form === 'each') return each;
    const mean = meanOf(space, each);
    if (part.form === 'averaged') return [mean];
    const opposite = mean.map((model) => space.scale(model, exact(rational(-1))));
    return each.map((vector) => sumOfVectors(space, [vector, opposite]));
  };
  return { vectorsOf, weightOf: ({ weight }: CheckedPart) => valuesIn(outside)(weight) };
}

function sumOfVectors(space: TaylorModelSpace, vectors: readonly (readonly TaylorModel[])[]): readonly TaylorModel[] {
  return vectors.reduce((a, b) => a.map((model, i) => space.add(model, b[i])));
}

function meanOf(space: TaylorModelSpace, vectors: readonly (readonly TaylorModel[])[]): readonly TaylorModel[] {
  return sumOfVectors(space, vectors).map((model) => space.scale(model, exact(rational(1, vectors.length))));
}

/** Middles and widths of the coefficients; monomials of every space are in the order of degrees. */
function expansion(
  drift: readonly TaylorModel[],
  covariance: readonly TaylorModel[],
  { monomials, degrees, order }: TaylorModelSpace,
  chart: Chart,
): ExpandedProcess {
  const isAbove = (models: readonly TaylorModel[], degree: number) =>
    models.every((model) => model.every((value, i) => value === null || degrees[i] > degree));
  if (!isAbove(drift, 0)) throw malformed('process.drift', 'does not vanish at the base');
  if (!isAbove(covariance, 1)) throw malformed('process.noise', 'does not vanish at the base');
  const polynomial = (model: TaylorModel): Polynomial =>
    polynomialOf(
      model.map((value, i) => {
        const powers = chart.atoms.map((atom, axis) => [atom, rational(monomials[i][axis])] as const);
        return { coefficient: middle(value), powers: new Map(powers.filter(([, power]) => power.numerator > 0n)) };
      }),
    );
  const deviations = (models: readonly TaylorModel[], first: number): Rational[] =>
    Array.from({ length: order - 1 }, (_, l) =>
      sumOf(models.flatMap((model) => model.filter((__, i) => degrees[i] === l + first).map(halfWidth))),
    );
  const size = drift.length;
  return {
    chart,
    drift: drift.map(polynomial),
    covariance: drift.map((_, i) => covariance.slice(i * size, (i + 1) * size).map(polynomial)),
    driftDeviation: deviations(drift, 1),
    covarianceDeviation: deviations(covariance, 2),
  };
}

function middle(value: Enclosure | null): Rational {
  return value === null ? zero : times(plus(value.lower, value.upper), rational(1, 2));
}

function halfWidth(value: Enclosure | null): Rational {
  return value === null ? zero : times(minus(value.upper, value.lower), rational(1, 2));
}
