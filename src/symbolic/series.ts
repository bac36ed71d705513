import { shortForm } from '../expression/algebra/fromNormalForm.js';
import { DivisionByZero, TooLarge } from '../expression/algebra/normalFormErrors.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { substitute } from '../expression/calculus/substitute.js';
import { functions } from '../expression/functions/functions.js';
import {
  byNode,
  call,
  childrenOf,
  comparison,
  conditional,
  difference,
  type Expression,
  fraction,
  isNumber,
  moment,
  number,
  numberOne,
  numberZero,
  power,
  product,
  smallInteger,
  sum,
  symbolsOf,
  withChildren,
} from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { both, coefficient, type Expanded, join, type Missing, type Series, truncated } from './laurentSeries.js';

/**
 * The coefficients of r^0 … r^order of an expression in the name r at r = 0, by series with whole powers of either sign
 * inside: sin(r)/r starts with 1. Null where a part has no such expansion, and where negative powers remain.
 */
export function taylorCoefficients(
  expression: Expression,
  name: string,
  order: number,
  data: readonly string[],
): Expression[] | null {
  for (let spare = 0; spare <= largestLoss; spare += spareStep) {
    const series = new Expansion(name, order + 1 + spare, data).of(expression);
    if (series === 'none') return null;
    if (series === 'short' || series.lowest + series.coefficients.length <= order) continue;
    const { lowest, coefficients } = series;
    const isZero = (value: Expression): boolean => zeroTest(value, { data }).status === 'zero';
    if (!coefficients.slice(0, Math.max(0, -lowest)).every(isZero)) return null;
    return Array.from({ length: order + 1 }, (_, j) => coefficients[j - lowest] ?? numberZero);
  }
  return null;
}

/** Divisions by what vanishes to some order cost as many terms; formulas that cancel further are left alone. */
const largestLoss = 12;
const spareStep = 3;

class Expansion {
  readonly of = byNode<Expanded>((node) =>
    symbolsOf(node).includes(this.name) ? this.build(node) : this.constant(node),
  );
  private readonly derivatives = new Map<string, Expression[]>();

  constructor(
    private readonly name: string,
    private readonly terms: number,
    private readonly data: readonly string[],
  ) {}

  private build(node: Expression): Expanded {
    switch (node.kind) {
      case 'symbol':
        return { ...this.constant(numberOne), lowest: 1 };
      case 'sum':
        return node.terms.map((term) => this.of(term)).reduce((a, b) => both(a, b, (x, y) => this.add(x, y)));
      case 'product':
        return node.factors.map((factor) => this.of(factor)).reduce((a, b) => this.multiply(a, b));
      case 'power':
        return this.power(node.base, node.exponent);
      case 'call': {
        if (node.arguments.length === 1) return this.composed(call(node.function, argument), node.arguments[0]);
        const definition = functions[node.function].definition(node.arguments);
        return definition === null ? 'none' : this.of(definition);
      }
      case 'conditional': {
        const condition = this.atZero(node.condition);
        if (typeof condition === 'string') return condition;
        return both(this.of(node.then), this.of(node.otherwise), (a, b) =>
          join(a, b, (x, y) => conditional(condition, x, y)),
        );
      }
      case 'moment': {
        if (node.moment === 'var') {
          const mean = moment('mean', node.argument);
          return this.of(difference(moment('mean', power(node.argument, 2)), power(mean, 2)));
        }
        const series = this.of(node.argument);
        if (typeof series === 'string') return series;
        return { ...series, coefficients: series.coefficients.map((value) => moment('mean', value)) };
      }
      default:
        return 'none';
    }
  }

  private constant(value: Expression): Series {
    return { lowest: 0, coefficients: Array.from({ length: this.terms }, (_, i) => (i === 0 ? value : numberZero)) };
  }

  private add(a: Series, b: Series): Expanded {
    return this.shortened(join(a, b, (x, y) => sum(x, y)));
  }

  private multiply(a: Expanded, b: Expanded): Expanded {
    return both(a, b, (one, other) => {
      const length = Math.min(one.coefficients.length, other.coefficients.length);
      const coefficients = Array.from({ length }, (_, k) =>
        sum(...one.coefficients.slice(0, k + 1).map((value, i) => product(value, other.coefficients[k - i]))),
      );
      return this.shortened({ lowest: one.lowest + other.lowest, coefficients });
    });
  }

