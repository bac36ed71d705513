import { memoised } from '../arithmetic/memoised.js';
import { shortForm } from '../expression/algebra/fromNormalForm.js';
import { DivisionByZero, TooLarge } from '../expression/algebra/normalFormErrors.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { substitute } from '../expression/calculus/substitute.js';
import { functions } from '../expression/functions/functions.js';
import {
  call,
  comparison,
  conditional,
  difference,
  type Expression,
  fraction,
  moment,
  number,
  numberOne,
  numberZero,
  power,
  product,
  smallInteger,
  sum,
  symbol,
  symbolsOf,
  withParts,
} from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { coefficient, join, NoSeries, type Series } from './laurentSeries.js';

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
    try {
      return new Expansion(name, order + 1 + spare, data).coefficients(expression, order);
    } catch (error) {
      if (!(error instanceof NoSeries)) throw error;
      if (!error.isShort) return null;
    }
  }
  return null;
}

/** Divisions by what vanishes to some order cost as many terms; formulas that cancel further are left alone. */
const largestLoss = 12;
const spareStep = 3;

/** Every method throws NoSeries. */
class Expansion {
  private readonly derivatives = new Map<string, Expression[]>();

  constructor(
    private readonly name: string,
    private readonly terms: number,
    private readonly data: readonly string[],
  ) {}

  /** Of r^0 … r^order. */
  coefficients(expression: Expression, order: number): Expression[] {
    const series = this.of(expression);
    if (series.lowest + series.coefficients.length <= order) throw new NoSeries(true);
    this.requireNoPole(series);
    return Array.from({ length: order + 1 }, (_, j) => coefficient(series, j));
  }

  private readonly of = memoised<Expression, Series>((node) =>
    symbolsOf(node).includes(this.name) ? this.build(node) : this.constant(node),
  );

  private build(node: Expression): Series {
    switch (node.kind) {
      case 'symbol':
        return { ...this.constant(numberOne), lowest: 1 };
      case 'sum':
        return node.terms.map((term) => this.of(term)).reduce((a, b) => this.joined(a, b, (x, y) => sum(x, y)));
      case 'product':
        return node.factors.map((factor) => this.of(factor)).reduce((a, b) => this.multiply(a, b));
      case 'power':
        return this.power(node.base, node.exponent);
      case 'call': {
        if (node.arguments.length === 1) return this.composed(call(node.function, argument), node.arguments[0]);
        const definition = functions[node.function].definition(node.arguments);
        if (definition === null) throw new NoSeries(false);
        return this.of(definition);
      }
      case 'conditional': {
        const condition = this.atZero(node.condition);
        return join(this.of(node.then), this.of(node.otherwise), (x, y) => conditional(condition, x, y));
      }
      case 'moment': {
        if (node.moment === 'var') {
          const mean = moment('mean', node.argument);
          return this.of(difference(moment('mean', power(node.argument, 2)), power(mean, 2)));
        }
        const series = this.of(node.argument);
        return { ...series, coefficients: series.coefficients.map((value) => moment('mean', value)) };
      }
      default:
        throw new NoSeries(false);
    }
  }

  private constant(value: Expression): Series {
    return { lowest: 0, coefficients: Array.from({ length: this.terms }, (_, i) => (i === 0 ? value : numberZero)) };
  }

  private joined(a: Series, b: Series, combine: (x: Expression, y: Expression) => Expression): Series {
    return join(a, b, (x, y) => this.short(combine(x, y)));
  }

  private multiply(a: Series, b: Series): Series {
    const length = Math.min(a.coefficients.length, b.coefficients.length);
    const coefficients = Array.from({ length }, (_, k) =>
      this.short(sum(...a.coefficients.slice(0, k + 1).map((value, i) => product(value, b.coefficients[k - i])))),
    );
    return { lowest: a.lowest + b.lowest, coefficients };
  }

