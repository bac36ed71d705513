import { signOf } from '../arithmetic/enclosure.js';
import { type Rational, rational } from '../arithmetic/rational.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { substitute } from '../expression/calculus/substitute.js';
import { decideEnclosed, encloseExpression } from '../expression/evaluation/enclose.js';
import { decideExact } from '../expression/evaluation/evaluateExact.js';
import { combine, holds } from '../expression/syntax/condition.js';
import { difference, type Expression, number } from '../expression/syntax/expression.js';
import type { Model } from '../model/model.js';
import type { ClaimDomain } from './claimDomain.js';
import type { ExponentTheory } from './exponentTheory.js';
import { boundsAt } from './familyAt.js';
import { type Instance, samplesAt, valuesAt, withSamples } from './instance.js';

/** What the claim says at an instance, and the sign of the exponent there. */
export interface ClaimVersusExponent {
  readonly claimed: boolean;
  readonly derived: -1 | 0 | 1;
}

/** Both sides in exact arithmetic; null where one is not defined or not decided, or the instance is outside the domain. */
export function claimVersusExponentAt(
  domain: ClaimDomain,
  theory: ExponentTheory | null,
  instance: Instance,
): ClaimVersusExponent | null {
  if (!isInside(domain, instance)) return null;
  const claimed = truthAt(domain, domain.condition, instance);
  if (claimed === null) return null;
  // a set that is not invariant attracts nothing
  if (theory === null) return { claimed, derived: 1 };
  const derived = theory.order(instance, rational(0));
  return derived === null ? null : { claimed, derived: derived.sign };
}

/** Whether claim and exponent contradict each other; an exponent of 0 decides nothing. */
export function differ({ claimed, derived }: ClaimVersusExponent): boolean {
  return derived !== 0 && claimed !== derived < 0;
}

function isInside({ assumptions, model, defined, region }: ClaimDomain, instance: Instance): boolean {
  const places = withSamples(valuesAt(instance), samplesAt(model, instance));
  const conditions = [...defined, ...region.map(({ condition }) => condition)];
  if (!conditions.every((one) => places.every((place) => truthIn(model, one, instance, place) === true))) return false;
  return assumptions.every(({ expression, strict }) => {
    const bounds = boundsAt(expression, valuesAt(instance), samplesAt(model, instance));
    const sign = bounds && signOf(bounds);
    return sign === 1 || (sign === 0 && !strict);
  });
}

function truthAt({ model }: ClaimDomain, condition: Expression, instance: Instance): boolean | null {
  return truthIn(model, condition, instance, valuesAt(instance));
}

/** Whether a condition on these values and on the moments of an instance's samples holds; null where that is not decided. */
function truthIn(
  model: Model,
  condition: Expression,
  instance: Instance,
  values: ReadonlyMap<string, Rational>,
): boolean | null {
  const samples = samplesAt(model, instance);
  const found =
    decideExact(condition, values, samples ?? undefined) ?? decideEnclosed(condition, values, bits, samples);
  return found ?? (samples === null ? decideByIdentities(condition, values) : null);
}

/** The same where two sides are equal without being rational: log(9) is 2 log(3), as an identity of constants. */
function decideByIdentities(condition: Expression, values: ReadonlyMap<string, Rational>): boolean | null {
  if (condition.kind === 'logical') {
    return combine(
      condition.operator,
      condition.operands.map((operand) => decideByIdentities(operand, values)),
    );
  }
  if (condition.kind !== 'comparison') return null;
  const gap = difference(condition.left, condition.right);
  const bounds = [condition.left, condition.right].map((side) => encloseExpression(side, values, bits));
  if (bounds.includes(null)) return null;
  const numbers = new Map([...values].map(([name, value]) => [name, number(value)]));
  const isEqual = zeroTest(substitute(gap, numbers)).status === 'zero';
  return isEqual ? holds(condition.operator, 0) : decideEnclosed(condition, values, bits);
}

/** Separates two sides of a comparison that differ in the sixtieth digit. */
const bits = 200;
