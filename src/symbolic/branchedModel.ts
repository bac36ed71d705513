import { memoised } from '../arithmetic/memoised.js';
import { functions } from '../expression/functions/functions.js';
import {
  difference,
  type Expression,
  keyOf,
  type NodeOf,
  number,
  product,
  sum,
  symbol,
  withParts,
} from '../expression/syntax/expression.js';
import { dataNames } from '../model/constants.js';
import type { Model } from '../model/model.js';
import type { NoiseModel } from '../model/noise/noiseFacts.js';
import { criticalPointsOf } from './criticalPoints.js';

/** What decides which branch of a kink is taken: the first where `at` is positive. */
export interface Switch {
  /** as written */
  readonly at: Expression;
  /** with the kinks inside it replaced by names for their branches */
  readonly smooth: Expression;
  /** stands for 1 in the first branch and 0 in the other */
  readonly name: string;
}

/** A model without kinks, each replaced by a mixture of its two branches with a name for which is taken. */
export interface BranchedModel {
  readonly switches: readonly Switch[];
  /** the model with values of these names: 1 or 0 for each switch and sample (one sample for an SDE without data) */
  with(taken: (index: number, sample: number) => boolean): Model;
}

/** The formulas of a model with each kink opened into branches; null for a conditional that is no single comparison. */
export function branchedModel(model: Model): BranchedModel | null {
  const opening = new Opening(unusedPrefix(model));
  const { dynamics, noise } = model;
  const opened = opening.model(model, dynamics, noise);
  if (!opening.isComplete) return null;
  return { switches: opening.switches, with: (taken) => withTaken(opened, opening.switches, taken) };
}

/** `branch_`, with more underscores where the model has names that begin so. */
function unusedPrefix(model: Model): string {
  const names = [...model.parameters, ...model.constants.keys(), ...dataNames(model)];
  let prefix = 'branch_';
  while (names.some((name) => name.startsWith(prefix))) prefix += '_';
  return prefix;
}

class Opening {
  readonly switches: Switch[] = [];
  isComplete = true;
  private readonly byKey = new Map<string, Expression>();

  constructor(private readonly prefix: string) {}

  model(model: Model, dynamics: Model['dynamics'], noise: readonly NoiseModel[]): Model {
    const opened = noise.map((one) =>
      'diffusion' in one ? { ...one, diffusion: one.diffusion.map((row) => row.map(this.open)) } : one,
    );
    if (dynamics.kind === 'sde') {
      const drift = dynamics.drift.map(this.open);
      return { ...model, dynamics: { kind: 'sde', drift, potential: null }, noise: opened };
    }
    const { loss, output, regulariser } = dynamics;
    const parts = {
      loss: this.open(loss),
      output: output === null ? null : output.map(this.open),
      regulariser: this.open(regulariser),
    };
    return { ...model, dynamics: { ...dynamics, ...parts }, noise: opened };
  }

  readonly open = memoised<Expression, Expression>((node) => this.opened(node));

  private opened(node: Expression): Expression {
    if (node.kind === 'conditional') return this.ofConditional(node);
    if (node.kind === 'call' && criticalPointsOf(node).some(({ problem }) => problem === 'kink')) {
      const definition = functions[node.function].definition(node.arguments);
      if (definition !== null) return this.open(definition);
    }
    return withParts(node, this.open);
  }

  private ofConditional({ condition, then, otherwise }: NodeOf<'conditional'>): Expression {
    const isComparison = condition.kind === 'comparison' && condition.operator !== '==' && condition.operator !== '!=';
    if (!isComparison) {
      this.isComplete = false;
      return then;
    }
    const { operator, left, right } = condition;
    const at = operator === '>' || operator === '>=' ? difference(left, right) : difference(right, left);
    return mixture(this.branch(at, this.open(at)), this.open(then), this.open(otherwise));
  }

  private branch(at: Expression, smooth: Expression): Expression {
    const key = keyOf(at);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const name = `${this.prefix}${this.switches.length + 1}`;
    this.switches.push({ at, smooth, name });
    const found = symbol(name);
    this.byKey.set(key, found);
    return found;
  }
}

function mixture(taken: Expression, first: Expression, second: Expression): Expression {
  return sum(product(taken, first), product(difference(number(1), taken), second));
}

function withTaken(
  model: Model,
  switches: readonly Switch[],
  taken: (index: number, sample: number) => boolean,
): Model {
  const { dynamics, constants } = model;
  const value = (index: number, sample: number) => ({ numerator: taken(index, sample) ? 1n : 0n, denominator: 1n });
  if (dynamics.kind === 'sde') {
    const values = switches.map(({ name }, index) => [name, value(index, 0)] as const);
    return { ...model, constants: new Map([...constants, ...values]) };
  }
  const { inputs, targets, rows } = dynamics.data;
  const widened = rows.map((row, sample) => [
    ...row.slice(0, inputs.length),
    ...switches.map((_, index) => value(index, sample)),
    ...row.slice(inputs.length),
  ]);
  const data = { inputs: [...inputs, ...switches.map(({ name }) => name)], targets, rows: widened };
  return { ...model, dynamics: { ...dynamics, data } };
}