  private power(base: Expression, exponent: Expression): Expanded {
    const whole = smallInteger(exponent);
    if (whole === null) {
      if (symbolsOf(exponent).includes(this.name)) {
        return this.of(call('exp', product(exponent, call('log', base))));
      }
      return this.composed(power(argument, exponent), base);
    }
    let result: Expanded | null = null;
    let square = whole > 0 ? this.of(base) : this.inverse(this.of(base));
    for (let n = Math.abs(whole); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) result = result === null ? square : this.multiply(result, square);
      if (n > 1) square = this.multiply(square, square);
    }
    return result ?? this.constant(numberOne);
  }

  private inverse(series: Expanded): Expanded {
    const stripped = this.stripped(series);
    if (typeof stripped === 'string') return stripped;
    const { lowest, coefficients } = stripped;
    const first = power(coefficients[0], -1);
    const result: Expression[] = [first];
    for (let k = 1; k < coefficients.length; k++) {
      const rest = sum(...result.map((value, i) => product(value, coefficients[k - i])));
      const next = this.short(product(number(-1), first, rest));
      if (next === null) return 'none';
      result.push(next);
    }
    return { lowest: -lowest, coefficients: result };
  }

  /** Without leading coefficients that are zero; the first that is left is proved not to be. */
  private stripped(series: Expanded): Expanded {
    if (typeof series === 'string') return series;
    const { lowest, coefficients } = series;
    for (const [start, value] of coefficients.entries()) {
      const isZero = this.isZero(value);
      if (isZero === null) return 'none';
      if (!isZero) return { lowest: lowest + start, coefficients: coefficients.slice(start) };
    }
    return 'short';
  }

  /** f(g) = Σ_n f⁽ⁿ⁾(g₀) (g − g₀)ⁿ / n!, f an expression in `argument`. */
  private composed(f: Expression, inner: Expression): Expanded {
    const g = this.of(inner);
    if (typeof g === 'string') return g;
    for (let i = 0; g.lowest + i < 0; i++) if (this.isZero(g.coefficients[i] ?? numberZero) !== true) return 'none';
    const start = coefficient(g, 0);
    if (!this.isRegular(f, start)) return 'none';
    const length = Math.min(g.lowest + g.coefficients.length, this.terms);
    const rest: Series = {
      lowest: 1,
      coefficients: Array.from({ length: Math.max(0, length - 1) }, (_, i) => coefficient(g, i + 1)),
    };
    const at = new Map([[argument.name, start]]);
    let result: Expanded = { lowest: 0, coefficients: Array.from({ length }, () => numberZero) };
    let raised: Expanded = {
      lowest: 0,
      coefficients: result.coefficients.map((_, i) => (i === 0 ? numberOne : numberZero)),
    };
    let factorial = 1n;
    for (let n = 0; n < length; n++) {
      const derivative = this.derivative(f, n);
      const value = derivative && this.short(substitute(derivative, at));
      if (value === null) return 'none';
      const weight = product(fraction(1n, factorial), value);
      result = both(result, raised, (total, one) =>
        this.shortened(join(total, one, (x, y) => sum(x, product(weight, y)))),
      );
      if (n + 1 === length) break;
      raised = truncated(this.multiply(raised, rest), length);
      factorial *= BigInt(n + 1);
    }
    return result;
  }

  private derivative(f: Expression, n: number): Expression | null {
    const key = printExpression(f);
    const list = this.derivatives.get(key) ?? [f];
    this.derivatives.set(key, list);
    while (list.length <= n) {
      const next = this.short(differentiate(list[list.length - 1], argument.name));
      if (next === null) return null;
      list.push(next);
    }
    return list[n];
  }

  private isRegular(f: Expression, start: Expression): boolean {
    const critical =
      f.kind === 'power'
        ? [start]
        : f.kind === 'call'
          ? functions[f.function].critical([start]).map(({ at }) => at)
          : [];
    return critical.every((value) => this.isZero(value) === false);
  }

  /** A condition at r = 0; it keeps its truth near it when no boundary of it vanishes there. */
  private atZero(condition: Expression): Expression | Missing {
    if (condition.kind === 'comparison') {
      const gap = this.of(difference(condition.left, condition.right));
      if (typeof gap === 'string') return gap;
      const start = coefficient(gap, 0);
      return gap.lowest < 0 || this.isZero(start) !== false
        ? 'none'
        : comparison(condition.operator, start, numberZero);
    }
    const parts: Expression[] = [];
    for (const part of childrenOf(condition)) {
      const there = this.atZero(part);
      if (typeof there === 'string') return there;
      parts.push(there);
    }
    return withChildren(condition, parts);
  }

  private shortened(series: Expanded): Expanded {
    if (typeof series === 'string') return series;
    const coefficients = series.coefficients.map((value) => this.short(value));
    return coefficients.every((value) => value !== null) ? { lowest: series.lowest, coefficients } : 'none';
  }

  /** Null where it has no value. */
  private short(value: Expression): Expression | null {
    try {
      return shortForm(value, this.data);
    } catch (error) {
      if (error instanceof TooLarge) return value;
      if (error instanceof DivisionByZero) return null;
      throw error;
    }
  }

  /** Null where it cannot be told. */
  private isZero(value: Expression): boolean | null {
    if (value.kind === 'number') return isNumber(value, 0);
    const { status } = zeroTest(value, { data: this.data });
    return status === 'unknown' ? null : status === 'zero';
  }
}

/** No name of the grammar holds a space. */
const argument: Extract<Expression, { kind: 'symbol' }> = { kind: 'symbol', name: 'series argument' };