  private power(base: Expression, exponent: Expression): Series {
    const whole = smallInteger(exponent);
    if (whole === null) {
      if (symbolsOf(exponent).includes(this.name)) {
        return this.of(call('exp', product(exponent, call('log', base))));
      }
      return this.composed(power(argument, exponent), base);
    }
    let result: Series | null = null;
    let square = whole > 0 ? this.of(base) : this.inverse(this.of(base));
    for (let n = Math.abs(whole); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) result = result === null ? square : this.multiply(result, square);
      if (n > 1) square = this.multiply(square, square);
    }
    return result ?? this.constant(numberOne);
  }

  private inverse({ lowest, coefficients: all }: Series): Series {
    const start = all.findIndex((value) => !this.isKnownZero(value));
    if (start < 0) throw new NoSeries(true);
    const coefficients = all.slice(start);
    const first = power(coefficients[0], -1);
    const result: Expression[] = [first];
    for (let k = 1; k < coefficients.length; k++) {
      const rest = sum(...result.map((value, i) => product(value, coefficients[k - i])));
      result.push(this.short(product(number(-1), first, rest)));
    }
    return { lowest: -(lowest + start), coefficients: result };
  }

  /** f(g) = Σ_n f⁽ⁿ⁾(g₀) (g − g₀)ⁿ / n!, f an expression in `argument`. */
  private composed(f: Expression, inner: Expression): Series {
    const g = this.of(inner);
    this.requireNoPole(g);
    const start = coefficient(g, 0);
    if (!this.isRegular(f, start)) throw new NoSeries(false);
    const length = Math.min(g.lowest + g.coefficients.length, this.terms);
    const rest: Series = {
      lowest: 1,
      coefficients: Array.from({ length: Math.max(0, length - 1) }, (_, i) => coefficient(g, i + 1)),
    };
    const at = new Map([[argument.name, start]]);
    const truncated = ({ coefficients }: Series): Expression[] => coefficients.slice(0, length);
    let result: Series = { lowest: 0, coefficients: truncated(this.constant(numberZero)) };
    let raised: Series = { lowest: 0, coefficients: truncated(this.constant(numberOne)) };
    let factorial = 1n;
    for (let n = 0; n < length; n++) {
      const weight = product(fraction(1n, factorial), this.short(substitute(this.derivative(f, n), at)));
      result = this.joined(result, raised, (x, y) => sum(x, product(weight, y)));
      if (n + 1 === length) break;
      const { lowest, coefficients } = this.multiply(raised, rest);
      raised = { lowest, coefficients: coefficients.slice(0, Math.max(0, length - lowest)) };
      factorial *= BigInt(n + 1);
    }
    return result;
  }

  private derivative(f: Expression, n: number): Expression {
    const key = printExpression(f);
    const list = this.derivatives.get(key) ?? [f];
    this.derivatives.set(key, list);
    while (list.length <= n) list.push(this.short(differentiate(list[list.length - 1], argument.name)));
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

  private requireNoPole({ lowest, coefficients }: Series): void {
    const below = coefficients.slice(0, Math.max(0, -lowest));
    if (!below.every((value) => this.isZero(value) === true)) throw new NoSeries(false);
  }

  /** A condition at r = 0; it keeps its truth near it when no boundary of it vanishes there. */
  private atZero(condition: Expression): Expression {
    if (condition.kind !== 'comparison') return withParts(condition, (part) => this.atZero(part));
    const gap = this.of(difference(condition.left, condition.right));
    const start = coefficient(gap, 0);
    if (gap.lowest < 0 || this.isZero(start) !== false) throw new NoSeries(false);
    return comparison(condition.operator, start, numberZero);
  }

  /** Throws NoSeries where it has no value. */
  private short(value: Expression): Expression {
    try {
      return shortForm(value, this.data);
    } catch (error) {
      if (error instanceof TooLarge) return value;
      throw error instanceof DivisionByZero ? new NoSeries(false) : error;
    }
  }

  /** Throws NoSeries where it cannot be told. */
  private isKnownZero(value: Expression): boolean {
    const isZero = this.isZero(value);
    if (isZero === null) throw new NoSeries(false);
    return isZero;
  }

  /** Null where it cannot be told. */
  private isZero(value: Expression): boolean | null {
    const { status } = zeroTest(value, { data: this.data });
    return status === 'unknown' ? null : status === 'zero';
  }
}

/** No name of the grammar holds a space. */
const argument = symbol('series argument');
