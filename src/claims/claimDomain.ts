import type { Rational } from '../arithmetic/rational.js';
import { substitute } from '../expression/calculus/substitute.js';
import {
  difference,
  type Expression,
  number,
  numberOne,
  power,
  symbol,
  symbolsOf,
} from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { AffineSet, Model } from '../model/model.js';
import { deviationOf } from '../model/noise/noiseFacts.js';
import type { SmoothWhere } from '../symbolic/region.js';
import { type Statement, stateProblem } from '../symbolic/statement.js';
import { numberText } from './claimText.js';
import { statedBase } from './instance.js';
import type { SignClaim } from './meanSquareTheory.js';

/** What a condition ranges over: values of names within what is said of them, and data sets (interface, "Claims"). */
export interface ClaimDomain {
  readonly model: Model;
  readonly set: AffineSet;
  readonly statement: Statement;
  /** in constants, moments and the open free parameters */
  readonly condition: Expression;
  /** free parameters of the base point that the claim speaks of */
  readonly open: readonly string[];
  /** closed intervals of constants and open parameters */
  readonly ranges: ReadonlyMap<string, readonly [Rational, Rational]>;
  readonly assumptions: readonly TerritoryAssumption[];
  /** where all formulas and operands have values as they are written; in constants, open parameters and data */
  readonly defined: readonly Expression[];
  /** where the exponent that the condition is held against was derived */
  readonly region: readonly SmoothWhere[];
  /** how many samples a data set may have; null: the data are the file's */
  readonly sizes: { readonly least: number; readonly most: number } | null;
}

/** Expression > 0, or ≥ 0 where not strict, holds wherever the claim speaks. */
export interface TerritoryAssumption {
  readonly expression: Expression;
  readonly strict: boolean;
  readonly because: string;
}

type ConditionClaim = SignClaim & { readonly condition: Expression };

/** All that the claim leaves open: constants, data unless they are given, and base parameters that it names. */
export function claimDomainOf(
  model: Model,
  set: AffineSet,
  claim: ConditionClaim,
  region: readonly SmoothWhere[],
): ClaimDomain {
  const statement = stateProblem(model, set);
  const onSet = substitute(claim.condition, statement.restriction);
  const confined = [...claim.range].map(
    ([name, [low, high]]) => [statement.restriction.get(name) ?? symbol(name), low, high] as const,
  );
  const named = new Set(symbolsOf(onSet, ...confined.map(([expression]) => expression)));
  const open = statement.free.filter((name) => named.has(name));
  const base = statedBase(model, set, open);
  const atBase = (one: Expression): Expression => substitute(substitute(one, statement.restriction), base);
  const defined = [...statement.domain, ...claim.domain].map(atBase);
  const ranges = new Map([...claim.range].filter(([name]) => !statement.restriction.has(name)));
  return {
    model,
    set,
    statement,
    condition: substitute(onSet, base),
    defined,
    region: region.map((one) => ({ ...one, condition: atBase(one.condition) })),
    open,
    ranges,
    assumptions: [
      ...meaningOfNames(model),
      ...meaningOfFormulas(model, defined, open),
      ...confined.flatMap(([expression, low, high]): TerritoryAssumption[] => {
        const at = substitute(expression, base);
        const because = `for: { ${printExpression(expression)}: [${numberText(low)}, ${numberText(high)}] }`;
        return [
          { expression: difference(at, number(low)), strict: false, because },
          { expression: difference(number(high), at), strict: false, because },
        ];
      }),
    ],
    sizes:
      model.dynamics.kind === 'sde' || claim.data === 'given' ? null : sizesOf(model, model.dynamics.data.rows.length),
  };
}

/** What is known of constants and open parameters because formulas have values. */
function meaningOfFormulas(
  model: Model,
  defined: readonly Expression[],
  open: readonly string[],
): TerritoryAssumption[] {
  const names = [...model.constants.keys(), ...open];
  return defined.flatMap((condition): TerritoryAssumption[] => {
    const used = symbolsOf(condition);
    if (condition.kind !== 'comparison' || used.length === 0 || !used.every((name) => names.includes(name))) return [];
    const gap = difference(condition.left, condition.right);
    const because = 'the formulas have values';
    switch (condition.operator) {
      case '>':
        return [{ expression: gap, strict: true, because }];
      case '>=':
        return [{ expression: gap, strict: false, because }];
      case '!=':
        return [{ expression: power(gap, 2), strict: true, because }];
      default:
        return [];
    }
  });
}

/** A learning rate is positive, momentum lies in [0, 1), a standard deviation is not negative. */
function meaningOfNames({ dynamics, noise }: Model): TerritoryAssumption[] {
  const rate: TerritoryAssumption[] =
    dynamics.kind === 'loss' && dynamics.learningRate.kind !== 'number'
      ? [{ expression: dynamics.learningRate, strict: true, because: 'learning rate' }]
      : [];
  const momentum: TerritoryAssumption[] =
    dynamics.kind === 'loss' && dynamics.momentum.kind !== 'number'
      ? [
          { expression: dynamics.momentum, strict: false, because: 'momentum' },
          { expression: difference(numberOne, dynamics.momentum), strict: true, because: 'momentum' },
        ]
      : [];
  const deviations = noise.flatMap((one): TerritoryAssumption[] => {
    const deviation = deviationOf(one);
    return deviation === null || deviation.kind === 'number'
      ? []
      : [{ expression: deviation, strict: false, because: 'standard deviation' }];
  });
  return [...rate, ...momentum, ...deviations];
}

/** Noise that depends on the number of samples speaks of data sets as large as the file's. */
function sizesOf({ noise }: Model, size: number): { least: number; most: number } {
  const isFixed = noise.some(
    (one) =>
      (one.kind === 'label' || one.kind === 'minibatch') &&
      (one.batch === 'full' || one.sampling === 'without-replacement' || one.sampling === 'epochs'),
  );
  return isFixed ? { least: size, most: size } : { least: 1, most: mostSamples };
}

/** Two moments of a data set are independent from three samples on; more only make a witness longer. */
const mostSamples = 3;
