import { toNumber } from '../arithmetic/rational.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { substitute } from '../expression/calculus/substitute.js';
import { evaluate } from '../expression/evaluation/evaluate.js';
import { type Expression, nodesOf, smallInteger, symbol, symbolsOf } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { Model } from '../model/model.js';
import {
  checkedRows,
  derivativesOf,
  derivativeText,
  type FormulaDerivative,
  formulasOf,
  pointsOf,
  valuesNearby,
} from './checkDerivatives.js';
import { type Judgement, judgeDerivative } from './differenceQuotient.js';
import { forEngines } from './enginePrimitives.js';
import { differentiateWithNerdamer } from './nerdamer.js';

/** How the derivatives of a model's formulas that mathjs and nerdamer take compare with ours. */
export interface CrossCheck {
  /** the number of derivatives of each engine that agree */
  readonly agreeing: Readonly<Record<Engine, number>>;
  readonly differing: readonly DifferingAnswer[];
}

/** Another system that differentiates. */
export type Engine = 'mathjs' | 'nerdamer';

/** A derivative on which an engine and our core differ, and what the difference quotient says of ours. */
export interface DifferingAnswer {
  readonly ours: Judgement['kind'];
  readonly sentence: string;
}

/**
 * Gradient and Hessian of the model's formulas from mathjs and from nerdamer, held against ours at fixed points or at the
 * given ones. Where an engine cannot differentiate, or is known to be wrong, it takes no part; where it differs, the
 * difference quotient judges.
 */
export async function crossCheckDerivatives(
  model: Model,
  differentiateBy = differentiate,
  rows = checkedRows,
): Promise<CrossCheck> {
  const mathjs = await loadMathjs();
  const agreeing = { mathjs: 0, nerdamer: 0 };
  const differing: DifferingAnswer[] = [];
  for (const formula of formulasOf(model)) {
    const points = pointsOf(model, formula, rows);
    for (const entry of derivativesOf(model, formula, differentiateBy)) {
      for (const [engine, answer] of engineAnswers(mathjs, model, formula, entry)) {
        const outcome = compare(engine, answer, formula, entry, points);
        if (outcome === 'agree') agreeing[engine]++;
        else if (outcome !== 'nothing to compare') differing.push(outcome);
      }
    }
  }
  return { agreeing, differing };
}

type Evaluator = (values: ReadonlyMap<string, number>) => number;

/** Each engine's derivative, asked for under names that mean nothing to it, as a function of the values of the model's names. */
function engineAnswers(
  mathjs: Mathjs,
  { parameters }: Model,
  formula: Expression,
  { names }: FormulaDerivative,
): (readonly [Engine, Evaluator])[] {
  const all = [...new Set([...parameters, ...symbolsOf(formula)])];
  const alias = (name: string): string => `v${all.indexOf(name)}`;
  const aliased = substitute(formula, new Map(all.map((name) => [name, symbol(alias(name))])));
  const { formula: question, parts } = forEngines(aliased, names.map(alias));
  const answers = {
    mathjs: mathjsDerivative(mathjs, question, names.map(alias)),
    nerdamer: nerdamerDerivative(question, names.map(alias)),
  };
  return (['mathjs', 'nerdamer'] as const).flatMap((engine) => {
    const answer = answers[engine];
    if (answer === null) return [];
    const ofValues: Evaluator = (values) => {
      const given = new Map([...values].map(([name, value]) => [alias(name), value]));
      const known = [...parts].map(([name, part]) => [name, Number(evaluate(part, given))] as const);
      return answer(new Map([...given, ...known]));
    };
    return [[engine, ofValues] as const];
  });
}

function compare(
  engine: Engine,
  answer: Evaluator,
  formula: Expression,
  { names, derivative }: FormulaDerivative,
  points: readonly ReadonlyMap<string, number>[],
): 'agree' | 'nothing to compare' | DifferingAnswer {
  let outcome: 'agree' | 'nothing to compare' = 'nothing to compare';
  for (const values of points) {
    const ours = Number(evaluate(derivative, values));
    const theirs = answer(values);
    if (!Number.isFinite(ours) || !Number.isFinite(theirs)) continue;
    outcome = 'agree';
    if (Math.abs(ours - theirs) <= tolerance * (1 + Math.abs(ours))) continue;
    const judgement = judgeDerivative(valuesNearby(formula, values), names, derivative);
    const what = `${engine} and our core differ on the ${derivativeText(formula, names, values)}`;
    return { ours: judgement.kind, sentence: `${what}: ${theirs} against ${ours}; ${judgementText(judgement)}` };
  }
  return outcome;
}

/** nerdamer rounds irrational constants to some nine digits. */
const tolerance = 1e-7;

function judgementText(judgement: Judgement): string {
  switch (judgement.kind) {
    case 'confirms':
      return 'the difference quotient is ours';
    case 'contradicts':
      return `the difference quotient is ${toNumber(judgement.quotient.lower)}`;
    case 'silent':
      return 'the difference quotient does not settle it';
  }
}

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
function misleadsNerdamer(formula: Expression): boolean {
  return nodesOf([formula]).some(
    (node) =>
      node.kind === 'conditional' ||
      (node.kind === 'call' && ['sqrt', 'abs', 'sign', 'erf', 'arctan'].includes(node.function)) ||
      (node.kind === 'power' && smallInteger(node.exponent) === null),
  );
}
