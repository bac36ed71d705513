import { signOf } from '../arithmetic/enclosure.js';
import { memoised } from '../arithmetic/memoised.js';
import { type Rational, sign as signOfRational } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { valueEnclosure } from '../expression/algebra/zeroTest.js';
import { substitute } from '../expression/calculus/substitute.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import { functions } from '../expression/functions/functions.js';
import { combine, holds } from '../expression/syntax/condition.js';
import {
  childrenOf,
  difference,
  type Expression,
  type NodeOf,
  number,
  symbolsOf,
  withChildren,
} from '../expression/syntax/expression.js';
import { derivativeAlong } from './normalCoordinates.js';

/** An exact point, and a direction of the parameters in which a region that touches it lies. */
export interface Approach {
  readonly parameters: readonly string[];
  /** of parameters, constants and the data's names */
  readonly values: ReadonlyMap<string, Rational>;
  /** one number a parameter */
  readonly direction: readonly Rational[];
}

/**
 * What a formula is in a region of the parameters that touches a point: continuous conditionals, and |·|, relu, max, min,
 * which are defined by such, replaced by the branch that holds there (theory §3). The region is the one in which every argument of a kink has, to
 * first order, the sign that it takes on along the direction; it holds a cone about that direction, so that the branch's
 * gradient at the point is the formula's own where the formula has one, and one of its limits otherwise.
 *
 * Null where a sign is not settled to first order or the formula jumps.
 */
export function branchAt(formula: Expression, approach: Approach): Expression | null {
  try {
    return new Branch(approach).of(formula);
  } catch (error) {
    if (error instanceof Unsettled) return null;
    throw error;
  }
}

class Unsettled extends Error {}

class Branch {
  readonly of = memoised<Expression, Expression>((node) => this.build(node));

  constructor(private readonly approach: Approach) {}

  private build(node: Expression): Expression {
    if (node.kind === 'conditional') return this.ofConditional(node);
    const children = childrenOf(node).map((child) => this.of(child));
    if (children.length === 0) return node;
    if (node.kind !== 'call') return withChildren(node, children);
    const definition = functions[node.function].definition(children);
    return definition?.kind === 'conditional' ? this.ofConditional(definition) : withChildren(node, children);
  }

  private ofConditional(node: NodeOf<'conditional'>): Expression {
    const { isTrue, isEdge } = this.truth(node.condition);
    const taken = this.of(isTrue ? node.then : node.otherwise);
    if (!isEdge) return taken;
    const step = difference(taken, this.of(isTrue ? node.otherwise : node.then));
    if (this.signAt(step) !== 0) throw new Unsettled('a jump');
    return taken;
  }

  private truth(condition: Expression): { readonly isTrue: boolean; readonly isEdge: boolean } {
    if (condition.kind === 'comparison') {
      const { sign, isEdge } = this.germ(difference(this.of(condition.left), this.of(condition.right)));
      return { isTrue: holds(condition.operator, sign), isEdge };
    }
    if (condition.kind !== 'logical') throw new Unsettled('no condition');
    const parts = condition.operands.map((operand) => this.truth(operand));
    const truths = parts.map(({ isTrue }) => isTrue);
    return { isTrue: combine(condition.operator, truths) === true, isEdge: parts.some(({ isEdge }) => isEdge) };
  }

  /** The sign that a smooth argument takes on in the region; an edge where it is 0 at the point itself and not near it. */
  private germ(argument: Expression): { readonly sign: -1 | 0 | 1; readonly isEdge: boolean } {
    const { parameters, values, direction } = this.approach;
    const here = this.signAt(argument);
    if (here !== 0) return { sign: here, isEdge: false };
    const ahead = this.signAt(derivativeAlong(parameters, argument, direction));
    if (ahead !== 0) return { sign: ahead, isEdge: true };
    const others = [...values].filter(([name]) => !parameters.includes(name));
    const rest = simplify(substitute(argument, new Map(others.map(([name, value]) => [name, number(value)]))));
    const moves = symbolsOf(rest).some((name) => parameters.includes(name));
    if (moves) throw new Unsettled('a sign of higher order');
    return { sign: 0, isEdge: false };
  }

  private signAt(expression: Expression): -1 | 0 | 1 {
    const { values } = this.approach;
    const exact = evaluateExact(expression, values);
    if (exact !== null) return signOfRational(exact);
    const bounds = valueEnclosure(expression, values);
    const sign = bounds && signOf(bounds);
    if (sign === null) throw new Unsettled('a sign that no enclosure tells');
    return sign;
  }
}
