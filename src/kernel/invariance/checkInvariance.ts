import { type Enclosure, exact, signOf } from '../../arithmetic/enclosure.js';
import { isZero, type Rational } from '../../arithmetic/rational.js';
import { rank } from '../../arithmetic/rowEchelonForm.js';
import { type Formula, someWithin } from '../formula/formula.js';
import { parseFormula } from '../formula/parseFormula.js';
import { type Kinks, type Tangent, TangentField } from '../formula/tangentField.js';
import { valuesIn, weighted } from '../formula/valueIn.js';
import { NotFollowed, Work } from '../notFollowed.js';
import { fineBits, PointField } from '../point/pointField.js';
import { Atoms } from '../quotients/atoms.js';
import { type Quotient, QuotientField, type QuotientOptions } from '../quotients/quotientField.js';
import { count, entries, list, namedRationals, object, rationals, text } from '../readJson.js';
import { fraction } from '../readNames.js';
import type { FollowedStatement } from '../statement.js';
import { checkRestriction, componentOf, movingParameters } from './affineSet.js';
import { Branches } from './branches.js';
import { Continuation, type Surroundings } from './continuation.js';
import { expansion } from './limits.js';
import { modelEntries, readStatedModel, type StatedField, type StatedModel } from './statedModel.js';

/**
 * Verifies a certificate that a set is invariant (docs/trusted.md): near every point of the set every branch of a formula
 * has the same value there and no slope along the normals. Throws InputError, NotFollowed.
 */
export function checkInvariance(json: unknown): FollowedStatement {
  const names = ['version', 'kind', ...modelEntries, 'cases', 'points', 'restriction', 'chains'] as const;
  const certificate = entries(json, 'certificate', names);
  const model = readStatedModel(certificate);
  const cases = list(certificate.cases, 'cases').map((one, i) => namedRationals(one, `cases[${i}]`));
  const points = list(certificate.points, 'points').map((one, i) => namedRationals(one, `points[${i}]`));
  const restriction = new Map(
    Object.entries(object(certificate.restriction, 'restriction')).map(([name, formula]) => [
      name,
      parseFormula(text(formula, `restriction.${name}`)),
    ]),
  );
  const odd = [...model.values.keys()].find((name) => model.parameters.includes(name) || model.data.includes(name));
  if (odd !== undefined) throw new NotFollowed(`${odd} is held fixed`);
  if (cases.length === 0) throw new NotFollowed('no data are spoken of');
  const pinned = cases.flatMap((sample) => [...sample.keys()]).find((name) => !model.data.includes(name));
  if (pinned !== undefined) throw new NotFollowed(`${pinned} is no datum`);
  if (points.length !== cases.length) throw new NotFollowed('there is not one point for each case of the data');
  const check = new InvarianceCheck(model, restriction, cases.length);
  for (const [i, sample] of cases.entries()) {
    check.requirePoint(sample, points[i]);
    for (const field of model.fields) check.requireTangent(field, sample);
  }
  for (const chain of list(certificate.chains, 'chains')) check.requireChain(chain, cases);
  const isGeneral = cases.some((sample) => sample.size === 0);
  const samples = cases.map((sample) => [...sample].map(([name, value]) => `${name} = ${fraction(value)}`).join(', '));
  const scope = isGeneral ? `every ${model.data.join(', ')}` : samples.join('; ');
  return {
    conclusion: `the normal components of ${model.fields.length} fields vanish on the set`,
    statement: [
      ...model.lines,
      { name: 'data', text: model.data.length === 0 ? 'none' : scope },
      { name: 'domain', text: 'every point of the set about which all formulas have values, such as the point stated' },
      ...(check.continuation.isUsed
        ? [{ name: 'limits', text: 'quotients that are 0/0 on the set are continued to it' }]
        : []),
    ],
  };
}

/** Normals that add steps: beyond, a certificate takes longer than anyone waits for. */
const mostNormals = 256;

class InvarianceCheck {
  private readonly moves: (formula: Formula) => boolean;
  readonly continuation: Continuation;
  private readonly atoms: Atoms;

