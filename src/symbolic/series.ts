import { shortForm } from '../expression/algebra/fromNormalForm.js';
import { DivisionByZero, TooLarge } from '../expression/algebra/normalFormErrors.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { substitute } from '../expression/calculus/substitute.js';
import { functions } from '../expression/functions/functions.js';
import {
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
} from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';

/** Σ_i coefficients[i] · r^(lowest + i) + O(r^(lowest + number of coefficients)), exact. */
export interface Series {
  readonly lowest: number;
  readonly coefficients: readonly Expression[];
}

/** A part of the expression has no expansion in whole powers of r, positive or negative, at r = 0. */
export class NotAnalytic extends Error {}

/**
 * The coefficients of r^0 … r^order of an expression in the name r at r = 0, by series with whole powers of either sign
 * inside: sin(r)/r starts with 1. Throws NotAnalytic where a part has no such expansion, and where negative powers remain.
 */
export function taylorCoefficients(
  expression: Expression,
  name: string,
  order: number,
  data: readonly string[],
): Expression[] {
  for (let spare = 0; spare <= largestLoss; spare += spareStep) {
    try {
      const { lowest, coefficients } = new Expansion(name, order + 1 + spare, data).of(expression);
      if (lowest + coefficients.length <= order) continue;
      const isZero = (value: Expression): boolean => zeroTest(value, { data }).status === 'zero';
      if (!coefficients.slice(0, Math.max(0, -lowest)).every(isZero)) {
        throw new NotAnalytic(`${printExpression(expression)} grows without bound`);
      }
      return Array.from({ length: order + 1 }, (_, j) => coefficients[j - lowest] ?? numberZero);
    } catch (error) {
      if (!(error instanceof TooFewTerms)) throw error;
    }
  }
  throw new NotAnalytic(`${printExpression(expression)} cancels to more than ${largestLoss} orders`);
}

/** Divisions by what vanishes to some order cost as many terms; formulas that cancel further are left alone. */
const largestLoss = 12;
const spareStep = 3;

/** Every known coefficient of a divisor is zero: more terms are needed. */
class TooFewTerms extends Error {}

class Expansion {
  private readonly known = new Map<Expression, Series>();
  private readonly derivatives = new Map<string, Expression[]>();

  constructor(
    private readonly name: string,
    private readonly terms: number,
    private readonly data: readonly string[],
  ) {}

  of(node: Expression): Series {
    const found = this.known.get(node);
    if (found !== undefined) return found;
    const series = symbolsOf(node).includes(this.name) ? this.build(node) : this.constant(node);
    this.known.set(node, series);
    return series;
  }

  private build(node: Expression): Series {
    switch (node.kind) {
      case 'symbol':
        return { ...this.constant(numberOne), lowest: 1 };
      case 'sum':
        return node.terms.map((term) => this.of(term)).reduce((a, b) => this.add(a, b));
      case 'product':
        return node.factors.map((factor) => this.of(factor)).reduce((a, b) => this.multiply(a, b));
      case 'power':
        return this.power(node.base, node.exponent);
      case 'call': {
        if (node.arguments.length === 1) return this.composed(call(node.function, argument), node.arguments[0]);
        const definition = functions[node.function].definition(node.arguments);
        if (definition === null) break;
        return this.of(definition);
      }
      case 'conditional': {
        this.checkCondition(node.condition);
        const condition = this.atZero(node.condition);
        return this.join(this.of(node.then), this.of(node.otherwise), (a, b) => conditional(condition, a, b));
      }
      case 'moment': {
        if (node.moment === 'var') {
          const mean = moment('mean', node.argument);
          return this.of(difference(moment('mean', power(node.argument, 2)), power(mean, 2)));
        }
        const { lowest, coefficients } = this.of(node.argument);
        return { lowest, coefficients: coefficients.map((value) => moment('mean', value)) };
      }
      default:
    }
    throw new NotAnalytic(`${printExpression(node)} has no expansion`);
  }

  private constant(value: Expression): Series {
    return { lowest: 0, coefficients: Array.from({ length: this.terms }, (_, i) => (i === 0 ? value : numberZero)) };
  }

  private add(a: Series, b: Series): Series {
    return this.join(a, b, (x, y) => this.short(sum(x, y)));
  }

