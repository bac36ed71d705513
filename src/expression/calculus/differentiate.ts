import { memoised } from '../../arithmetic/memoised.js';
import { functions } from '../functions/functions.js';
import {
  call,
  conditional,
  difference,
  type Expression,
  isCondition,
  isNumber,
  keyOf,
  moment,
  number,
  numberOne,
  numberZero,
  power,
  product,
  sum,
} from '../syntax/expression.js';
import type { FunctionName } from '../syntax/functionName.js';

/**
 * The partial derivative of an expression by the quantity of that name.
 *
 * A conditional is differentiated branch by branch, mean(…) and var(…) inside; at a kink the derivative is the one that
 * functions.ts states. Throws RangeError for a condition.
 */
export function differentiate(expression: Expression, name: string): Expression {
  return new Derivative(along(name)).of(expression);
}

/**
 * Derivatives along a direction, given by its slope in every name; parts that expressions share are differentiated once.
 * `outer` may give the derivative of a function of one argument a name of its own. Throws RangeError for a condition.
 */
export function directionalDerivative(
  slopeOf: (name: string) => Expression,
  outer: OuterDerivative = () => null,
): (expression: Expression) => Expression {
  return new Derivative(slopeOf, outer).of;
}

/** What stands for the derivative of a function at its argument; null where it is written out. */
export type OuterDerivative = (name: FunctionName, of: Expression) => Expression | null;

/** The partial derivatives by each name, in order. */
export function gradient(expression: Expression, names: readonly string[]): Expression[] {
  return names.map((name) => differentiate(expression, name));
}

/** The second derivatives, names × names; both halves hold the same nodes. */
export function hessian(expression: Expression, names: readonly string[]): Expression[][] {
  const derivatives = names.map((name) => new Derivative(along(name)));
  const rows: Expression[][] = [];
  for (const [i, derivative] of derivatives.entries()) {
    const first = derivative.of(expression);
    rows.push(names.map((_, j) => (j < i ? rows[j][i] : derivatives[j].of(first))));
  }
  return rows;
}

/** The direction of one name. */
function along(name: string): (other: string) => Expression {
  return (other) => (other === name ? numberOne : numberZero);
}

/** Differentiation along one direction; remembers the derivative of every node, since derivatives share most of theirs. */
class Derivative {
  readonly of = memoised<Expression, Expression>((node) => this.build(node));

  constructor(
    private readonly slopeOf: (name: string) => Expression,
    private readonly outer: OuterDerivative = () => null,
  ) {}

  private build(node: Expression): Expression {
    switch (node.kind) {
      case 'number':
      case 'constant':
        return numberZero;
      case 'symbol':
        return this.slopeOf(node.name);
      case 'sum':
        return sum(...node.terms.map((term) => this.of(term)));
      case 'product':
        return this.ofProduct(node.factors);
      case 'power':
        return this.ofPower(node, node.base, node.exponent);
      case 'call': {
        const inner = node.arguments.map((argument) => this.of(argument));
        if (inner.every(isNothing)) return numberZero;
        const named = inner.length === 1 ? this.outer(node.function, node.arguments[0]) : null;
        const outer = named === null ? functions[node.function].derivative(node.arguments) : [named];
        return sum(...inner.map((value, i) => product(outer[i], value)));
      }
      case 'conditional': {
        if (isCondition(node)) break;
        const then = this.of(node.then);
        const otherwise = this.of(node.otherwise);
        return keyOf(then) === keyOf(otherwise) ? then : conditional(node.condition, then, otherwise);
      }
      case 'moment':
        return this.ofMoment(node.moment, node.argument);
      case 'comparison':
      case 'logical':
    }
    throw new RangeError('differentiate: a condition has no derivative');
  }

  private ofProduct(factors: readonly Expression[]): Expression {
    const terms: Expression[] = [];
    for (const [i, factor] of factors.entries()) {
      const derivative = this.of(factor);
      if (!isNothing(derivative)) terms.push(product(...factors.slice(0, i), derivative, ...factors.slice(i + 1)));
    }
    return sum(...terms);
  }

  /** (uᵛ)' = v·uᵛ⁻¹·u' + uᵛ·log(u)·v' */
  private ofPower(node: Expression, base: Expression, exponent: Expression): Expression {
    const inner = this.of(base);
    const upper = this.of(exponent);
    const byBase = isNothing(inner)
      ? numberZero
      : product(exponent, power(base, difference(exponent, numberOne)), inner);
    const byExponent = isNothing(upper) ? numberZero : product(node, call('log', base), upper);
    return sum(byBase, byExponent);
  }

  /** mean(u)' = mean(u'), var(u)' = 2 (mean(u·u') − mean(u)·mean(u')) */
  private ofMoment(name: 'mean' | 'var', argument: Expression): Expression {
    const inner = this.of(argument);
    if (isNothing(inner)) return numberZero;
    if (name === 'mean') return moment('mean', inner);
    const covariance = difference(
      moment('mean', product(argument, inner)),
      product(moment('mean', argument), moment('mean', inner)),
    );
    return product(number(2), covariance);
  }
}

function isNothing(value: Expression): boolean {
  return isNumber(value, 0);
}
