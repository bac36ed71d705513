import type { Enclosure } from '../../arithmetic/enclosure.js';
import { type Rational, toNumber } from '../../arithmetic/rational.js';
import { spend } from '../../arithmetic/work.js';
import { differentiate } from '../../expression/calculus/differentiate.js';
import { substitute } from '../../expression/calculus/substitute.js';
import { encloseExpression } from '../../expression/evaluation/enclose.js';
import { childrenOf, type Expression, holdsSymbol } from '../../expression/syntax/expression.js';
import { dataNames } from '../../model/constants.js';
import type { AffineSet, Model } from '../../model/model.js';
import { openMoments } from '../../symbolic/openedMoments.js';
import { dyadic } from '../matrices/dyadic.js';
import type { RangesOver } from './isolateZeros.js';

/** A quantity that is made of formulas in the constants, at a set's base point. */
export interface Growth {
  readonly formulas: readonly Expression[];
  /** bounds from those of the formulas; null where there are none */
  value(bounds: readonly Interval[]): Interval | null;
  /** bounds of the slope from those of the formulas and of their slopes */
  slope(bounds: readonly Interval[], slopes: readonly Interval[]): Interval | null;
}

type Interval = readonly [number, number];

/** A formula that is the quantity itself. */
export function ofFormula(formula: Expression): Growth {
  return { formulas: [formula], value: ([bounds]) => bounds, slope: (_, [slope]) => slope };
}

/**
 * Bounds over ranges of one constant of the largest of some quantities at a set's base point, all else as the file has it, by
 * interval arithmetic; null where a formula may jump.
 */
export function growthRanges(
  model: Model,
  set: AffineSet,
  growths: readonly Growth[],
  constant: string,
): RangesOver | null {
  const base = new Map(model.parameters.map((name, i) => [name, set.base[i]]));
  const parts = growths.map(({ formulas }) => formulas.map((formula) => substitute(formula, base)));
  if (parts.flat().some(mayJump)) return null;
  const slopes = parts.map((some) => some.map((formula) => differentiate(formula, constant)));
  const enclose = encloserOf(model, [...parts, ...slopes].flat(), constant);
  return (from, to) => {
    const range = { lower: dyadic(from), upper: dyadic(to) };
    const all = growths.map((growth, i) => {
      const bounds = enclose(parts[i], range);
      const value = bounds && growth.value(bounds);
      return bounds && value && { growth, bounds, value, slopes: () => enclose(slopes[i], range) };
    });
    if (!all.every((one) => one !== null)) return null;
    const [lows, highs] = [0, 1].map((end) => all.map(({ value }) => value[end]));
    const least = Math.max(...lows);
    return {
      value: [least, Math.max(...highs)],
      slope() {
        // those that lie below another all over the piece are nowhere the largest
        const found = all
          .filter(({ value }) => value[1] >= least)
          .map((one) => {
            const own = one.slopes();
            return own && one.growth.slope(one.bounds, own);
          });
        if (found.length === 0 || !found.every((one) => one !== null)) return null;
        return [Math.min(...found.map(([low]) => low)), Math.max(...found.map(([, high]) => high))];
      },
    };
  };
}

/** A conditional need not be continuous; all else that jumps has no bounds where it does. */
function mayJump(node: Expression): boolean {
  return node.kind === 'conditional' || childrenOf(node).some(mayJump);
}

/** Bounds of formulas while a constant ranges; moments of the data that do not hold it are worked out once. */
function encloserOf(model: Model, formulas: readonly Expression[], constant: string) {
  const { dynamics, constants } = model;
  const samples = dynamics.kind === 'sde' ? null : { names: dataNames(model), rows: dynamics.data.rows };
  const moments = openMoments(formulas);
  const values = new Map<string, Rational | Enclosure>(constants);
  const moving = new Map<string, Expression>();
  for (const [name, moment] of moments.byName) {
    const fixed = holdsSymbol(moment, constant) ? null : encloseExpression(moment, constants, bits, samples);
    if (fixed === null) moving.set(name, moment);
    else values.set(name, fixed);
  }
  const opened = new Map(formulas.map((one) => [one, substitute(moments.open(one), moving)]));
  return (some: readonly Expression[], range: Enclosure): Interval[] | null => {
    spend(stepsOfEnclosure * some.length);
    const here = new Map([...values, [constant, range] as const]);
    const found = some.map((one) => encloseExpression(opened.get(one) ?? one, here, bits, samples));
    return found.every((one) => one !== null) ? found.map(inDoubles) : null;
  };
}

/** More than brackets need. */
const bits = 64;
/** A formula of some twenty operations. */
const stepsOfEnclosure = 50;

/** The bounds rounded outward. */
function inDoubles({ lower, upper }: Enclosure): readonly [number, number] {
  const [low, high] = [toNumber(lower), toNumber(upper)];
  return [low - Number.EPSILON * Math.abs(low), high + Number.EPSILON * Math.abs(high)];
}
