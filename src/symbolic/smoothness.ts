import { memoised } from '../arithmetic/memoised.js';
import { isAtLeastZero, isAtMostZero } from '../arithmetic/sign.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { substitute } from '../expression/calculus/substitute.js';
import type { CriticalPoint } from '../expression/functions/functionFacts.js';
import {
  call,
  childrenOf,
  difference,
  type Expression,
  keyOf,
  type NodeOf,
  number,
  numberZero,
  product,
  smallInteger,
  sum,
  symbol,
  withChildren,
} from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { boundariesOf, criticalPointsOf } from './criticalPoints.js';
import { isFlatPower, positivePower } from './flatPower.js';
import { knownSign } from './knownSign.js';
import type { NormalCoordinates } from './normalCoordinates.js';
import { withLimits } from './removable.js';

/** A formula that may be differentiated on the set, and what had to be replaced to make it so. */
export interface SmoothFormula {
  readonly expression: Expression;
  /** names that stand for an element of a subdifferential, with the values they may take */
  readonly subgradients: ReadonlyMap<string, readonly [number, number]>;
  readonly breaks: readonly Break[];
  /** powers, as written, of which no derivative that is asked for is other than 0 on the set; 0 stands in their place */
  readonly flat: readonly string[];
}

/** An atom that breaks all over the set, as written, with what is 0 there. */
export interface Break {
  readonly atom: string;
  readonly at: string;
  /** kink: continuous with a subgradient; the gradient is not defined on the set otherwise */
  readonly problem: CriticalPoint['problem'];
}

/**
 * A formula that is, on the set, what the given one is, and can be differentiated there.
 *
 * What is 0/0 on the set is replaced by its limit, a Taylor polynomial. Every function whose kink lies on the whole set is
 * replaced by a subgradient times its argument: relu(z) with z = 0 all over the set becomes g·z with a new name g in
 * [0, 1], |z| becomes g·z with g in [−1, 1], max and conditionals become mixtures of their branches. The value and, over
 * all g, the subdifferential on the set stay what they are, so that an identity in g speaks of every subgradient
 * (theory §3, §8 M9). Powers that vanish on the set to more than the order of the derivatives that are asked for are
 * replaced by 0. What cannot be replaced is listed. `subgradientsBefore` counts the names that other formulas use.
 */
export function smoothOnSet(
  expression: Expression,
  coordinates: NormalCoordinates,
  subgradientsBefore = 0,
  order = 2,
): SmoothFormula {
  const smoothing = new Smoothing(coordinates, subgradientsBefore, order);
  const result = smoothing.settled(smoothing.visit(expression));
  const { subgradients, breaks, flat } = smoothing;
  // beside a pole a power vanishes to a lower order than by itself
  if (flat.length > 0 && smoothing.hasPoles) {
    return smoothOnSet(expression, coordinates, subgradientsBefore, Number.POSITIVE_INFINITY);
  }
  for (const { atom, at } of result.poles) smoothing.break(atom, at, 'pole');
  return { expression: result.expression, subgradients, breaks, flat };
}

/** A negative power of what vanishes on the set: some factor around it may still cancel it. */
interface Pole {
  readonly atom: Expression;
  readonly at: Expression;
}

interface Visited {
  readonly expression: Expression;
  readonly poles: readonly Pole[];
}

class Smoothing {
  readonly subgradients = new Map<string, readonly [number, number]>();
  readonly breaks: Break[] = [];
  readonly flat: string[] = [];
  hasPoles = false;
  readonly visit = memoised<Expression, Visited>((node) => this.replaced(node), keyOf);

  constructor(
    private readonly coordinates: NormalCoordinates,
    private readonly subgradientsBefore: number,
    private readonly order: number,
  ) {}

  /** With the limit in place of the formula when there is one. */
  settled(visited: Visited): Visited {
    for (const pole of visited.poles) {
      const limit = withLimits(this.coordinates, visited.expression, pole.at);
      if (limit !== null) return this.settled(this.visit(limit));
    }
    return visited;
  }

  break(atom: Expression, at: Expression, problem: Break['problem']): void {
    this.breaks.push({ atom: printExpression(atom), at: printExpression(at), problem });
  }

  private replaced(node: Expression): Visited {
    const children = childrenOf(node).map((child) => this.visit(child));
    const parts = children.map(({ expression }) => expression);
    const isSame = childrenOf(node).every((child, i) => child === parts[i]);
    const rebuilt = isSame ? node : withChildren(node, parts);
    const poles = distinct(children.flatMap((child) => child.poles));
    if (rebuilt.kind === 'conditional') return this.ofConditional(node, rebuilt, children);
    if (rebuilt.kind === 'power' && (smallInteger(rebuilt.exponent) ?? 0) < 0 && this.vanishes(rebuilt.base)) {
      this.hasPoles = true;
      return { expression: rebuilt, poles: distinct([...poles, { atom: node, at: rebuilt.base }]) };
    }
    if (poles.length > 0) {
      const open = { expression: rebuilt, poles };
      return rebuilt.kind === 'product' || rebuilt.kind === 'sum' ? this.settled(open) : open;
    }
    const critical = criticalPointsOf(rebuilt);
    const found = critical.findIndex(({ at }) => this.vanishes(at));
    if (found < 0) return { expression: rebuilt, poles };
    if (this.isFlat(node, rebuilt)) {
      this.flat.push(printExpression(node));
      return { expression: numberZero, poles };
    }
    // the same point in the user's own terms
    const { at } = criticalPointsOf(node)[found] ?? critical[found];
    return { expression: this.withSubgradient(node, rebuilt, { ...critical[found], at }), poles };
  }

