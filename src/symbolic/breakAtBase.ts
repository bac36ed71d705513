import { compare, isZero, type Rational, rational } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { gradient } from '../expression/calculus/differentiate.js';
import { substitute } from '../expression/calculus/substitute.js';
import { decideExact, evaluateExact } from '../expression/evaluation/evaluateExact.js';
import type { CriticalPoint } from '../expression/functions/functionFacts.js';
import {
  childrenOf,
  difference,
  type Expression,
  type NodeOf,
  nodesOf,
  number,
  symbolsOf,
} from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { boundariesOf, criticalPointsOf, saying } from './criticalPoints.js';
import { isFlatPower, positivePower } from './flatPower.js';
import type { Field, Statement } from './statement.js';

/** An atom, and why the derivation stops at it. */
export interface BreakAtBase {
  readonly atom: string;
  readonly reason: string;
}

/**
 * An atom that is smooth on most of the set but lacks a derivative that is needed at its base point, for one of the
 * samples: relu(w*x) at w = 0 on a set where w is free. An argument that is 0 whatever the parameters are (x = 0) is no
 * break, nor is what only a branch that is not taken holds, or what two branches agree in (Huber's loss).
 */
export function breakAtBase(statement: Statement): BreakAtBase | null {
  const { model, set, parameters, data, restriction } = statement;
  const parts = statement.fields.flatMap(partsOf);
  if (!parts.some(({ formula }) => mayBreak(formula))) return null;
  const base = new Map<string, Rational>();
  for (const [i, name] of parameters.entries()) {
    const value = evaluateExact(set.base[i], model.constants);
    if (value === null) return null;
    base.set(name, value);
  }
  const rows = model.dynamics.kind === 'loss' && data.length > 0 ? model.dynamics.data.rows : [[]];
  for (const row of rows) {
    const fixed = new Map([...model.constants, ...data.map((name, i) => [name, row[i]] as const)]);
    for (const { formula, order } of parts) {
      const found = new Search({ base, fixed, parameters, order }).visit(formula);
      if (found === null) continue;
      const point = [...base, ...data.map((name, i) => [name, row[i]] as const)]
        .filter(([name]) => symbolsOf(found.atom).includes(name))
        .map(([name, value]) => `${name} = ${printExpression(number(value))}`)
        .join(', ');
      const atom = printExpression(found.atom);
      const advice = varies(substitute(found.at, restriction), fixed, parameters)
        ? 'state another base point'
        : 'the sample does it, whatever the base point';
      const reason = `${atom} ${saying(found.problem)} at the base point, ${point}: curvature and noise are not defined there (theory §4 does not apply); ${advice}`;
      return { atom, reason };
    }
  }
  return null;
}

/** Formulas with the order of the derivatives that a linearisation takes of them. */
function partsOf(field: Field): { readonly formula: Expression; readonly order: number }[] {
  return field.formulas.map((formula) => ({ formula, order: field.kind === 'gradient' ? 2 : 1 }));
}

/** Whether a formula holds anything at all that is not smooth somewhere. */
function mayBreak(formula: Expression): boolean {
  return nodesOf([formula]).some((node) => node.kind === 'conditional' || criticalPointsOf(node).length > 0);
}

interface Place {
  readonly base: ReadonlyMap<string, Rational>;
  /** constants and one sample */
  readonly fixed: ReadonlyMap<string, Rational>;
  readonly parameters: readonly string[];
  readonly order: number;
}

/** Walks through what a formula is made of near one point. */
class Search {
  private readonly seen = new Set<Expression>();
  private readonly values: ReadonlyMap<string, Rational>;

  constructor(private readonly place: Place) {
    this.values = new Map([...place.fixed, ...place.base]);
  }

  visit(node: Expression): (CriticalPoint & { readonly atom: Expression }) | null {
    if (this.seen.has(node)) return null;
    this.seen.add(node);
    if (node.kind === 'conditional') return this.ofConditional(node);
    if (this.isFlat(node)) return null;
    const found = criticalPointsOf(node).find(({ at }) => this.isMetAt(at));
    if (found !== undefined) return { ...found, atom: node };
    return this.firstOf(childrenOf(node));
  }

  /** Only the branch that is taken counts; on the border both, and what they differ in. */
  private ofConditional(node: NodeOf<'conditional'>) {
    const { condition, then, otherwise } = node;
    const at = boundariesOf(condition).find((boundary) => this.isMetAt(boundary));
    if (at !== undefined) {
      const problem = this.differenceOf(then, otherwise);
      return problem === null ? this.firstOf([then, otherwise]) : { at, problem, atom: node };
    }
    const holds = decideExact(condition, this.values);
    return holds === null ? this.firstOf(childrenOf(node)) : this.visit(holds ? then : otherwise);
  }

  /** What two branches that meet at the point have not in common there, of value and derivatives up to the order needed. */
  private differenceOf(then: Expression, otherwise: Expression): CriticalPoint['problem'] | null {
    let derivatives = [difference(then, otherwise)];
    for (let order = 0; order <= this.place.order; order++) {
      const isShared = derivatives.every((one) => {
        const value = evaluateExact(one, this.values);
        return value !== null && isZero(value);
      });
      if (!isShared) return order === 0 ? 'jump' : order === 1 ? 'kink' : 'order';
      derivatives = derivatives.flatMap((one) => gradient(one, this.place.parameters));
    }
    return null;
  }

  /** |z|³ at z = 0, (w² + v²)^(3/2) at the origin, and their like: powers that vanish to more than the order needed. */
  private isFlat(node: Expression): boolean {
    const root = positivePower(node);
    if (root === null) return false;
    const { base, exponent } = root;
    const { order, parameters } = this.place;
    const vanishes = (value: Expression): boolean => {
      const here = evaluateExact(value, this.values);
      return here !== null && isZero(here);
    };
    if (!mayBreak(base)) return isFlatPower(root, order, parameters, vanishes);
    // a kink vanishes to order 1
    if (childrenOf(base).some(mayBreak) || compare(exponent, rational(order)) <= 0) return false;
    const kinks = criticalPointsOf(base).filter(({ at }) => this.isMetAt(at));
    return kinks.length > 0 && kinks.every(({ problem }) => problem === 'kink') && vanishes(base);
  }

  private isMetAt(at: Expression): boolean {
    const value = evaluateExact(at, this.values);
    return value !== null && isZero(value) && varies(at, this.place.fixed, this.place.parameters);
  }

  private firstOf(nodes: readonly Expression[]): (CriticalPoint & { readonly atom: Expression }) | null {
    for (const node of nodes) {
      const found = this.visit(node);
      if (found !== null) return found;
    }
    return null;
  }
}

/** Whether a value depends on parameters once constants and sample are put in. */
function varies(at: Expression, fixed: ReadonlyMap<string, Rational>, parameters: readonly string[]): boolean {
  const values = new Map([...fixed].map(([name, value]) => [name, number(value)] as const));
  const names = symbolsOf(simplify(substitute(at, values)));
  return parameters.some((name) => names.includes(name));
}
