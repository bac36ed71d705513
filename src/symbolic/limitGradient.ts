import { type Enclosure, exact, signOf } from '../arithmetic/enclosure.js';
import { negated, type Rational, rational } from '../arithmetic/rational.js';
import { valueEnclosure } from '../expression/algebra/zeroTest.js';
import { decideEnclosed, encloseExpression } from '../expression/evaluation/enclose.js';
import { decideExact, evaluateExact } from '../expression/evaluation/evaluateExact.js';
import type { Expression } from '../expression/syntax/expression.js';
import { type Approach, branchAt } from './branchAt.js';
import { along, type Field, type Statement } from './statement.js';

/** A field's components along the normals at an exact point of the set, one of which is not 0. */
export interface NonzeroComponents {
  readonly field: number;
  /** which of the normals has a component that excludes 0 */
  readonly normal: number;
  readonly components: readonly (Enclosure | null)[];
  /** a direction into the region whose gradient this is; null where the formula meets no kink at the point */
  readonly toward: readonly Rational[] | null;
}

/**
 * Components that are not 0, of the first field that has some: of a vector field its own, of a scalar those of its
 * gradient or, at a kink, of a limit of its gradients (theory §3). The formulas are taken as written, so that the point
 * lies where they have values. Null where none is found.
 *
 * `values` are of parameters, constants and the data's names. Next to a kink the regions along the normals and along
 * `directions` are looked at.
 */
export function nonzeroComponents(
  statement: Statement,
  values: ReadonlyMap<string, Rational>,
  directions: readonly (readonly Rational[])[] = [],
): NonzeroComponents | null {
  const { fields, parameters, normals } = statement;
  if (!isDefinedAt(statement, values)) return null;
  const sides = [...normals, unlike(parameters.length), ...directions].flatMap((one) => [one, one.map(negated)]);
  const still = parameters.map(() => rational(0));
  for (const [index, field] of fields.entries()) {
    for (const toward of [still, ...sides]) {
      const components = componentsAt(statement, field, { parameters, values, direction: toward });
      if (components === null) continue;
      const normal = components.findIndex(isSeparated);
      if (normal >= 0) return { field: index, normal, components, toward: toward === still ? null : toward };
      // without a kink all directions see the same
      if (toward === still) break;
    }
  }
  return null;
}

function componentsAt({ model, normals }: Statement, field: Field, approach: Approach): (Enclosure | null)[] | null {
  const formulas = field.kind === 'vector' ? field.continued : field.continued.map((one) => branchAt(one, approach));
  if (!formulas.every((one) => one !== null)) return null;
  return normals.map((normal) => boundsOf(along(model, { ...field, formulas }, normal), approach.values));
}

/** A direction along which unlike arguments of kinks are unlikely to stay 0. */
function unlike(size: number): Rational[] {
  return Array.from({ length: size }, (_, i) => rational((i % 2 === 0 ? 1 : -1) * (3 * i + 2)));
}

/** Whether all formulas have values at a point of the set as they are written. */
export function isDefinedAt({ fields, domain }: Statement, values: ReadonlyMap<string, Rational>): boolean {
  return (
    domain.every((condition) => truthAt(condition, values) === true) &&
    fields.every(({ continued }) => continued.every((formula) => boundsOf(formula, values) !== null))
  );
}

/** Whether a condition holds; null where that is not decided. */
export function truthAt(condition: Expression, values: ReadonlyMap<string, Rational>): boolean | null {
  return decideExact(condition, values) ?? decideEnclosed(condition, values, lowPrecision);
}

/** The exact value where it is rational, else an enclosure; null where there is none. */
export function boundsOf(expression: Expression, values: ReadonlyMap<string, Rational>): Enclosure | null {
  const value = evaluateExact(expression, values);
  if (value !== null) return exact(value);
  const bounds = encloseExpression(expression, values, lowPrecision);
  return bounds === null || signOf(bounds) === null ? valueEnclosure(expression, values) : bounds;
}

const lowPrecision = 96;

/** Whether bounds exclude 0. */
export function isSeparated(bounds: Enclosure | null): boolean {
  const sign = bounds && signOf(bounds);
  return sign === 1 || sign === -1;
}
