import { isZero, one, plus, type Rational, times, zero } from '../../arithmetic/rational.js';
import { rank } from '../../arithmetic/rowEchelonForm.js';
import { dependsOn, type Formula, numeralOf } from '../formula/formula.js';
import { valuesIn } from '../formula/valueIn.js';
import { followed, NotFollowed } from '../notFollowed.js';
import type { QuotientField } from '../quotients/quotientField.js';

/** The set of the parameters at which every equation is 0: equations linear in them, with exact rows (k × d). */
export interface AffineSet {
  readonly equations: readonly Formula[];
  readonly rows: readonly (readonly Rational[])[];
}

/** Throws NotFollowed unless there are equations, each linear in the parameters, free of data, and independent. */
export function affineSet(
  equations: readonly Formula[],
  parameters: readonly string[],
  data: readonly string[],
): AffineSet {
  const isOfParameters = dependsOn(parameters);
  if (equations.some(dependsOn(data))) throw new NotFollowed('an equation of the set holds data');
  const rows = equations.map((equation) => coefficientsOf(equation, parameters, isOfParameters));
  if (rows.length === 0) throw new NotFollowed('the set has no equations');
  if (rank(rows) < rows.length) throw new NotFollowed('the equations depend on one another');
  return { equations, rows };
}

/** The numbers in front of the parameters, which may stand in sums and beside numerals alone. */
function coefficientsOf(
  formula: Formula,
  parameters: readonly string[],
  isOfParameters: (formula: Formula) => boolean,
): Rational[] {
  const of = (part: Formula) => coefficientsOf(part, parameters, isOfParameters);
  if (!isOfParameters(formula)) return parameters.map(() => zero);
  if (formula.kind === 'name') return parameters.map((name) => (name === formula.name ? one : zero));
  if (formula.kind === 'sum') return formula.parts.map(of).reduce((a, b) => a.map((x, j) => plus(x, b[j])));
  if (formula.kind === 'product') {
    const [linear, ...others] = formula.parts.filter(isOfParameters);
    const factors = formula.parts.filter((part) => part !== linear).map(numeralOf);
    if (others.length === 0 && factors.every((factor) => factor !== null)) {
      const factor = factors.reduce(times, one);
      return of(linear).map((x) => times(x, factor));
    }
  }
  throw new NotFollowed('an equation is not linear in the parameters');
}

/** A parameter and what stands before it, where a formula is linear in the parameters and holds no data; else null. */
export function linearPivot(
  formula: Formula,
  parameters: readonly string[],
  data: readonly string[],
): { readonly name: string; readonly coefficient: Rational } | null {
  return followed(() => {
    const [row] = affineSet([formula], parameters, data).rows;
    const pivot = row.findIndex((entry) => !isZero(entry));
    return { name: parameters[pivot], coefficient: row[pivot] };
  });
}

/**
 * Checks that some parameters, given through the others and constants, describe exactly the set. Throws NotFollowed.
 * `field` evaluates with these parameters replaced.
 */
export function checkRestriction(
  { equations, rows }: AffineSet,
  parameters: readonly string[],
  restricted: readonly string[],
  field: QuotientField,
): void {
  const columns = restricted.map((name) => parameters.indexOf(name));
  if (columns.includes(-1)) throw new NotFollowed('the restriction names what is no parameter');
  if (restricted.length !== rows.length) throw new NotFollowed('the restriction is of another dimension');
  if (rank(rows.map((row) => columns.map((j) => row[j]))) < rows.length) {
    throw new NotFollowed('the restriction is no graph of the set');
  }
  const evaluate = valuesIn(field);
  if (!equations.every((equation) => field.isZero(evaluate(equation)))) {
    throw new NotFollowed('an equation is not 0 on the set as it is given');
  }
}

/** The columns of parameters that change along the normals. */
export function movingParameters({ rows }: AffineSet, parameters: readonly string[]): string[] {
  return parameters.filter((_, j) => rows.some((row) => !isZero(row[j])));
}

/** A direction's component along a name, 0 for what is no parameter. */
export function componentOf(direction: readonly Rational[], parameters: readonly string[], name: string): Rational {
  const i = parameters.indexOf(name);
  return i < 0 ? zero : direction[i];
}
