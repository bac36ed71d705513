import { type Enclosure, hull, maximum } from '../../arithmetic/enclosure.js';
import { compare, type Rational, toNumber } from '../../arithmetic/rational.js';
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

/**
 * Bounds over ranges of one constant of the largest of some formulas at a set's base point, all else as the file has it, by
 * interval arithmetic; null where a formula may jump.
 */
export function growthRanges(
  model: Model,
  set: AffineSet,
  growths: readonly Expression[],
  constant: string,
): RangesOver | null {
  const base = new Map(model.parameters.map((name, i) => [name, set.base[i]]));
  const atBase = growths.map((growth) => substitute(growth, base));
  if (atBase.some(mayJump)) return null;
  const slopes = atBase.map((growth) => differentiate(growth, constant));
  const enclose = encloserOf(model, [...atBase, ...slopes], constant);
  const over = (from: number, to: number): Enclosure[] | null =>
    enclose(atBase, { lower: dyadic(from), upper: dyadic(to) });
  return {
    value(from, to) {
      const all = over(from, to);
      return all && inDoubles(all.reduce(maximum));
    },
    slope(from, to) {
      const all = over(from, to) ?? [];
      const { lower } = all.reduce(maximum);
      // those that lie below another all over the piece are nowhere the largest
      const largest = slopes.filter((_, i) => compare(all[i].upper, lower) >= 0);
      const found = enclose(largest, { lower: dyadic(from), upper: dyadic(to) });
      return found && inDoubles(found.reduce(hull));
    },
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
  return (some: readonly Expression[], range: Enclosure): Enclosure[] | null => {
    spend(stepsOfEnclosure * some.length);
    const here = new Map([...values, [constant, range] as const]);
    const found = some.map((one) => encloseExpression(opened.get(one) ?? one, here, bits, samples));
    return found.every((one) => one !== null) ? found : null;
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
