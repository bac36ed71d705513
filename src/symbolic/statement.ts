import { differentiate } from '../expression/differentiate.js';
import { type Expression, number, numberZero, product, sum } from '../expression/expression.js';
import { substitute } from '../expression/substitute.js';
import { parametrisation } from '../model/affineSet.js';
import type { AffineSet, Model } from '../model/model.js';
import { dividedBy, isZero, minus, plus, type Rational, rational, times } from '../numeric/rational.js';
import { type SmoothFormula, smoothOnSet } from './smoothness.js';

/**
 * A model seen from one of its sets: formulas made differentiable on the set, normal directions, and the substitution
 * that restricts a formula to the set.
 */
export interface Statement {
  readonly model: Model;
  readonly set: AffineSet;
  /** pivot parameters through the free ones and the constants */
  readonly restriction: ReadonlyMap<string, Expression>;
  /** parameters that remain free on the set */
  readonly free: readonly string[];
  /** names that range over the samples */
  readonly data: readonly string[];
  /** k × d: the equations' rows made orthogonal in the file's order, without square roots */
  readonly normals: readonly (readonly Rational[])[];
  /** squared length of each normal */
  readonly lengths: readonly Rational[];
  /** loss, regulariser, outputs; or drift and the columns of the diffusion: each differentiable on the set */
  readonly fields: readonly Field[];
  readonly subgradients: ReadonlyMap<string, readonly [number, number]>;
  readonly breaks: SmoothFormula['breaks'];
}

/** What pulls on the parameters: the gradient of a scalar, or a vector field given outright. */
export type Field =
  | { readonly kind: 'gradient'; readonly role: 'loss' | 'regulariser' | 'output'; readonly of: Expression }
  | { readonly kind: 'vector'; readonly role: 'drift' | 'diffusion'; readonly components: readonly Expression[] };

export function stateProblem(model: Model, set: AffineSet): Statement {
  const restriction = parametrisation(set, model.parameters);
  const normals = orthogonalRows(set.rows);
  const subgradients = new Map<string, readonly [number, number]>();
  const breaks: SmoothFormula['breaks'][number][] = [];
  const smooth = (expression: Expression): Expression => {
    const result = smoothOnSet(expression, restriction);
    for (const [name, range] of result.subgradients) subgradients.set(name, range);
    for (const one of result.breaks) if (!breaks.some((known) => known.atom === one.atom)) breaks.push(one);
    return result.expression;
  };
  return {
    model,
    set,
    restriction,
    free: model.parameters.filter((name) => !restriction.has(name)),
    data: model.dynamics.kind === 'loss' ? [...model.dynamics.data.inputs, ...model.dynamics.data.targets] : [],
    normals,
    lengths: normals.map((row) => row.reduce((total, entry) => plus(total, times(entry, entry)), rational(0))),
    fields: fieldsOf(model, smooth),
    subgradients,
    breaks,
  };
}

function fieldsOf(model: Model, smooth: (expression: Expression) => Expression): Field[] {
  const { dynamics } = model;
  if (dynamics.kind === 'sde') {
    const explicit = model.noise.flatMap((noise) => (noise.kind === 'explicit' ? [noise.diffusion] : []));
    const columns = explicit.flatMap((diffusion) => diffusion[0].map((_, j) => diffusion.map((row) => smooth(row[j]))));
    return [
      { kind: 'vector', role: 'drift', components: dynamics.drift.map(smooth) },
      ...columns.map((components): Field => ({ kind: 'vector', role: 'diffusion', components })),
    ];
  }
  const needsOutput = model.noise.some((noise) => noise.kind === 'label' || noise.kind === 'residual');
  const outputs = needsOutput ? (dynamics.output ?? []) : [];
  return [
    { kind: 'gradient', role: 'loss', of: smooth(dynamics.loss) },
    { kind: 'gradient', role: 'regulariser', of: smooth(dynamics.regulariser) },
    ...outputs.map((output): Field => ({ kind: 'gradient', role: 'output', of: smooth(output) })),
  ];
}

/** The component of a field along a direction (d exact numbers), in all parameters. */
export function along(model: Model, field: Field, direction: readonly Rational[]): Expression {
  const terms = direction.map((weight, i) => {
    if (isZero(weight)) return numberZero;
    const component = field.kind === 'gradient' ? differentiate(field.of, model.parameters[i]) : field.components[i];
    return product(number(weight), component);
  });
  return sum(...terms);
}

/** The derivative of an expression along a direction. */
export function derivativeAlong(model: Model, expression: Expression, direction: readonly Rational[]): Expression {
  return along(model, { kind: 'gradient', role: 'loss', of: expression }, direction);
}

/** An expression on the set. */
export function restricted(statement: Statement, expression: Expression): Expression {
  return substitute(expression, statement.restriction);
}

function orthogonalRows(rows: readonly (readonly Rational[])[]): Rational[][] {
  const result: Rational[][] = [];
  for (const row of rows) {
    let rest = [...row];
    for (const done of result) {
      const factor = dividedBy(dot(row, done), dot(done, done));
      rest = rest.map((entry, i) => minus(entry, times(factor, done[i])));
    }
    result.push(rest);
  }
  return result;
}

function dot(a: readonly Rational[], b: readonly Rational[]): Rational {
  return a.reduce((total, entry, i) => plus(total, times(entry, b[i])), rational(0));
}
