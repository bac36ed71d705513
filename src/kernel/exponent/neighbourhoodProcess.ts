import { type Enclosure, exact, times } from '../../arithmetic/enclosure.js';
import { InputError } from '../../arithmetic/inputError.js';
import {
  minus,
  plus,
  type Rational,
  rational,
  sumOf,
  times as timesRational,
  zero,
} from '../../arithmetic/rational.js';
import { type TaylorModel, TaylorModelSpace } from '../../expression/evaluation/taylorModel.js';
import type { Formula } from '../formula/formula.js';
import { TangentField } from '../formula/tangentField.js';
import { valuesIn } from '../formula/valueIn.js';
import { NotFollowed, Work } from '../notFollowed.js';
import { PointField } from '../point/pointField.js';
import { type Polynomial, polynomialOf } from '../quotients/polynomial.js';
import { type Chart, plainChart } from './chart.js';
import type { CheckedProcess, VectorField } from './readNeighbourhood.js';
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
  const deviations = (models: readonly TaylorModel[], first: number): Rational[] =>
    Array.from({ length: order + 1 }, (_, l) =>
      sumOf(models.flatMap((model) => expansion.part(model, l + first).map(halfWidth))),
    );
  const chart = plainChart(process.parameters.length, new Work());
  return {
    chart,
    drift: drift.map((model) => expansion.polynomial(model, chart)),
    covariance: covariance.map((row) => row.map((model) => expansion.polynomial(model, chart))),
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
  /** of every sample: −∇ℓ where the drift is a descent, then the columns of all noise that has samples */
  private readonly samples: readonly (readonly (readonly TaylorModel[])[])[];
  /** the rest of the drift, then the columns of all other noise */
  private readonly shared: readonly (readonly TaylorModel[])[];

  constructor(
    private readonly process: CheckedProcess,
    order: number,
    radius: Rational,
  ) {
    const { parameters, base, constants, data, drift, noise } = process;
    this.columns = new TaylorModelSpace(parameters.length, order + 1, radius, workingBits);
    this.squares = new TaylorModelSpace(parameters.length, order + 2, radius, workingBits);
    const variables = parameters.map((name, i) => [name, this.columns.variable(i, base[i])] as const);
    const work = new Work(process.samples.length);
    const vectorsAt = (vectors: readonly VectorField[], values: ReadonlyMap<string, Rational>) => {
      const numbers = [...values].map(([name, value]) => [name, this.columns.constant(exact(value))] as const);
      const field = new TaylorField(this.columns, new Map([...variables, ...numbers]), work);
      return vectors.map((vector) => this.expanded(vector, field));
    };
    const ofSamples = noise.filter(({ form }) => form !== 'once').map(({ column }) => column);
    const ofAll = noise.filter(({ form }) => form === 'once').map(({ column }) => column);
    const descent = drift.kind === 'descent' ? [drift.perSample] : [];
    this.samples = process.samples.map((row) =>
      vectorsAt([...descent, ...ofSamples], new Map([...constants, ...data.map((name, i) => [name, row[i]] as const)])),
    );
    this.shared = vectorsAt([drift.kind === 'descent' ? drift.shared : drift.components, ...ofAll], constants);
    if (this.samples.length === 0 && descent.length + ofSamples.length > 0) {
      throw new InputError('process.samples', 'are missing');
    }
  }

  /** The components of a vector field. */
  private expanded(vector: VectorField, field: TaylorField): readonly TaylorModel[] {
    if (vector.kind === 'vector') return vector.components.map(valuesIn(field));
    return this.process.parameters.map((parameter) => {
      const direction = (name: string) => rational(name === parameter ? 1 : 0);
      return valuesIn(new TangentField(field, field.kinks(), direction))(vector.of).slope;
    });
  }

  /** The coefficients of one degree; of a drift or of a covariance alike, since monomials are in the order of degrees. */
  part(model: TaylorModel, degree: number): readonly (Enclosure | null)[] {
    return model.filter((_, i) => this.squares.degrees[i] === degree);
  }

  /** The middles of the coefficients. */
  polynomial(model: TaylorModel, { atoms }: Chart): Polynomial {
    return polynomialOf(
      model.map((value, i) => {
        const exponents = this.squares.monomials[i];
        const powers = atoms.flatMap((atom, axis) =>
          exponents[axis] === 0 ? [] : [[atom, rational(exponents[axis])] as const],
        );
        return { coefficient: middle(value), powers: new Map(powers) };
      }),
    );
  }

  drift(): TaylorModel[] {
    const [shared] = this.shared;
    if (this.process.drift.kind === 'vector') return [...shared];
    const descent = this.mean(this.samples.map(([slope]) => slope));
    return descent.map((model, i) => this.columns.scale(this.columns.add(model, shared[i]), minusOne));
  }

  covariance(): TaylorModel[][] {
    const { parameters, noise, drift } = this.process;
    const empty: TaylorModel = this.squares.constant(exact(zero));
    let total = parameters.map(() => parameters.map(() => empty));
    let next = { sampled: drift.kind === 'descent' ? 1 : 0, shared: 1 };
    for (const { form, weight } of noise) {
      const factor = this.weightAt(weight);
      if (factor.lower.numerator < 0n) throw new InputError('process.noise', 'a weight may be negative');
      const { sampled, shared } = next;
      const each = form === 'once' ? [this.shared[shared]] : this.samples.map((vectors) => vectors[sampled]);
      next = form === 'once' ? { sampled, shared: shared + 1 } : { sampled: sampled + 1, shared };
      const vectors = this.vectors(form, each);
      const scale = times(factor, exact(rational(1, vectors.length)));
      const sum = vectors.map((vector) => this.square(vector)).reduce((a, b) => this.added(a, b));
      total = this.added(
        total,
        sum.map((row) => row.map((model) => this.squares.scale(model, scale))),
      );
    }
    return total.map((row, i) => row.map((model, j) => (j < i ? total[j][i] : model)));
  }

  private weightAt(weight: Formula): Enclosure {
    const name = (one: string): Enclosure => {
      const value = this.process.constants.get(one);
      if (value === undefined) throw new NotFollowed(`no value for ${one}`);
      return exact(value);
    };
    const moment = () => {
      throw new NotFollowed('a moment stands in a weight');
    };
    return valuesIn(new PointField({ name, moment }, workingBits))(weight);
  }

  /** Vectors whose mean square is the covariance of one part, up to its weight. */
  private vectors(
    form: CheckedProcess['noise'][number]['form'],
    each: readonly (readonly TaylorModel[])[],
  ): readonly (readonly TaylorModel[])[] {
    if (form === 'once' || form === 'each') return each;
    const mean = this.mean(each);
    if (form === 'averaged') return [mean];
    const opposite = mean.map((model) => this.columns.scale(model, minusOne));
    return each.map((vector) => vector.map((model, i) => this.columns.add(model, opposite[i])));
  }

  /** v vᵀ, its upper triangle. */
  private square(vector: readonly TaylorModel[]): TaylorModel[][] {
    const raised = vector.map((model) => this.squares.monomials.map((_, i) => model[i] ?? null));
    return raised.map((a, i) => raised.map((b, j) => (j < i ? a : this.squares.multiply(a, b))));
  }

  private added(a: TaylorModel[][], b: TaylorModel[][]): TaylorModel[][] {
    return a.map((row, i) => row.map((model, j) => (j < i ? model : this.squares.add(model, b[i][j]))));
  }

  private mean(vectors: readonly (readonly TaylorModel[])[]): TaylorModel[] {
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
