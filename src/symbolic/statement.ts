import { isZero, type Rational, rational } from '../arithmetic/rational.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { substitute } from '../expression/calculus/substitute.js';
import { type Expression, number, numberZero, product, sum } from '../expression/syntax/expression.js';
import type { AffineSet, Model } from '../model/model.js';
import { actsOnOutputs, statedColumns } from '../model/noise/noiseFacts.js';
import { derivativeAlong, type NormalCoordinates, normalCoordinates } from './normalCoordinates.js';
import { withSizesForRoots } from './rootsOfSquares.js';
import { type SmoothFormula, smoothOnSet } from './smoothness.js';

/**
 * A model seen from one of its sets: formulas made differentiable on the set, normal directions, and the substitution
 * that restricts a formula to the set.
 */
export interface Statement extends NormalCoordinates {
  readonly model: Model;
  readonly set: AffineSet;
  /** loss, regulariser, outputs, or drift; then the columns of stated noise: each differentiable on the set */
  readonly fields: readonly Field[];
  readonly subgradients: ReadonlyMap<string, readonly [number, number]>;
  /** the values that a sample's targets may take together, where the loss admits only some (a sign, a class); else one empty map */
  readonly targets: readonly ReadonlyMap<string, Rational>[];
  readonly breaks: SmoothFormula['breaks'];
  readonly flat: SmoothFormula['flat'];
  /** on the set: conditions under which the formulas have values as they are written, but for limits that are taken there */
  readonly domain: readonly Expression[];
  /** values, such as a sample's, at which alone the formulas are looked at */
  readonly fixed: ReadonlyMap<string, Rational>;
}

/** What pulls on the parameters: the gradient of a scalar, which is the one formula, or a vector field, one a parameter. */
export interface Field {
  readonly kind: 'gradient' | 'vector';
  readonly role: 'loss' | 'regulariser' | 'output' | 'drift' | 'diffusion';
  readonly formulas: readonly Expression[];
  /** the formulas as written, with their limits where they are 0/0 on the set, and with their kinks */
  readonly continued: readonly Expression[];
}

/**
 * The problem that a set of a model poses, with some names fixed at numbers: coordinates, fields, and what is not
 * smooth there.
 */
export function stateProblem(
  model: Model,
  set: AffineSet,
  fixed: ReadonlyMap<string, Rational> = new Map(),
): Statement {
  const coordinates = normalCoordinates(model, set);
  const subgradients = new Map<string, readonly [number, number]>();
  const breaks: SmoothFormula['breaks'][number][] = [];
  const values = new Map([...fixed].map(([name, value]) => [name, number(value)]));
  const vanishes = (value: Expression): boolean =>
    zeroTest(substitute(value, coordinates.restriction), { data: coordinates.data }).status === 'zero';
  const flat: string[] = [];
  const smooth: Smooth = (expression, order) => {
    const written = withSizesForRoots(fixed.size === 0 ? expression : substitute(expression, values), vanishes);
    const result = smoothOnSet(written, coordinates, subgradients.size, order);
    flat.push(...result.flat);
    for (const [name, range] of result.subgradients) subgradients.set(name, range);
    for (const one of result.breaks) if (!breaks.some((known) => known.atom === one.atom)) breaks.push(one);
    const isWhole = result.subgradients.size === 0 && result.flat.length === 0;
    return { formula: result.expression, continued: isWhole ? result.expression : written };
  };
  return {
    ...coordinates,
    model,
    set,
    fields: fieldsOf(model, smooth),
    subgradients,
    breaks,
    flat,
    domain: domainOnSet(model, coordinates, values),
    targets: targetsOf(model).some((values) => [...values.keys()].some((name) => fixed.has(name)))
      ? [new Map()]
      : targetsOf(model),
    fixed,
  };
}

function domainOnSet(
  { domain }: Model,
  { restriction }: NormalCoordinates,
  fixed: ReadonlyMap<string, Expression>,
): Expression[] {
  return domain.flatMap((written) => {
    const onSet = substitute(substitute(written, restriction), fixed);
    // a division by what is 0 all over the set is 0/0 there, or stops the derivation
    const isLimit = onSet.kind === 'comparison' && onSet.operator === '!=' && zeroTest(onSet.left).status === 'zero';
    return isLimit ? [] : [onSet];
  });
}

function targetsOf({ dynamics }: Model): readonly ReadonlyMap<string, Rational>[] {
  if (dynamics.kind === 'sde' || (dynamics.form !== 'logistic' && dynamics.form !== 'softmax')) return [new Map()];
  const values =
    dynamics.form === 'logistic' ? [rational(-1), rational(1)] : (dynamics.output ?? []).map((_, c) => rational(c));
  return dynamics.data.targets.reduce<ReadonlyMap<string, Rational>[]>(
    (cases, name) => cases.flatMap((known) => values.map((value) => new Map([...known, [name, value]]))),
    [new Map()],
  );
}

type Smooth = (
  expression: Expression,
  order: 1 | 2,
) => { readonly formula: Expression; readonly continued: Expression };

/** The formulas as the model states them, before anything is done to them; in the order of a statement's fields. */
export function statedFields(model: Model): Field[] {
  return fieldsOf(model, (formula) => ({ formula, continued: formula }));
}

function fieldsOf({ dynamics, noise }: Model, smooth: Smooth): Field[] {
  const field = (kind: Field['kind'], role: Field['role'], written: readonly Expression[]): Field => {
    // of a potential a linearisation takes two derivatives, of a vector field one
    const parts = written.map((formula) => smooth(formula, kind === 'gradient' ? 2 : 1));
    const [formulas, continued] = [parts.map(({ formula }) => formula), parts.map((part) => part.continued)];
    return { kind, role, formulas, continued };
  };
  const columns = () => noise.flatMap(statedColumns).map((column) => field('vector', 'diffusion', column));
  if (dynamics.kind === 'sde') return [field('vector', 'drift', dynamics.drift), ...columns()];
  const outputs = noise.some(actsOnOutputs) ? (dynamics.output ?? []) : [];
  return [
    field('gradient', 'loss', [dynamics.loss]),
    field('gradient', 'regulariser', [dynamics.regulariser]),
    ...outputs.map((output) => field('gradient', 'output', [output])),
    ...columns(),
  ];
}

/** The component of a field along a direction (d exact numbers), in all parameters. */
export function along(model: Model, field: Field, direction: readonly Rational[]): Expression {
  if (field.kind === 'gradient') return derivativeAlong(model.parameters, field.formulas[0], direction);
  const terms = direction.map((weight, i) =>
    isZero(weight) ? numberZero : product(number(weight), field.formulas[i]),
  );
  return sum(...terms);
}

/** An expression on the set. */
export function restricted(statement: Statement, expression: Expression): Expression {
  return substitute(expression, statement.restriction);
}
