import type { Enclosure } from '../arithmetic/enclosure.js';
import { fromNumber, toNumber } from '../arithmetic/rational.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { type Expression, symbolsOf } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { Model } from '../model/model.js';
import { statedColumns } from '../model/noise/noiseFacts.js';
import { judgeDerivative, ValuesNearby } from './differenceQuotient.js';

/** A derivative of ours is contradicted by the formula's own values; the message names formula, point and both values. */
export class DerivativeMismatch extends Error {}

/**
 * Holds gradient and Hessian of the model's formulas against difference quotients in exact enclosures, at fixed points
 * (the outputs stand in the loss); gives the number of values that are confirmed. Throws DerivativeMismatch.
 */
export function checkDerivatives(model: Model, differentiateBy: Differentiation = differentiate): number {
  let confirmed = 0;
  for (const formula of formulasOf(model)) {
    const derivatives = derivativesOf(model, formula, differentiateBy);
    for (const values of pointsOf(model, formula)) {
      const nearby = valuesNearby(formula, values);
      for (const { names, derivative } of derivatives) {
        const judgement = judgeDerivative(nearby, names, derivative);
        if (judgement.kind === 'confirms') confirmed++;
        if (judgement.kind !== 'contradicts') continue;
        const [ours, quotient] = [judgement.derivative, judgement.quotient].map(middle);
        throw new DerivativeMismatch(
          `our ${derivativeText(formula, names, values)} is ${ours}, the difference quotient ${quotient}`,
        );
      }
    }
  }
  return confirmed;
}

/** A formula's values around a point in doubles, taken as the decimals that they are printed with. */
export function valuesNearby(formula: Expression, values: ReadonlyMap<string, number>): ValuesNearby {
  return new ValuesNearby(formula, new Map([...values].map(([name, value]) => [name, fromNumber(value)])));
}

/** A rule of differentiation: the derivative of an expression by one name. */
export type Differentiation = (expression: Expression, name: string) => Expression;

/** A derivative of a formula, by one name or by two. */
export interface FormulaDerivative {
  readonly names: readonly string[];
  readonly derivative: Expression;
}

/** Gradient entries of a formula, then Hessian entries, at most `largestChecks` of them: a check stays cheap for many parameters. */
export function derivativesOf(
  { parameters }: Model,
  formula: Expression,
  differentiateBy: Differentiation,
): FormulaDerivative[] {
  const gradient = parameters.map((name) => [name]);
  const hessian = parameters
    .slice(0, largestChecks)
    .flatMap((name, i) => parameters.slice(i, i + largestChecks).map((second) => [name, second]));
  const first = gradient.slice(0, largestChecks - Math.min(hessian.length, largestHessianChecks));
  const entries = [...first, ...hessian.slice(0, largestChecks - first.length)];
  return entries.map((names) => ({ names, derivative: names.reduce(differentiateBy, formula) }));
}

const largestChecks = 7;
const largestHessianChecks = 4;

/** The formulas that a model's dynamics and noise are made of; outputs stand in the loss. */
export function formulasOf({ dynamics, noise }: Model): Expression[] {
  const pulls = dynamics.kind === 'loss' ? [dynamics.loss, dynamics.regulariser] : dynamics.drift;
  return [...pulls, ...noise.flatMap((one) => statedColumns(one).flat())];
}

/** One point for each row of numbers: a double for every parameter and for every other name in the formula. */
export function pointsOf(
  { parameters }: Model,
  formula: Expression,
  rows: readonly (readonly number[])[] = checkedRows,
): ReadonlyMap<string, number>[] {
  const names = [...new Set([...parameters, ...symbolsOf(formula)])];
  return rows.map(
    (row) => new Map(names.map((name, i) => [name, row[i % row.length] * (1 + Math.floor(i / row.length) / 8)])),
  );
}

/** Numbers of both signs and of size about 1, which few formulas single out. */
export const checkedRows: readonly (readonly number[])[] = [
  [0.625, -0.375, 0.8125, 1.25, 0.1875, -0.5625, 0.9375],
  [-0.4375, 0.6875, -0.3125, 0.5625, 1.125, 0.25, -0.8125],
];

/** Names a derivative at a point in a sentence. */
export function derivativeText(
  formula: Expression,
  names: readonly string[],
  values: ReadonlyMap<string, number>,
): string {
  const at = [...values].map(([name, value]) => `${name} = ${value}`).join(', ');
  return `derivative of ${printExpression(formula)} by ${names.join(', ')} at ${at}`;
}

/** A double in the interval. */
function middle({ lower, upper }: Enclosure): number {
  return (toNumber(lower) + toNumber(upper)) / 2;
}
