import { differentiate } from '../expression/calculus/differentiate.js';
import { substitute } from '../expression/calculus/substitute.js';
import { evaluate } from '../expression/evaluation/evaluate.js';
import { childrenOf, type Expression, smallInteger } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { Model } from '../model/model.js';
import { type Aliases, aliasNames } from './aliases.js';
import { differenceQuotient } from './differenceQuotient.js';
import { type EngineFormula, forEngines } from './enginePrimitives.js';
import { differentiateWithNerdamer } from './nerdamer.js';

/** What was compared; `compared` counts the derivatives that agree, one for every engine that gave them too. */
export interface CrossCheck {
  readonly compared: number;
  readonly withMathjs: number;
  readonly withNerdamer: number;
  /** answers of an engine that the difference quotient refutes while it confirms ours, each in a sentence */
  readonly refuted: readonly string[];
}

/** Our derivative is contradicted and nothing confirms it; the message names expression, point and values. */
export class EngineMismatch extends Error {}

/**
 * Gradient and Hessian of the model's formulas from our core, from mathjs and from nerdamer, compared at fixed exact
 * points (the outputs stand in the loss). Where an engine cannot differentiate, or is known to be wrong, it takes no part.
 * Two that differ are judged by a difference quotient in exact enclosures: what it refutes is listed. Throws EngineMismatch
 * where it does not confirm ours.
 */
export async function crossCheckDerivatives(
  model: Model,
  derivative: (expression: Expression, name: string) => Expression = differentiate,
): Promise<CrossCheck> {
  const mathjs = await loadMathjs();
  const formulas =
    model.dynamics.kind === 'sde'
      ? [
          ...model.dynamics.drift,
          ...model.noise.flatMap((noise) => (noise.kind === 'explicit' ? noise.diffusion.flat() : [])),
        ]
      : [model.dynamics.loss, model.dynamics.regulariser];
  const agreed: Record<Engine, number> = { mathjs: 0, nerdamer: 0 };
  const refuted: string[] = [];
  for (const formula of formulas) {
    const aliases = aliasNames([formula], model.parameters);
    const aliased = substitute(formula, aliases.forward);
    for (const [first, second] of pairs(model.parameters.length)) {
      const names = [first, second].flatMap((i) => (i === null ? [] : [`v${i}`]));
      const own = names.reduce(derivative, aliased);
      const theirs = forEngines(aliased, names);
      const answers = {
        mathjs: mathjsDerivative(mathjs, theirs.formula, names),
        nerdamer: nerdamerDerivative(theirs.formula, names),
      };
      for (const engine of engines) {
        const answer = answers[engine];
        if (answer === null) continue;
        const outcome = compare({ engine, formula: aliased, names, own, answer, parts: theirs.parts, aliases });
        if (outcome === 'agree') agreed[engine]++;
        else if (outcome !== 'nothing to compare') refuted.push(outcome.refuted);
      }
    }
  }
  const { mathjs: withMathjs, nerdamer: withNerdamer } = agreed;
  return { compared: withMathjs + withNerdamer, withMathjs, withNerdamer, refuted };
}

const engines = ['mathjs', 'nerdamer'] as const;
type Engine = (typeof engines)[number];

type Evaluator = (values: ReadonlyMap<string, number>) => number;

/** Gradient entries, then Hessian entries, at most `largestChecks` of them: the check stays cheap for many parameters. */
function pairs(d: number): [number, number | null][] {
  const gradient = Array.from({ length: d }, (_, i): [number, null] => [i, null]);
  const hessian = gradient.flatMap(([i]) => Array.from({ length: d - i }, (_, j): [number, number] => [i, i + j]));
  const first = gradient.slice(0, largestChecks - Math.min(hessian.length, largestHessianChecks));
  return [...first, ...hessian.slice(0, largestChecks - first.length)];
}

const largestChecks = 7;
const largestHessianChecks = 4;

interface Comparison {
  readonly engine: Engine;
  readonly formula: Expression;
  readonly names: readonly string[];
  readonly own: Expression;
  readonly answer: Evaluator;
  readonly parts: EngineFormula['parts'];
  readonly aliases: Aliases;
}

type Outcome = 'agree' | 'nothing to compare' | { readonly refuted: string };

function compare({ engine, formula, names, own, answer, parts, aliases }: Comparison): Outcome {
  let outcome: Outcome = 'nothing to compare';
  for (const point of points) {
    const values = new Map(
      [...aliases.backward.keys()].map((name, i) => [
        name,
        point[i % point.length] * (1 + Math.floor(i / point.length) / 8),
      ]),
    );
    const ours = Number(evaluate(own, values));
    const other = answer(
      new Map([...values, ...[...parts].map(([name, part]) => [name, Number(evaluate(part, values))] as const)]),
    );
    if (!Number.isFinite(ours) || !Number.isFinite(other)) continue;
    outcome = 'agree';
    if (isClose(ours, other)) continue;
    const written = (name: string): string => printExpression(aliases.backward.get(name) as Expression);
    const at = [...values].map(([name, value]) => `${written(name)} = ${value}`).join(', ');
    const what = printExpression(substitute(formula, aliases.backward));
    const difference = `${engine} and our core differ on the derivative of ${what} by ${names.map(written).join(', ')} at ${at}: ${other} against ${ours}`;
    const quotient = differenceQuotient(formula, names, values);
    if (quotient === null || !isClose(ours, quotient)) throw new EngineMismatch(difference);
    return { refuted: `${difference}; the difference quotient is ours` };
  }
  return outcome;
}

function isClose(ours: number, other: number): boolean {
  return Math.abs(ours - other) <= tolerance * (1 + Math.abs(ours));
}

/** nerdamer rounds irrational constants to some nine digits. */
const tolerance = 1e-7;

const points = [
  [0.625, -0.375, 0.8125, 1.25, 0.1875, -0.5625, 0.9375],
  [-0.4375, 0.6875, -0.3125, 0.5625, 1.125, 0.25, -0.8125],
];

type Mathjs = Awaited<ReturnType<typeof loadMathjs>>;

/** Loaded when it is first needed and configured once; nothing is ever defined in it. */
let loadedMathjs: ReturnType<typeof createMathjs> | null = null;

function loadMathjs(): ReturnType<typeof createMathjs> {
  loadedMathjs ??= createMathjs();
  return loadedMathjs;
}

async function createMathjs() {
  const { default: mathjs } = await import('mathjs/lib/browser/math.js');
  return mathjs.create(mathjs.all, {});
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
  if (misleadsNerdamer(formula)) return null;
  let derivative: Expression | null = formula;
  for (const name of names) derivative = derivative === null ? null : differentiateWithNerdamer(derivative, name);
  const result = derivative;
  return result === null ? null : (values) => Number(evaluate(result, values));
}

/**
 * Conditionals it does not read; and its derivatives of roots in products, of 1/|2x|² and the second one of erf are wrong
 * (test/symbolic/engineRegressions.test.ts keeps them).
 */
function misleadsNerdamer(node: Expression): boolean {
  const isMisleading =
    node.kind === 'conditional' ||
    (node.kind === 'call' && ['sqrt', 'abs', 'sign', 'erf'].includes(node.function)) ||
    (node.kind === 'power' && smallInteger(node.exponent) === null);
  return isMisleading || childrenOf(node).some(misleadsNerdamer);
}
