import { encloseExpression } from '../../expression/enclose.js';
import { encloseByTaylor } from '../../expression/encloseByTaylor.js';
import type { Expression } from '../../expression/expression.js';
import { type TaylorModel, TaylorModelSpace } from '../../expression/taylorModel.js';
import { type Enclosure, exact, times } from '../../numeric/enclosure.js';
import { InputError } from '../../numeric/inputError.js';
import { minus, plus, type Rational, rational, times as timesRational, zero } from '../../numeric/rational.js';
import type { CheckedProcess } from './readNeighbourhood.js';

/**
 * Drift and covariance about the base point, y = θ − base, as far as they are known on a ball: the form of degree l + 1 of
 * the drift and that of degree l + 2 of S Sᵀ, l = 0 … order, up to a deviation of at most driftDeviation_l r^{l+1} and
 * covarianceDeviation_l r^{l+2} (the sums of the sizes of all entries), r = ‖y‖.
 */
export interface ExpandedProcess {
  readonly variables: number;
  /** components × l */
  readonly drift: readonly (readonly Form[])[];
  /** components × components × l */
  readonly covariance: readonly (readonly (readonly Form[])[])[];
  readonly driftDeviation: readonly Rational[];
  readonly covarianceDeviation: readonly Rational[];
}

/** Coefficients of y₁^m, y₁^{m−1} y₂, …, y₂^m; of y₁^m alone with one variable. */
export type Form = readonly Rational[];

/**
 * Taylor's formula on the ball ‖y‖ ≤ radius, with remainders bounded over the cube about it; radius 0 gives the expansion
 * at the base point alone. Throws InputError where a formula is not analytic there or does not vanish at the base point.
 */
export function expandProcess(process: CheckedProcess, order: number, radius: Rational): ExpandedProcess {
  const expansion = new Expansion(process, order, radius);
  const drift = expansion.drift();
  const covariance = expansion.covariance();
  const vanishes = (models: readonly TaylorModel[], degree: number): boolean =>
    models.every((model) => expansion.part(model, degree).every((value) => value === null));
  if (!vanishes(drift, 0)) throw new InputError('process.drift', 'does not vanish at the base');
  if (!vanishes(covariance.flat(), 0) || !vanishes(covariance.flat(), 1)) {
    throw new InputError('process.noise', 'does not vanish at the base');
  }
  const degrees = Array.from({ length: order + 1 }, (_, l) => l);
  const forms = (model: TaylorModel, first: number): Form[] =>
    degrees.map((l) => expansion.part(model, l + first).map(middle));
  const deviations = (models: readonly TaylorModel[], first: number): Rational[] =>
    degrees.map((l) => models.flatMap((model) => expansion.part(model, l + first).map(halfWidth)).reduce(plus, zero));
  return {
    variables: process.parameters.length,
    drift: drift.map((model) => forms(model, 1)),
    covariance: covariance.map((row) => row.map((model) => forms(model, 2))),
    driftDeviation: deviations(drift, 1),
    covarianceDeviation: deviations(covariance.flat(), 2),
  };
}

/** Binary digits of intermediate results; shorter exact numbers stay exact. */
const workingBits = 96;

class Expansion {
  private readonly columns: TaylorModelSpace;
  /** covariances start one degree later than their columns */
  private readonly squares: TaylorModelSpace;
  private readonly centre: ReadonlyMap<string, Rational>;
  private readonly samples: readonly ReadonlyMap<string, Rational>[];

  constructor(
    private readonly process: CheckedProcess,
    order: number,
    radius: Rational,
  ) {
    const { parameters, base, constants, data, samples } = process;
    this.columns = new TaylorModelSpace(parameters.length, order + 1, radius, workingBits);
    this.squares = new TaylorModelSpace(parameters.length, order + 2, radius, workingBits);
    this.centre = new Map(parameters.map((name, i) => [name, base[i]]));
    this.samples = samples.map((row) => new Map([...constants, ...data.map((name, i) => [name, row[i]] as const)]));
  }

  /** The coefficients of one degree; of a drift or of a covariance alike, since monomials are in the order of degrees. */
  part(model: TaylorModel, degree: number): readonly (Enclosure | null)[] {
    return model.filter((_, i) => this.squares.degrees[i] === degree);
  }

  drift(): TaylorModel[] {
    const { drift, constants } = this.process;
    if (drift.kind === 'vector') return this.column(drift.components, constants);
    const descent = this.mean(this.samples.map((values) => this.column(drift.perSample, values)));
    const shared = this.column(drift.shared, constants);
    return descent.map((model, i) => this.columns.scale(this.columns.add(model, shared[i]), minusOne));
  }

  covariance(): TaylorModel[][] {
    const { parameters, noise } = this.process;
    const empty: TaylorModel = this.squares.constant(exact(zero));
    let total = parameters.map(() => parameters.map(() => empty));
    for (const { form, weight, column } of noise) {
      const factor = this.weight(weight);
      for (const { share, vector } of this.vectors(form, column)) {
        const scale = times(factor, exact(share));
        const raised = vector.map((model) => this.squares.monomials.map((_, i) => model[i] ?? null));
        total = total.map((row, i) =>
          row.map((model, j) =>
            j < i
              ? model
              : this.squares.add(model, this.squares.scale(this.squares.multiply(raised[i], raised[j]), scale)),
          ),
        );
      }
    }
    return total.map((row, i) => row.map((model, j) => (j < i ? total[j][i] : model)));
  }

  /** Vectors whose squares, times their shares, add up to the covariance of one part. */
  private vectors(
    form: CheckedProcess['noise'][number]['form'],
    column: readonly Expression[],
  ): readonly { readonly share: Rational; readonly vector: readonly TaylorModel[] }[] {
    const whole = rational(1);
    if (form === 'once') return [{ share: whole, vector: this.column(column, this.process.constants) }];
    const each = this.samples.map((values) => this.column(column, values));
    const mean = this.mean(each);
    if (form === 'averaged') return [{ share: whole, vector: mean }];
    const share = rational(1, each.length);
    if (form === 'each') return each.map((vector) => ({ share, vector }));
    const opposite = mean.map((model) => this.columns.scale(model, minusOne));
    return each.map((vector) => ({ share, vector: vector.map((model, i) => this.columns.add(model, opposite[i])) }));
  }

  private weight(formula: Expression): Enclosure {
    const value = encloseExpression(formula, this.process.constants, workingBits);
    if (value === null || value.lower.numerator < 0n) throw new InputError('process.noise', 'a weight is negative');
    return value;
  }

  private column(formulas: readonly Expression[], values: ReadonlyMap<string, Rational>): TaylorModel[] {
    return formulas.map((formula) => {
      const model = encloseByTaylor(formula, this.centre, values, this.columns);
      if (model === null) throw new InputError('process', 'a formula is not seen to be analytic on the ball');
      return model;
    });
  }

  private mean(vectors: readonly (readonly TaylorModel[])[]): TaylorModel[] {
    if (vectors.length === 0) throw new InputError('process.samples', 'are missing');
    const sum = vectors.reduce((a, b) => a.map((model, i) => this.columns.add(model, b[i])));
    return sum.map((model) => this.columns.scale(model, exact(rational(1, vectors.length))));
  }
}

const minusOne = exact(rational(-1));

function middle(value: Enclosure | null): Rational {
  return value === null ? zero : timesRational(plus(value.lower, value.upper), rational(1, 2));
}

function halfWidth(value: Enclosure | null): Rational {
  return value === null ? zero : timesRational(minus(value.upper, value.lower), rational(1, 2));
}