  /** `written` is the node as the user wrote it, for the list of what breaks. */
  private withSubgradient(written: Expression, node: Expression, { at, problem }: CriticalPoint): Expression {
    if (node.kind === 'call' && problem === 'kink') {
      const known = withoutKink(node);
      if (known !== null) return known;
      const values = node.arguments;
      switch (node.function) {
        case 'relu':
          return product(this.subgradient(written, at, [0, 1]), values[0]);
        case 'abs':
          return product(this.subgradient(written, at, [-1, 1]), values[0]);
        case 'leakyrelu':
          return mixture(this.subgradient(written, at, [0, 1]), values[0], product(values[1], values[0]));
        case 'max':
        case 'min':
          return values.slice(1).reduce((joined, next) => {
            const pair = difference(next, joined);
            if (!this.vanishes(pair)) return call(node.function, joined, next);
            return mixture(this.subgradient(written, pair, [0, 1]), joined, next);
          }, values[0]);
        default:
      }
    }
    this.break(written, at, problem);
    return node;
  }

  private ofConditional(written: Expression, node: NodeOf<'conditional'>, children: readonly Visited[]): Visited {
    const [condition, then, otherwise] = children;
    const poles = distinct(children.flatMap((child) => child.poles));
    const boundary = boundariesOf(node.condition).find((value) => this.vanishes(value));
    if (boundary === undefined) return { expression: node, poles };
    // z == 0 ? a : f(z) is f but where z = 0, and there f's limit has to be a
    const { condition: test } = node;
    if (test.kind === 'comparison' && (test.operator === '==' || test.operator === '!=')) {
      const [generic, special] =
        test.operator === '==' ? [this.settled(otherwise), then] : [this.settled(then), otherwise];
      const open = distinct([...condition.poles, ...generic.poles]);
      if (open.length > 0) return { expression: node, poles: open };
      if (!this.vanishes(difference(generic.expression, special.expression))) this.break(written, boundary, 'jump');
      return generic;
    }
    if (poles.length > 0) return { expression: node, poles };
    if (this.vanishes(difference(node.then, node.otherwise))) {
      const mixed = mixture(this.subgradient(written, boundary, [0, 1]), node.then, node.otherwise);
      return { expression: mixed, poles };
    }
    this.break(written, boundary, 'jump');
    return { expression: node, poles };
  }

  private subgradient(written: Expression, at: Expression, range: readonly [number, number]): Expression {
    // no name of the grammar holds a space
    const name = `subgradient ${this.subgradientsBefore + this.subgradients.size + 1}`;
    this.subgradients.set(name, range);
    this.break(written, at, 'kink');
    return symbol(name);
  }

  private isFlat(written: Expression, rebuilt: Expression): boolean {
    const { parameters, restriction, data } = this.coordinates;
    const root = Number.isFinite(this.order) ? positivePower(written) : null;
    if (root === null) return false;
    const [base] = childrenOf(rebuilt);
    const isZero = (value: Expression): boolean => zeroTest(substitute(value, restriction), { data }).status === 'zero';
    return isFlatPower({ ...root, base }, this.order, parameters, isZero);
  }

  /** Whether a value is 0 all over the set, or cannot be told from it. */
  private vanishes(value: Expression): boolean {
    const { restriction, data } = this.coordinates;
    return zeroTest(substitute(value, restriction), { data }).status !== 'nonzero';
  }
}

/** relu(w^2) is w^2: a function whose argument never changes its sign has no kink. */
function withoutKink({ function: name, arguments: values }: NodeOf<'call'>): Expression | null {
  const sign = knownSign(values[0]);
  const [isUp, isDown] = [isAtLeastZero(sign), isAtMostZero(sign)];
  if (name === 'abs') return isUp ? values[0] : isDown ? product(number(-1), values[0]) : null;
  if (name === 'relu') return isUp ? values[0] : isDown ? number(0) : null;
  return null;
}

function mixture(g: Expression, first: Expression, second: Expression): Expression {
  return sum(product(g, first), product(difference(number(1), g), second));
}

function distinct(poles: readonly Pole[]): Pole[] {
  return [...new Map(poles.map((pole) => [keyOf(pole.at), pole])).values()];
}
