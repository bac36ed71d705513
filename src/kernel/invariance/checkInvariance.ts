import { isZero, type Rational, toText, zero } from '../../arithmetic/rational.js';
import { dependsOn, type Formula } from '../formula/formula.js';
import { SeriesField } from '../formula/seriesField.js';
import { valuesIn, weighted } from '../formula/valueIn.js';
import { NotFollowed } from '../notFollowed.js';
import { fineBits, namesIn, PointField } from '../point/pointField.js';
import type { Quotient } from '../quotients/quotientField.js';
import type { FollowedStatement } from '../statement.js';
import { checkRestriction, componentOf, movingParameters } from './affineSet.js';
import { Branches } from './branches.js';
import { type Around, Continuation } from './limits.js';
import { type Sample, SetFields } from './setFields.js';
import { readStatedInvariance } from './statedInvariance.js';
import type { StatedField, StatedModel } from './statedModel.js';

/**
 * Verifies a certificate that a set is invariant (docs/trusted.md): near every point of the set every branch of a formula
 * has the same value there and no slope along the normals. Throws NotFollowed.
 */
export function checkInvariance(json: unknown): FollowedStatement {
  const { model, restriction, cases, points } = readStatedInvariance(json);
  const check = new InvarianceCheck(model, restriction, cases.length);
  for (const [i, sample] of cases.entries()) {
    check.requirePoint(sample, points[i]);
    for (const field of model.fields) check.requireTangent(field, sample);
  }
  const isGeneral = cases.some((sample) => sample.size === 0);
  const samples = cases.map((sample) => [...sample].map(([name, value]) => `${name} = ${toText(value)}`).join(', '));
  const scope = isGeneral ? `every ${model.data.join(', ')}` : samples.join('; ');
  return {
    conclusion: `the normal components of ${model.fields.length} fields vanish on the set`,
    statement: [
      ...model.lines,
      { name: 'data', text: model.data.length === 0 ? 'none' : scope },
      { name: 'domain', text: 'every point of the set about which all formulas have values, such as the point stated' },
      ...(check.continuation.remainders.length > 0
        ? [{ name: 'limits', text: 'quotients that are 0/0 on the set are continued to it' }]
        : []),
    ],
  };
}

class InvarianceCheck {
  private readonly moves: (formula: Formula) => boolean;
  readonly continuation: Continuation;
  private readonly fields: SetFields;

  constructor(
    private readonly model: StatedModel,
    private readonly restriction: ReadonlyMap<string, Formula>,
    cases: number,
  ) {
    this.fields = new SetFields(model, restriction, cases);
    const { set, parameters, data, values } = model;
    this.moves = dependsOn(movingParameters(set, parameters));
    this.continuation = new Continuation(model, this.moves);
    const restricted = [...restriction.keys()];
    if ([...restriction.values()].some(dependsOn([...restricted, ...data]))) {
      throw new NotFollowed('the restriction rests on itself or on data');
    }
    if (restricted.some((name) => values.has(name))) throw new NotFollowed('a parameter is held fixed');
    checkRestriction(set, parameters, restricted, this.fields.onSet(new Map()));
  }

  /** Every formula must have a value all about a point of the set. */
  requirePoint(sample: Sample, stated: Sample): void {
    const { values, fields, parameters } = this.model;
    const twice = [...stated.keys()].find((name) => sample.has(name) || values.has(name) || this.restriction.has(name));
    if (twice !== undefined) throw new NotFollowed(`the point gives ${twice} another time`);
    const moves = dependsOn(parameters);
    const around = this.around(sample);
    for (const field of fields) {
      const isGradient = field.kind === 'gradient';
      for (const written of isGradient ? [field.of] : field.components) {
        const formula = this.continuation.of(written, around);
        // a remainder stands beside a square that is 0 at the point
        const remainders = this.continuation.remainders.map((name) => [name, zero] as const);
        const given = namesIn(new Map([...values, ...sample, ...stated, ...remainders]));
        const restricted = valuesIn(new PointField({ name: given }, fineBits));
        const name = (one: string) => {
          const through = this.restriction.get(one);
          return through === undefined ? given(one) : restricted(through);
        };
        valuesIn(new PointField({ name, moves: isGradient ? moves : () => false }, fineBits))(formula);
      }
    }
  }

  /** A scalar keeps its value along every normal to the first order in every branch; a vector has no normal component. */
  requireTangent(field: StatedField, sample: Sample): void {
    const around = this.around(sample);
    const { onSet } = around;
    for (const row of this.model.set.rows) {
      const component =
        field.kind === 'gradient'
          ? this.slope(field, row, sample, around)
          : field.components
              .flatMap((of, i) =>
                isZero(row[i])
                  ? []
                  : [weighted(onSet, row[i], valuesIn<Quotient>(onSet)(this.continuation.of(of, around)))],
              )
              .reduce((a, b) => onSet.add(a, b));
      if (!onSet.isZero(component))
        throw new NotFollowed(`a normal component of the ${field.role} is not shown to be 0`);
    }
  }

  private slope(
    { role, of }: Extract<StatedField, { kind: 'gradient' }>,
    row: readonly Rational[],
    sample: Sample,
    around: Around,
  ): Quotient {
    const branches = new Branches(
      around.onSet,
      (names) => this.fields.anywhere(sample, names),
      this.moves,
      (name) => componentOf(row, this.model.parameters, name),
    );
    const field = new SeriesField(branches, 2);
    const series = valuesIn(field)(this.continuation.of(of, around));
    if (branches.jumps(field.valueOf(series))) throw new NotFollowed(`the ${role} jumps on the set`);
    return branches.value(field.at(series, 1));
  }

  private around(sample: Sample): Around {
    return {
      anywhere: this.fields.anywhere(sample),
      onSet: this.fields.onSet(sample),
    };
  }
}
