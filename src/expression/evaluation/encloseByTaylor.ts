import {
  type Enclosure,
  exact,
  minus,
  negative,
  outward,
  reciprocal,
  signOf,
  times,
} from '../../arithmetic/enclosure.js';
import { exponential, piEnclosure } from '../../arithmetic/enclosureFunctions.js';
import { type Rational, rational } from '../../arithmetic/rational.js';
import { exp } from '../functions/exp.js';
import type { FunctionFacts } from '../functions/functionFacts.js';
import { functions } from '../functions/functions.js';
import { log } from '../functions/log.js';
import { sqrt } from '../functions/sqrt.js';
import { byRecurrence } from '../functions/taylorCoefficients.js';
import { type ComparisonOperator, type Expression, keyOf, smallInteger } from '../syntax/expression.js';
import type { TaylorModel, TaylorModelSpace } from './taylorModel.js';

/**
 * Expressions on a cube about a point, as Taylor models: exact Taylor coefficients where they are arithmetic of short
 * exact numbers, narrow intervals where they are not, and the remainder in the terms of the highest degree. Null where
 * one of them is not seen to be analytic on the whole cube.
 *
 * `centre` gives the variables of the space in order, with their values at the point; `values` gives all other names.
 */
export function encloseByTaylor(
  expressions: readonly Expression[],
  centre: ReadonlyMap<string, Rational>,
  values: ReadonlyMap<string, Rational>,
  space: TaylorModelSpace,
): TaylorModel[] | null {
  try {
    const evaluation = new ModelEvaluation(centre, values, space);
    return expressions.map((expression) => evaluation.of(expression));
  } catch (error) {
    if (error instanceof NotAnalytic) return null;
    throw error;
  }
}

/** Evaluation on one cube; equal subexpressions once. */
class ModelEvaluation {
  private readonly known = new Map<string, TaylorModel>();
  private readonly variables: ReadonlyMap<string, TaylorModel>;

  constructor(
    centre: ReadonlyMap<string, Rational>,
    private readonly values: ReadonlyMap<string, Rational>,
    private readonly space: TaylorModelSpace,
  ) {
    this.variables = new Map([...centre].map(([name, value], i) => [name, space.variable(i, value)]));
  }

  of(node: Expression): TaylorModel {
    const key = keyOf(node);
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const model = this.build(node);
    this.known.set(key, model);
    return model;
  }

  private build(node: Expression): TaylorModel {
    const { space } = this;
    switch (node.kind) {
      case 'number':
        return space.constant(exact(node.value));
      case 'constant':
        return space.constant(
          node.name === 'pi' ? piEnclosure(space.bits) : (exponential(exact(rational(1)), space.bits) as Enclosure),
        );
      case 'symbol': {
        const variable = this.variables.get(node.name);
        if (variable !== undefined) return variable;
        const value = this.values.get(node.name);
        if (value === undefined) throw new NotAnalytic(`no value for ${node.name}`);
        return space.constant(exact(value));
      }
      case 'sum':
        return node.terms.map((term) => this.of(term)).reduce((a, b) => space.add(a, b));
      case 'product':
        return node.factors.map((factor) => this.of(factor)).reduce((a, b) => space.multiply(a, b));
      case 'power':
        return this.power(node.base, node.exponent);
      case 'call': {
        const { series, definition } = functions[node.function];
        if (series !== 'byDefinition') return this.applied(series, this.of(node.arguments[0]));
        return this.of(definition(node.arguments) as Expression);
      }
      case 'conditional':
        return this.of(this.truth(node.condition) ? node.then : node.otherwise);
      case 'moment':
      case 'comparison':
      case 'logical':
        throw new NotAnalytic(`a ${node.kind} among the formulas`);
    }
  }

  private applied(series: Series, argument: TaylorModel): TaylorModel {
    const { bits, order } = this.space;
    const atCentre = series(this.space.constantTerm(argument), order - 1, bits);
    const overRange = series(this.space.range(argument), order, bits);
    if (atCentre === null || overRange === null) throw new NotAnalytic('a function is not seen to be analytic');
    return this.space.compose([...atCentre, overRange[order]], argument);
  }

  private power(base: Expression, exponent: Expression): TaylorModel {
    const whole = smallInteger(exponent);
    if (whole === null) {
      const isHalf = exponent.kind === 'number' && exponent.value.numerator === 1n && exponent.value.denominator === 2n;
      if (isHalf) return this.applied(sqrt.series as Series, this.of(base));
      return this.applied(
        exp.series as Series,
        this.space.multiply(this.of(exponent), this.applied(log.series as Series, this.of(base))),
      );
    }
    if (Math.abs(whole) > largestPower) throw new NotAnalytic(`a power beyond ${largestPower}`);
    const factor = whole > 0 ? this.of(base) : this.applied(reciprocalSeries, this.of(base));
    let result = factor;
    for (let n = 1; n < Math.abs(whole); n++) result = this.space.multiply(result, factor);
    return result;
  }

  /** Whether a condition holds all over the cube. */
  private truth(condition: Expression): boolean {
    if (condition.kind === 'comparison') {
      const [left, right] = [this.space.range(this.of(condition.left)), this.space.range(this.of(condition.right))];
      return holds(condition.operator, minus(left, right));
    }
    if (condition.kind !== 'logical') throw new NotAnalytic('a number stands where a condition is expected');
    const parts = condition.operands.map((operand) => this.truth(operand));
    switch (condition.operator) {
      case 'not':
        return !parts[0];
      case 'and':
        return parts.every((part) => part);
      case 'or':
        return parts.some((part) => part);
    }
  }
}

/** Beyond this a numeric power only costs memory. */
const largestPower = 256;

/** The gap is left − right. */
function holds(operator: ComparisonOperator, gap: Enclosure): boolean {
  const sign = signOf(gap);
  if (sign === null || sign === 0) throw new NotAnalytic('a condition changes its truth');
  switch (operator) {
    case '<':
    case '<=':
      return sign < 0;
    case '>':
    case '>=':
      return sign > 0;
    case '==':
      return false;
    case '!=':
      return true;
  }
}

type Series = Exclude<FunctionFacts['series'], 'byDefinition'>;

class NotAnalytic extends Error {}

/** 1/x */
function reciprocalSeries(x: Enclosure, order: number, bits: number): Enclosure[] | null {
  const value = reciprocal(x);
  if (value === null) return null;
  const inverse = outward(value, bits);
  return byRecurrence(inverse, order, bits, (m, known) => negative(times(known[m - 1], inverse)));
}
