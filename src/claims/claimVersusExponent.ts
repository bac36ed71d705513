import { signOf } from '../arithmetic/enclosure.js';
import { rational } from '../arithmetic/rational.js';
import { encloseExpression } from '../expression/evaluation/enclose.js';
import { decideExact } from '../expression/evaluation/evaluate.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { ClaimDomain } from './claimDomain.js';
import type { ExponentTheory } from './exponentTheory.js';
import { boundsAt } from './familyAt.js';
import { type Instance, samplesAt } from './instance.js';

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

function isInside({ assumptions, model }: ClaimDomain, instance: Instance): boolean {
  return assumptions.every(({ expression, strict }) => {
    const bounds = boundsAt(expression, valuesAt(instance), samplesAt(model, instance));
    const sign = bounds && signOf(bounds);
    return sign === 1 || (sign === 0 && !strict);
  });
}

function truthAt({ model }: ClaimDomain, condition: Expression, instance: Instance): boolean | null {
  const samples = samplesAt(model, instance);
  const exact = decideExact(condition, valuesAt(instance), samples ?? undefined);
  if (exact !== null) return exact;
  const truth = encloseExpression(condition, valuesAt(instance), bits, samples);
  return truth === null ? null : truth.lower.numerator !== 0n;
}

/** Separates two sides of a comparison that differ in the sixtieth digit. */
const bits = 200;

function valuesAt({ constants, base }: Instance) {
  return new Map([...constants, ...base]);
}
