import { exactRoot } from '../../arithmetic/exactRoot.js';
import {
  compare,
  dividedBy,
  isZero,
  negated,
  one,
  plus,
  power,
  type Rational,
  rational,
  times,
  zero,
} from '../../arithmetic/rational.js';
import { exactValue } from '../functions/functions.js';
import { combine, holds } from '../syntax/condition.js';
import { type Expression, number } from '../syntax/expression.js';

/** Rows of exact data: samples × names. */
export interface ExactSamples {
  readonly names: readonly string[];
  readonly rows: readonly (readonly Rational[])[];
}

/**
 * The exact value of an expression, or null when it is not a rational number that can be told as one: a name without a
 * value, π, exp(1), √2, a division by zero, mean(…) without samples.
 */
export function evaluateExact(
  expression: Expression,
  values: ReadonlyMap<string, Rational>,
  samples?: ExactSamples,
): Rational | null {
  const value = new ExactEvaluation(values, samples, null).of(expression);
  return typeof value === 'boolean' ? null : value;
}

/** Whether a condition holds, decided exactly; null when a side of it has no exact value, or when it is no condition. */
export function decideExact(
  condition: Expression,
  values: ReadonlyMap<string, Rational>,
  samples?: ExactSamples,
): boolean | null {
  const value = new ExactEvaluation(values, samples, null).of(condition);
  return typeof value === 'boolean' ? value : null;
}

/** Larger whole exponents are not worked out, nor roots of higher degree. */
const largestExponent = 1024;

class ExactEvaluation {
  private readonly known = new Map<Expression, Rational | boolean | null>();
  private rows: ExactEvaluation[] | null = null;

  constructor(
    private readonly values: ReadonlyMap<string, Rational>,
    private readonly samples: ExactSamples | undefined,
    /** of a row: the evaluation over all rows, which knows the moments */
    private readonly whole: ExactEvaluation | null,
  ) {}

  of(node: Expression): Rational | boolean | null {
    const found = this.known.get(node);
    if (found !== undefined) return found;
    const value = this.compute(node);
    this.known.set(node, value);
    return value;
  }

  private number(node: Expression): Rational | null {
    const value = this.of(node);
    return typeof value === 'boolean' ? null : value;
  }

  private truth(node: Expression): boolean | null {
    const value = this.of(node);
    return typeof value === 'boolean' ? value : null;
  }

  private compute(node: Expression): Rational | boolean | null {
    switch (node.kind) {
      case 'number':
        return node.value;
      case 'constant':
        return null;
      case 'symbol':
        return this.values.get(node.name) ?? null;
      case 'sum':
        return this.fold(node.terms, plus, zero);
      case 'product':
        return this.fold(node.factors, times, one);
      case 'power': {
        const base = this.number(node.base);
        const exponent = this.number(node.exponent);
        return base === null || exponent === null ? null : exactPower(base, exponent);
      }
      case 'call': {
        const values = node.arguments.map((argument) => this.number(argument));
        if (!values.every((value) => value !== null)) return null;
        const exact = exactValue(node.function, values.map(number));
        return exact?.kind === 'number' ? exact.value : null;
      }
      case 'comparison': {
        const left = this.number(node.left);
        const right = this.number(node.right);
        return left === null || right === null ? null : holds(node.operator, compare(left, right));
      }
      case 'logical':
        return combine(
          node.operator,
          node.operands.map((operand) => this.truth(operand)),
        );
      case 'conditional': {
        const chosen = this.truth(node.condition);
        return chosen === null ? null : this.of(chosen ? node.then : node.otherwise);
      }
      case 'moment':
        return this.moment(node);
    }
  }

  private fold(
    nodes: readonly Expression[],
    combineTwo: (a: Rational, b: Rational) => Rational,
    start: Rational,
  ): Rational | null {
    let total = start;
    for (const node of nodes) {
      const value = this.number(node);
      if (value === null) return null;
      total = combineTwo(total, value);
    }
    return total;
  }

  private moment(node: Extract<Expression, { kind: 'moment' }>): Rational | null {
    if (this.whole !== null) return this.whole.number(node);
    const values = this.rowEvaluations().map((row) => row.number(node.argument));
    if (values.length === 0 || !values.every((value) => value !== null)) return null;
    const mean = average(values);
    if (node.moment === 'mean') return mean;
    return plus(average(values.map((value) => times(value, value))), negated(times(mean, mean)));
  }

  private rowEvaluations(): ExactEvaluation[] {
    if (this.rows !== null) return this.rows;
    const { samples } = this;
    this.rows = (samples?.rows ?? []).map((row) => {
      const values = new Map(this.values);
      for (const [i, name] of (samples as ExactSamples).names.entries()) values.set(name, row[i]);
      return new ExactEvaluation(values, samples, this);
    });
    return this.rows;
  }
}

/** A rational power that is rational: 4^(3/2) is 8; null for 0 to a negative power and for irrational or complex roots. */
function exactPower(base: Rational, exponent: Rational): Rational | null {
  if (isZero(base)) return exponent.numerator > 0n ? zero : exponent.numerator === 0n ? one : null;
  const whole = Number(exponent.numerator);
  const degree = Number(exponent.denominator);
  if (Math.abs(whole) > largestExponent || degree > largestExponent) return null;
  const root = degree === 1 ? base : exactRoot(base, degree);
  return root === null ? null : power(root, whole);
}

function average(values: readonly Rational[]): Rational {
  return dividedBy(values.reduce(plus, zero), rational(values.length));
}
