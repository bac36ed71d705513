import { InputError } from '../../arithmetic/inputError.js';
import { toNumber } from '../../arithmetic/rational.js';
import { functions } from '../functions/functions.js';
import type { ComparisonOperator, Expression } from '../syntax/expression.js';
import { fractionParts } from '../syntax/fractionParts.js';

/** Rows of data, over which mean(…) and var(…) range: samples × names. */
export interface Samples {
  readonly names: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/**
 * The value of an expression in double precision: a number, or the truth of a condition.
 *
 * Inside mean(…) and var(…) (population variance) the names of `samples` take the values of each row. Throws InputError
 * for a name without a value, and for a moment without samples.
 */
export function evaluate(
  expression: Expression,
  values: ReadonlyMap<string, number>,
  samples?: Samples,
): number | boolean {
  return new Evaluation(values, samples, null).of(expression);
}

export { decideExact, evaluateExact } from './evaluateExact.js';

/** Evaluation at one point; every shared node once. */
class Evaluation {
  private readonly known = new Map<Expression, number | boolean>();
  private rows: Evaluation[] | null = null;

  constructor(
    private readonly values: ReadonlyMap<string, number>,
    private readonly samples: Samples | undefined,
    /** of a row: the evaluation over all rows, which knows the moments */
    private readonly whole: Evaluation | null,
  ) {}

  of(node: Expression): number | boolean {
    const found = this.known.get(node);
    if (found !== undefined) return found;
    const value = this.compute(node);
    this.known.set(node, value);
    return value;
  }

  private number(node: Expression): number {
    return this.of(node) as number;
  }

  private compute(node: Expression): number | boolean {
    switch (node.kind) {
      case 'number':
        return toNumber(node.value);
      case 'constant':
        return node.name === 'pi' ? Math.PI : Math.E;
      case 'symbol': {
        const value = this.values.get(node.name);
        if (value === undefined) throw new InputError('expression', `no value for the name ${node.name}`);
        return value;
      }
      case 'sum':
        return node.terms.reduce((total, term) => total + this.number(term), 0);
      case 'product':
        return this.product(node);
      case 'power':
        return this.number(node.base) ** this.number(node.exponent);
      case 'call':
        return functions[node.function].evaluate(...node.arguments.map((argument) => this.number(argument)));
      case 'comparison':
        return compareNumbers(node.operator, this.number(node.left), this.number(node.right));
      case 'logical':
        if (node.operator === 'not') return !this.of(node.operands[0]);
        return node.operator === 'and'
          ? node.operands.every((operand) => this.of(operand))
          : node.operands.some((operand) => this.of(operand));
      case 'conditional':
        return this.of(this.of(node.condition) ? node.then : node.otherwise);
      case 'moment':
        return this.moment(node);
    }
  }

  private product(node: Expression): number {
    const { coefficient, numerators, denominators } = fractionParts(node);
    const above = numerators.reduce((total, factor) => total * this.number(factor), 1) * toNumber(coefficient);
    const below = denominators.reduce((total, { base, exponent }) => total * this.number(base) ** exponent, 1);
    return above / below;
  }

  private moment(node: Extract<Expression, { kind: 'moment' }>): number {
    if (this.whole !== null) return this.whole.number(node);
    const values = this.rowEvaluations().map((row) => row.number(node.argument));
    const mean = average(values);
    return node.moment === 'mean' ? mean : average(values.map((value) => (value - mean) ** 2));
  }

  private rowEvaluations(): Evaluation[] {
    if (this.rows !== null) return this.rows;
    const { samples } = this;
    if (samples === undefined || samples.rows.length === 0) {
      throw new InputError('expression', 'mean(…) or var(…) without data');
    }
    this.rows = samples.rows.map((row) => {
      const values = new Map(this.values);
      for (const [i, name] of samples.names.entries()) values.set(name, row[i]);
      return new Evaluation(values, samples, this);
    });
    return this.rows;
  }
}

/** Every comparison with NaN is false, but for `!=`. */
export function compareNumbers(operator: ComparisonOperator, left: number, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '==':
      return left === right;
    case '!=':
      return left !== right;
  }
}

function average(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
