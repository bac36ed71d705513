import { type Enclosure, exact, minus, signOf } from '../../arithmetic/enclosure.js';
import { type Rational, rational } from '../../arithmetic/rational.js';
import { type FunctionSeries, hasSeries, NotAnalytic, seriesOf } from '../functions/functionSeries.js';
import { functions } from '../functions/functions.js';
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
        return this.applied(node.name, space.constant(exact(rational(1))));
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
        if (hasSeries(node.function)) return this.applied(node.function, this.of(node.arguments[0]));
        const definition = functions[node.function].definition(node.arguments);
        if (definition === null) throw new Error(`${node.function} has neither a definition nor a series`);
        return this.of(definition);
      }
      case 'conditional':
        return this.of(this.truth(node.condition) ? node.then : node.otherwise);
      case 'moment':
      case 'comparison':
      case 'logical':
        throw new NotAnalytic(`a ${node.kind} among the formulas`);
    }
  }

  private applied(name: FunctionSeries, argument: TaylorModel): TaylorModel {
    const { bits, order } = this.space;
    const atCentre = seriesOf(name, this.space.constantTerm(argument), order - 1, bits);
    const overRange = seriesOf(name, this.space.range(argument), order, bits);
    return this.space.compose([...atCentre, overRange[order]], argument);
  }

  private power(base: Expression, exponent: Expression): TaylorModel {
    const whole = smallInteger(exponent);
    if (whole === null) {
      const isHalf = exponent.kind === 'number' && exponent.value.numerator === 1n && exponent.value.denominator === 2n;
      if (isHalf) return this.applied('sqrt', this.of(base));
      return this.applied('exp', this.space.multiply(this.of(exponent), this.applied('log', this.of(base))));
    }
    if (Math.abs(whole) > largestPower) throw new NotAnalytic(`a power beyond ${largestPower}`);
    const factor = whole > 0 ? this.of(base) : this.applied('reciprocal', this.of(base));
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
