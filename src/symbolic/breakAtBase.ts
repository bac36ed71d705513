import { isZero, type Rational } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { substitute } from '../expression/calculus/substitute.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import type { CriticalPoint } from '../expression/functions/functionFacts.js';
import { childrenOf, type Expression, keyOf, number, symbolsOf } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { criticalPointsOf, saying } from './criticalPoints.js';
import { boundariesOf } from './smoothness.js';
import type { Statement } from './statement.js';

/** An atom, and why the derivation stops at it. */
export interface BreakAtBase {
  readonly atom: string;
  readonly reason: string;
}

/**
 * An atom that is smooth on most of the set but not at its base point, for one of the samples: relu(w*x) at w = 0 on a
 * set where w is free. An argument that is 0 whatever the parameters are (x = 0) is no break.
 */
export function breakAtBase(statement: Statement): BreakAtBase | null {
  const atoms = criticalAtoms(statement);
  if (atoms.length === 0) return null;
  const { model, set, parameters, data } = statement;
  const base = new Map<string, Rational>();
  for (const [i, name] of parameters.entries()) {
    const value = evaluateExact(set.base[i], model.constants);
    if (value === null) return null;
    base.set(name, value);
  }
  const rows = model.dynamics.kind === 'loss' && data.length > 0 ? model.dynamics.data.rows : [[]];
  for (const row of rows) {
    const fixed = new Map([...model.constants, ...data.map((name, i) => [name, row[i]] as const)]);
    const found = atoms.find(({ at }) => {
      const value = evaluateExact(at, new Map([...fixed, ...base]));
      return value !== null && isZero(value) && dependsOnParameters(at, fixed, parameters);
    });
    if (found === undefined) continue;
    const point = [...base, ...data.map((name, i) => [name, row[i]] as const)]
      .filter(([name]) => symbolsOf(found.atom).includes(name))
      .map(([name, value]) => `${name} = ${printExpression(number(value))}`)
      .join(', ');
    const atom = printExpression(found.atom);
    const reason = `${atom} ${saying(found.problem)} at the base point, ${point}: curvature and noise are not defined there (theory §4 does not apply); state another base point`;
    return { atom, reason };
  }
  return null;
}

function criticalAtoms({ fields }: Statement): (CriticalPoint & { atom: Expression })[] {
  const found = new Map<string, CriticalPoint & { atom: Expression }>();
  const seen = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (seen.has(node)) return;
    seen.add(node);
    const jumps =
      node.kind === 'conditional'
        ? boundariesOf(node.condition).map((at): CriticalPoint => ({ at, problem: 'jump' }))
        : [];
    for (const point of [...criticalPointsOf(node), ...jumps]) found.set(keyOf(point.at), { ...point, atom: node });
    for (const child of childrenOf(node)) visit(child);
  };
  for (const field of fields) for (const part of field.kind === 'gradient' ? [field.of] : field.components) visit(part);
  return [...found.values()];
}

function dependsOnParameters(
  at: Expression,
  fixed: ReadonlyMap<string, Rational>,
  parameters: readonly string[],
): boolean {
  const values = new Map([...fixed].map(([name, value]) => [name, number(value)] as const));
  const names = symbolsOf(simplify(substitute(at, values)));
  return parameters.some((name) => names.includes(name));
}
