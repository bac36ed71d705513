import { call } from '../expression/syntax/expression.js';
import { parseExpression } from '../expression/syntax/parse.js';
import { lowestValue } from '../model/lowestValue.js';
import type { Model } from '../model/model.js';
import type { Derivation, Threshold } from './derivation.js';
import { joined, type Notation, notation, type Prose } from './prose.js';
import { standsInEvenPowers } from './thresholds.js';

/**
 * How a threshold is told: of several in one name, or where there may be more, a side attracts only as far as the next, and where the name stands in
 * squares alone, and may have either sign, its size decides.
 */
export function thresholdStep(
  model: Model,
  { thresholds, unsolved, eigenDirections }: Omit<Derivation, 'steps'>,
  { parameter, orientation, domain }: Threshold,
): { readonly what: Prose; readonly left: Notation | null } {
  const name = parseExpression(parameter);
  const where: Prose = domain === null ? ['All else held'] : ['All else held and where ', domain];
  const isOnly =
    thresholds.filter((one) => one.parameter === parameter).length === 1 &&
    !unsolved.some((one) => one.parameter === parameter);
  if (orientation === null) return { what: [...where, ', the exponent is zero in ', name, ' at'], left: null };
  if (!isOnly) {
    return { what: [...where, `, the set attracts just ${orientation} this threshold in `, name], left: null };
  }
  const relation = orientation === 'above' ? notation(' > ', '>') : notation(' < ', '<');
  const isOfEitherSign =
    model.constants.has(parameter) &&
    lowestValue(model, parameter) === null &&
    (eigenDirections ?? []).every(({ exponent }) => standsInEvenPowers(exponent, parameter));
  const shown = isOfEitherSign ? call('abs', name) : name;
  return { what: [...where, ', the set attracts for'], left: joined(shown, relation) };
}