  /** Coefficient by coefficient, as far as both are known. */
  private join(a: Series, b: Series, combine: (x: Expression, y: Expression) => Expression): Series {
    const lowest = Math.min(a.lowest, b.lowest);
    const end = Math.min(a.lowest + a.coefficients.length, b.lowest + b.coefficients.length);
    if (end <= lowest) throw new TooFewTerms();
    const coefficients = Array.from({ length: end - lowest }, (_, i) =>
      combine(coefficient(a, lowest + i), coefficient(b, lowest + i)),
    );
    return { lowest, coefficients };
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
    const factor = whole > 0 ? this.of(base) : this.inverse(this.of(base));
    let result: Series | null = null;
    let square = factor;
    for (let n = Math.abs(whole); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) result = result === null ? square : this.multiply(result, square);
      if (n > 1) square = this.multiply(square, square);
    }
    return result ?? this.constant(numberOne);
  }

  private inverse(series: Series): Series {
    const { lowest, coefficients } = this.stripped(series);
    const first = power(coefficients[0], -1);
    const result: Expression[] = [first];
    for (let k = 1; k < coefficients.length; k++) {
      const rest = sum(...result.map((value, i) => product(value, coefficients[k - i])));
      result.push(this.short(product(number(-1), first, rest)));
    }
    return { lowest: -lowest, coefficients: result };
  }

  /** Without leading coefficients that are zero; the first that is left is proved not to be. */
  private stripped({ lowest, coefficients }: Series): Series {
    const start = coefficients.findIndex((value) => !this.isZero(value));
    if (start < 0) throw new TooFewTerms();
    return { lowest: lowest + start, coefficients: coefficients.slice(start) };
  }

  /** f(g) = Σ_n f⁽ⁿ⁾(g₀) (g − g₀)ⁿ / n!, f an expression in `argument`. */
  private composed(f: Expression, inner: Expression): Series {
    const g = this.of(inner);
    for (let i = 0; g.lowest + i < 0; i++) {
      if (!this.isZero(g.coefficients[i] ?? numberZero)) {
        throw new NotAnalytic(`${printExpression(inner)} grows without bound`);
      }
    }
    const start = coefficient(g, 0);
    this.checkRegular(f, start);
    const length = Math.min(g.lowest + g.coefficients.length, this.terms);
    const rest: Series = {
      lowest: 1,
      coefficients: Array.from({ length: Math.max(0, length - 1) }, (_, i) => coefficient(g, i + 1)),
    };
    const at = new Map([[argument.name, start]]);
    let result: Series = { lowest: 0, coefficients: Array.from({ length }, () => numberZero) };
    let raised: Series = {
      lowest: 0,
      coefficients: result.coefficients.map((_, i) => (i === 0 ? numberOne : numberZero)),
    };
    let factorial = 1n;
    for (let n = 0; n < length; n++) {
      const weight = product(fraction(1n, factorial), this.short(substitute(this.derivative(f, n), at)));
      result = this.join(result, raised, (total, value) => this.short(sum(total, product(weight, value))));
      if (n + 1 === length) break;
      raised = truncated(this.multiply(raised, rest), length);
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

  private checkRegular(f: Expression, start: Expression): void {
    const critical =
      f.kind === 'power'
        ? [start]
        : f.kind === 'call'
          ? functions[f.function].critical([start]).map(({ at }) => at)
          : [];
    for (const value of critical) {
      if (this.isZero(value)) throw new NotAnalytic(`${printExpression(f)} at ${argument.name} = 0`);
    }
  }

  /** A condition keeps its truth near r = 0 when no boundary of it vanishes there. */
  private checkCondition(condition: Expression): void {
    if (condition.kind === 'comparison') {
      const gap = this.of(difference(condition.left, condition.right));
      if (gap.lowest < 0 || this.isZero(coefficient(gap, 0))) {
        throw new NotAnalytic(`${printExpression(condition)} changes its truth`);
      }
      return;
    }
    for (const part of childrenOf(condition)) this.checkCondition(part);
  }

  private atZero(condition: Expression): Expression {
    return condition.kind === 'comparison'
      ? comparison(condition.operator, coefficient(this.of(difference(condition.left, condition.right)), 0), numberZero)
      : substitute(condition, new Map([[this.name, numberZero]]));
  }

  private short(value: Expression): Expression {
    try {
      return shortForm(value, this.data);
    } catch (error) {
      if (error instanceof TooLarge) return value;
      if (error instanceof DivisionByZero) throw new NotAnalytic(`${printExpression(value)} has no value`);
      throw error;
    }
  }

  private isZero(value: Expression): boolean {
    if (value.kind === 'number') return isNumber(value, 0);
    const { status } = zeroTest(value, { data: this.data });
    if (status === 'unknown') throw new NotAnalytic(`${printExpression(value)} cannot be told from 0`);
    return status === 'zero';
  }
}

/** No name of the grammar holds a space. */
const argument: Extract<Expression, { kind: 'symbol' }> = { kind: 'symbol', name: 'series argument' };

function coefficient({ lowest, coefficients }: Series, exponent: number): Expression {
  return coefficients[exponent - lowest] ?? numberZero;
}

function truncated({ lowest, coefficients }: Series, end: number): Series {
  return { lowest, coefficients: coefficients.slice(0, Math.max(0, end - lowest)) };
}
