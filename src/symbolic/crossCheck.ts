import { differentiate } from '../expression/differentiate.js';
import { evaluate } from '../expression/evaluate.js';
import { childrenOf, type Expression, keyOf, withChildren } from '../expression/expression.js';
import { functions } from '../expression/functions.js';
import { printExpression } from '../expression/print.js';
import { substitute } from '../expression/substitute.js';
import type { Model } from '../model/model.js';
import { type Aliases, aliasNames } from './aliases.js';
import { differentiateWithNerdamer } from './nerdamer.js';

/** What was compared; `compared` counts values of derivatives that at least one other engine gave too. */
export interface CrossCheck {
  readonly compared: number;
  readonly withMathjs: number;
  readonly withNerdamer: number;
}

/** Two engines differ on a derivative: never resolved silently, the message names expression, point and values. */
export class EngineMismatch extends Error {}

/**
 * Gradient and Hessian of the model's formulas from our core, from mathjs and from nerdamer, compared at fixed exact
 * points. Where an engine cannot differentiate (mathjs: erf, sign, max, conditionals) it takes no part. Throws EngineMismatch.
 */
export async function crossCheckDerivatives(model: Model): Promise<CrossCheck> {
  const mathjs = await loadMathjs();
  const formulas =
    model.dynamics.kind === 'sde'
      ? [
          ...model.dynamics.drift,
          ...model.noise.flatMap((noise) => (noise.kind === 'explicit' ? noise.diffusion.flat() : [])),
        ]
      : [model.dynamics.loss, model.dynamics.regulariser, ...(model.dynamics.output ?? [])];
  let compared = 0;
  let withMathjs = 0;
  let withNerdamer = 0;
  for (const formula of formulas) {
    const aliases = aliasNames([formula], model.parameters);
    const plain = substitute(inPrimitives(formula), aliases.forward);
    for (const [first, second] of pairs(model.parameters.length)) {
      const names = [first, second].flatMap((i) => (i === null ? [] : [`v${i}`]));
      const own = names.reduce(differentiate, plain);
      const theirs = { mathjs: mathjsDerivative(mathjs, plain, names), nerdamer: nerdamerDerivative(plain, names) };
      for (const [engine, derivative] of Object.entries(theirs)) {
        if (derivative === null) continue;
        if (agrees(engine, plain, names, own, derivative, aliases)) {
          compared++;
          if (engine === 'mathjs') withMathjs++;
          else withNerdamer++;
        }
      }
    }
  }
  return { compared, withMathjs, withNerdamer };
}

type Evaluator = (values: ReadonlyMap<string, number>) => number;

/** Gradient entries, then Hessian entries, at most `largestChecks` of them: the check stays cheap for many parameters. */
function pairs(d: number): [number, number | null][] {
  const all: [number, number | null][] = [];
  for (let i = 0; i < d; i++) all.push([i, null]);
  for (let i = 0; i < d; i++) for (let j = i; j < d; j++) all.push([i, j]);
  return all.slice(0, largestChecks);
}

const largestChecks = 9;

function agrees(
  engine: string,
  formula: Expression,
  names: readonly string[],
  own: Expression,
  theirs: Evaluator,
  aliases: Aliases,
): boolean {
  let met = false;
  for (const point of points) {
    const values = new Map(
      [...aliases.backward.keys()].map((name, i) => [
        name,
        point[i % point.length] * (1 + Math.floor(i / point.length) / 8),
      ]),
    );
    const ours = Number(evaluate(own, values));
    const other = theirs(values);
    if (!Number.isFinite(ours) || !Number.isFinite(other)) continue;
    met = true;
    if (Math.abs(ours - other) > tolerance * (1 + Math.abs(ours))) {
      const at = [...values]
        .map(([name, value]) => `${printExpression(aliases.backward.get(name) as Expression)} = ${value}`)
        .join(', ');
      const what = printExpression(substitute(formula, aliases.backward));
      throw new EngineMismatch(
        `${engine} and our core differ on the derivative of ${what} by ${names.map((name) => printExpression(aliases.backward.get(name) as Expression)).join(', ')} at ${at}: ${other} against ${ours}`,
      );
    }
  }
  return met;
}

/** nerdamer rounds irrational constants to some nine digits. */
const tolerance = 1e-7;

const points = [
  [0.625, -0.375, 0.8125, 1.25, 0.1875, -0.5625, 0.9375],
  [-0.4375, 0.6875, -0.3125, 0.5625, 1.125, 0.25, -0.8125],
];

type Mathjs = Awaited<ReturnType<typeof loadMathjs>>;

async function loadMathjs() {
  const { all, create } = await import('mathjs');
  return create(all, {});
}

function mathjsDerivative(mathjs: Mathjs, formula: Expression, names: readonly string[]): Evaluator | null {
  try {
    let node = mathjs.parse(printExpression(formula));
    for (const name of names) node = mathjs.derivative(node, name, { simplify: false });
    const compiled = node.compile();
    return (values) => {
      const value: unknown = compiled.evaluate(Object.fromEntries(values));
      return typeof value === 'number' ? value : Number.NaN;
    };
  } catch {
    return null;
  }
}

function nerdamerDerivative(formula: Expression, names: readonly string[]): Evaluator | null {
  if (hasCases(formula)) return null;
  let derivative: Expression | null = formula;
  for (const name of names) derivative = derivative === null ? null : differentiateWithNerdamer(derivative, name);
  const result = derivative;
  return result === null ? null : (values) => Number(evaluate(result, values));
}

function hasCases(node: Expression): boolean {
  return node.kind === 'conditional' || node.kind === 'comparison' || childrenOf(node).some(hasCases);
}

/** Functions that neither engine knows, written through those that they know. */
function inPrimitives(node: Expression, known = new Map<string, Expression>()): Expression {
  const key = keyOf(node);
  const found = known.get(key);
  if (found !== undefined) return found;
  const children = childrenOf(node).map((child) => inPrimitives(child, known));
  const unknown = node.kind === 'call' && ['sigmoid', 'softplus', 'gelu', 'relu'].includes(node.function);
  const definition = unknown && node.kind === 'call' ? functions[node.function].definition(children) : null;
  const result = definition ?? (children.length === 0 ? node : withChildren(node, children));
  known.set(key, result);
  return result;
}