  constructor(
    private readonly model: StatedModel,
    private readonly restriction: ReadonlyMap<string, Formula>,
    cases: number,
  ) {
    this.atoms = new Atoms(new Work(cases + Math.min(model.set.rows.length, mostNormals)));
    const { set, parameters, data, values } = model;
    const moving = movingParameters(set, parameters);
    this.moves = someWithin((formula) => formula.kind === 'name' && moving.includes(formula.name));
    this.continuation = new Continuation(model, this.moves);
    const isClosed = someWithin(
      (formula) => formula.kind === 'name' && (restriction.has(formula.name) || data.includes(formula.name)),
    );
    if ([...restriction.values()].some(isClosed)) throw new NotFollowed('the restriction rests on itself or on data');
    if ([...values.keys()].some((name) => restriction.has(name))) throw new NotFollowed('a parameter is held fixed');
    checkRestriction(set, parameters, [...restriction.keys()], this.onSet(new Map(), 'fractions'));
  }

  /** Every formula must have a value all about a point of the set. */
  requirePoint(sample: ReadonlyMap<string, Rational>, stated: ReadonlyMap<string, Rational>): void {
    const { values, fields, parameters } = this.model;
    const twice = [...stated.keys()].find((name) => sample.has(name) || values.has(name) || this.restriction.has(name));
    if (twice !== undefined) throw new NotFollowed(`the point gives ${twice} another time`);
    const given = new Map([...stated, ...sample, ...values]);
    const moment = () => {
      throw new NotFollowed('a moment stands in a formula of the model');
    };
    const free = (name: string) => {
      const value = given.get(name);
      if (value === undefined) throw new NotFollowed(`the point does not give ${name}`);
      return exact(value);
    };
    const restrictedValue = valuesIn(new PointField({ name: free, moment }, fineBits));
    const name = (one: string) => {
      const formula = this.restriction.get(one);
      return formula === undefined ? free(one) : restrictedValue(formula);
    };
    const moves = someWithin((formula) => formula.kind === 'name' && parameters.includes(formula.name));
    for (const field of fields) {
      const isGradient = field.kind === 'gradient';
      const at = new PointField({ name, moment, ...(isGradient ? { moves } : {}) }, fineBits);
      for (const written of isGradient ? [field.of] : field.components) {
        const isUnit = (value: Enclosure) => [-1, 1].includes(signOf(value) ?? 0);
        this.continuation.value(written, this.surroundings(sample), at, isUnit);
      }
    }
  }

  /** A scalar keeps its value along every normal to the first order in every branch; a vector has no normal component. */
  requireTangent(field: StatedField, sample: ReadonlyMap<string, Rational>): void {
    for (const row of this.model.set.rows) {
      this.requireZero(`a normal component of the ${field.role}`, (inverses) => {
        const onSet = this.onSet(sample, inverses);
        if (field.kind === 'gradient') return onSet.isZero(this.slope(field, row, sample, onSet));
        const around = this.surroundings(sample);
        const isUnit = (value: Quotient) => onSet.isNowhereZero(value);
        const parts = field.components.map((component, i) =>
          isZero(row[i])
            ? onSet.constant(row[i])
            : weighted(onSet, row[i], this.continuation.value(component, around, onSet, isUnit)),
        );
        return onSet.isZero(parts.reduce((a, b) => onSet.add(a, b)));
      });
    }
  }

  private slope(
    { role, of }: Extract<StatedField, { kind: 'gradient' }>,
    row: readonly Rational[],
    sample: ReadonlyMap<string, Rational>,
    onSet: QuotientField,
  ): Quotient {
    const around = this.surroundings(sample);
    const { formula, limits } = this.continuation.of(of, around);
    const values: [Formula, Formula, Quotient][] = [];
    const branches = new Branches(onSet, (names) => this.field(sample, { values: names }), this.moves, values);
    const field = new TangentField(
      onSet,
      branches,
      (name) => componentOf(row, this.model.parameters, name),
      (slope) => onSet.isZero(slope),
    );
    const given = limits.map((limit) => {
      const isUnit = (one: Tangent<Quotient>) => onSet.isNowhereZero(one.value);
      const { value, slope } = expansion(limit, around.anywhere, field, isUnit);
      values.push([limit.of, limit.gap, value[0]]);
      const [tangent, gap] = [value[1], valuesIn(field)(limit.gap)];
      const total = onSet.add(tangent.slope, onSet.multiply(slope[1].value, gap.slope));
      return [limit.of, { value: tangent.value, slope: total }] as const;
    });
    const tangent = valuesIn(field, given)(formula);
    if (branches.jumps(tangent)) throw new NotFollowed(`the ${role} jumps on the set`);
    return tangent.slope;
  }

  private surroundings(sample: ReadonlyMap<string, Rational>): Surroundings {
    return { anywhere: this.field(sample, { inverses: 'fractions' }), onSet: this.onSet(sample, 'fractions') };
  }

