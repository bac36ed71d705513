import { signOf } from '../arithmetic/enclosure.js';
import { rational } from '../arithmetic/rational.js';
import { encloseExpression } from '../expression/evaluation/enclose.js';
import { decideExact } from '../expression/evaluation/evaluate.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { ExponentTheory } from './exponentTheory.js';
import { boundsAt } from './familyAt.js';
import { type Place, samplesAt } from './place.js';
import type { Territory } from './territory.js';

/** What the claim says at a place, and the sign of the exponent there. */
export interface Sides {
  readonly claimed: boolean;
  readonly derived: -1 | 0 | 1;
}

/** Both sides in exact arithmetic; null where one is not defined or not decided, or the place is outside the territory. */
export function sidesAt(territory: Territory, theory: ExponentTheory | null, place: Place): Sides | null {
  if (!isInside(territory, place)) return null;
  const claimed = truthAt(territory, territory.condition, place);
  if (claimed === null) return null;
  // a set that is not invariant attracts nothing
  if (theory === null) return { claimed, derived: 1 };
  const derived = theory.order(place, rational(0));
  return derived === null ? null : { claimed, derived: derived.sign };
}

export function differ({ claimed, derived }: Sides): boolean {
  return derived !== 0 && claimed !== derived < 0;
}

function isInside({ assumptions, model }: Territory, place: Place): boolean {
  return assumptions.every(({ expression, strict }) => {
    const bounds = boundsAt(expression, valuesAt(place), samplesAt(model, place));
    const sign = bounds && signOf(bounds);
    return sign === 1 || (sign === 0 && !strict);
  });
}

function truthAt({ model }: Territory, condition: Expression, place: Place): boolean | null {
  const samples = samplesAt(model, place);
  const exact = decideExact(condition, valuesAt(place), samples ?? undefined);
  if (exact !== null) return exact;
  const truth = encloseExpression(condition, valuesAt(place), bits, samples);
  return truth === null ? null : truth.lower.numerator !== 0n;
}

/** Separates two sides of a comparison that differ in the sixtieth digit. */
const bits = 200;

function valuesAt({ constants, base }: Place) {
  return new Map([...constants, ...base]);
}
