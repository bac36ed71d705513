import { memoised } from '../arithmetic/memoised.js';
import { functions } from '../expression/functions/functions.js';
import {
  call,
  childrenOf,
  type Expression,
  keyOf,
  type NodeOf,
  power,
  product,
  smallInteger,
  symbol,
  symbolsOf,
  withChildren,
} from '../expression/syntax/expression.js';
import type { FunctionName } from '../expression/syntax/functionName.js';

/** A formula in what other engines know, with the parts that they need not see as names. */
export interface EngineFormula {
  readonly formula: Expression;
  /** what each new name stands for */
  readonly parts: ReadonlyMap<string, Expression>;
}

/**
 * The formula for the engines: functions that they lack by their definitions, or through |·| where those are conditional
 * (neither engine differentiates conditionals), and every part without one of the names a name of its own: square roots of
 * constants mislead nerdamer.
 */
export function forEngines(expression: Expression, names: readonly string[]): EngineFormula {
  const parts = new Map<string, Expression>();
  const visit = memoised<Expression, Expression>((node, known) => {
    if (node.kind === 'number' || node.kind === 'symbol') return node;
    if (!symbolsOf(node).some((name) => names.includes(name))) {
      const name = `p${parts.size}`;
      parts.set(name, node);
      return symbol(name);
    }
    const children = childrenOf(node).map(known);
    return rewritten(node, children) ?? withChildren(node, children);
  }, keyOf);
  return { formula: visit(expression), parts };
}

function rewritten(node: Expression, values: readonly Expression[]): Expression | null {
  // mathjs takes (u^2)^(3/2) for u^3, which has the wrong sign below 0
  if (node.kind === 'power') return isRootOfEvenPower(node) ? powerOfSize(values[0], values[1]) : null;
  if (node.kind !== 'call') return null;
  if (enginesHave.has(node.function)) return null;
  const { definition, parts } = functions[node.function];
  const simpler = definition(values);
  return simpler?.kind === 'conditional' ? parts(values) : simpler && withinEngines(simpler);
}

/** The functions of a definition, such as the softplus of mish, by their own definitions. */
function withinEngines(node: Expression): Expression {
  const children = childrenOf(node).map(withinEngines);
  return rewritten(node, children) ?? (children.length === 0 ? node : withChildren(node, children));
}

const enginesHave: ReadonlySet<FunctionName> = new Set(['tan', 'sinh', 'cosh', 'tanh']);

function isRootOfEvenPower({ base, exponent }: NodeOf<'power'>): boolean {
  if (smallInteger(exponent) !== null || base.kind !== 'power') return false;
  return (smallInteger(base.exponent) ?? 1) % 2 === 0;
}

function powerOfSize(base: Expression, exponent: Expression): Expression {
  return base.kind === 'power'
    ? power(call('abs', base.base), product(base.exponent, exponent))
    : power(base, exponent);
}