  /** With inverses that are mere names where that suffices, which keeps long formulas short. */
  private requireZero(what: string, isZero: (inverses: 'atoms' | 'fractions') => boolean): void {
    let reason = `${what} is not shown to be 0`;
    for (const inverses of ['atoms', 'fractions'] as const) {
      try {
        if (isZero(inverses)) return;
      } catch (error) {
        if (!(error instanceof NotFollowed)) throw error;
        reason = error.message;
      }
    }
    throw new NotFollowed(reason);
  }

  /** The first step is the component wherever no kink is met, the others are what it is on the set, the last is 0. */
  requireChain(json: unknown, cases: readonly ReadonlyMap<string, Rational>[]): void {
    const { field: index, normal, steps } = entries(json, 'chains', ['field', 'normal', 'steps']);
    const { fields, parameters, set } = this.model;
    const field = fields[count(index, 'chains.field')];
    const direction = rationals(normal, 'chains.normal');
    if (field === undefined || direction.length !== parameters.length) throw new NotFollowed('a chain is of no field');
    if (direction.every(isZero) || rank([...set.rows, direction]) > set.rows.length) {
      throw new NotFollowed('the direction of a chain is not normal to the set');
    }
    const formulas = list(steps, 'chains.steps').map((step) => {
      const { expression, by } = entries(step, 'chains.steps', ['expression', 'by']);
      text(by, 'chains.steps.by');
      return parseFormula(text(expression, 'chains.steps.expression'));
    });
    const [first, last] = [formulas[0], formulas[formulas.length - 1]];
    if (last?.kind !== 'number' || !isZero(last.value)) throw new NotFollowed('a chain does not end with 0');
    for (const sample of cases) {
      this.requireZero('what a chain starts with, less the component,', (inverses) => {
        const anywhere = this.field(sample, { inverses, offKinks: true });
        return anywhere.equal(this.componentAnywhere(field, direction, anywhere), valuesIn(anywhere)(first));
      });
      for (const formula of formulas) {
        this.requireZero('a step of a chain on the set', (inverses) => {
          const onSet = this.onSet(sample, inverses);
          return onSet.isZero(valuesIn(onSet)(formula));
        });
      }
    }
  }

  private componentAnywhere(field: StatedField, direction: readonly Rational[], anywhere: QuotientField): Quotient {
    if (field.kind === 'vector') return along(direction, field.components, anywhere);
    const { parameters } = this.model;
    const tangent = new TangentField(anywhere, offKinks(anywhere), (name) => componentOf(direction, parameters, name));
    return valuesIn(tangent)(field.of).slope;
  }

  /** All names open but for what is replaced or held fixed. */
  private field(sample: ReadonlyMap<string, Rational>, options: QuotientOptions): QuotientField {
    const numbers = [...this.model.values, ...sample].map(
      ([name, value]) => [name, new QuotientField(this.atoms).constant(value)] as const,
    );
    return new QuotientField(this.atoms, { ...options, values: new Map([...(options.values ?? []), ...numbers]) });
  }

  private onSet(sample: ReadonlyMap<string, Rational>, inverses: 'atoms' | 'fractions'): QuotientField {
    const evaluate = valuesIn<Quotient>(this.field(sample, { inverses }));
    const values = new Map([...this.restriction].map(([name, formula]) => [name, evaluate(formula)]));
    return this.field(sample, { inverses, values });
  }
}

function along(direction: readonly Rational[], components: readonly Formula[], field: QuotientField): Quotient {
  const evaluate = valuesIn(field);
  return components
    .map((component, i) => weighted<Quotient>(field, direction[i], evaluate(component)))
    .reduce((a, b) => field.add(a, b));
}

/** Derivatives as they are where nothing that a kink is taken of is 0. */
function offKinks(field: QuotientField): Kinks<Quotient> {
  const sign = (value: Quotient) => field.apply('sign', value);
  return {
    moves: () => true,
    side: ({ value }) => sign(value),
    jump: ({ value }) => sign(value),
    choose: ({ condition, then, otherwise }, evaluate) => {
      const chosen = field.indicator(condition, (gap) => sign(evaluate(gap).value));
      if (field.numberIn(chosen) !== null) return evaluate(field.isZero(chosen) ? otherwise : then);
      const [a, b] = [evaluate(then), evaluate(otherwise)];
      return { value: field.blend(chosen, a.value, b.value), slope: field.blend(chosen, a.slope, b.slope) };
    },
    requireContinuous: () => undefined,
    requirePositive: () => undefined,
  };
}
