import { evaluate } from '../expression/evaluation/evaluate.js';
import { type Expression, negate, symbolsOf } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { dataNames, numericSamples, valuesAtBase } from '../model/constants.js';
import { lowestValue } from '../model/lowestValue.js';
import type { Model } from '../model/model.js';
import { largestExponent } from '../symbolic/condition.js';
import type { DerivedSummary } from '../symbolic/derivation.js';
import { standsInEvenPowers } from '../symbolic/thresholds.js';
import { finite } from './finite.js';
import type { DerivedSet } from './resultSchema.js';

type ThresholdRegion = DerivedSet['thresholds'][number]['regions'][number];

/**
 * Where the set attracts and where it repels, along one constant; empty where not all zeros are known in closed form, or
 * the exponent has no one sign between two of them, as beside a pole.
 */
export function thresholdRegions(model: Model, derivation: DerivedSummary, parameter: string): ThresholdRegion[] {
  const { eigenDirections, unsolved, set } = derivation;
  const isOpen = unsolved.some((one) => one.parameter === parameter);
  const movesBase = symbolsOf(...set.base).includes(parameter);
  if (isOpen || movesBase || eigenDirections === null || !model.constants.has(parameter)) return [];
  const exponent = largestExponent(eigenDirections, dataNames(model));
  const values = valuesAtBase(model, set.base);
  const samples = numericSamples(model);
  const valueAt = (expression: Expression): number => Number(evaluate(expression, values, samples));
  const lowest = lowestValue(model, parameter);
  const zeros = derivation.thresholds
    .filter((one) => one.parameter === parameter && (one.domain === null || valueAt(one.domain) === 1))
    .map(({ expression }): End => ({ value: valueAt(expression), expression }));
  const mirrored = lowest === null && standsInEvenPowers(exponent, parameter) ? zeros.map(mirror) : [];
  const inside = [...zeros, ...mirrored].filter(({ value }) => finite(value) !== null && value > (lowest ?? -Infinity));
  const ends = [...new Map(inside.map((end) => [end.value, end])).values()].toSorted((a, b) => a.value - b.value);
  if (ends.length === 0) return [];
  return [null, ...ends].flatMap((from, i) => {
    const to = ends[i] ?? null;
    const points = probes(from?.value ?? lowest, to?.value ?? null);
    const signs = new Set(points.map((at) => Math.sign(exponentAt(at))));
    const [sign] = signs;
    return signs.size === 1 && Math.abs(sign) === 1 ? [region(parameter, from, to, lowest, sign < 0)] : [];
  });

  function exponentAt(at: number): number {
    return Number(evaluate(exponent, new Map(values).set(parameter, at), samples));
  }
}

interface End {
  readonly value: number;
  readonly expression: Expression;
}

function mirror({ value, expression }: End): End {
  return { value: -value, expression: negate(expression) };
}

/** Points of an interval, near both ends and far inside; where it has no end, up to a thousand times as far. */
function probes(from: number | null, to: number | null): number[] {
  const shares = [0.001, 0.2, 0.5, 0.8, 0.999];
  if (from !== null && to !== null) return shares.map((share) => from + share * (to - from));
  const end = from ?? to ?? 0;
  const direction = from === null ? -1 : 1;
  const scale = Math.abs(end) || 1;
  return [0.001, 0.1, 1, 10, 1000].map((distance) => end + direction * distance * scale);
}

function region(
  parameter: string,
  from: End | null,
  to: End | null,
  lowest: number | null,
  attractive: boolean,
): ThresholdRegion {
  const fromExpression = from && printExpression(from.expression);
  const toExpression = to && printExpression(to.expression);
  const below = from && `${parameter} > ${fromExpression}`;
  const above = to && `${parameter} < ${toExpression}`;
  return {
    from: from?.value ?? lowest,
    to: to?.value ?? null,
    fromExpression,
    toExpression,
    expression: [below, above].filter((part) => part !== null).join(' and '),
    attractive,
  };
}
