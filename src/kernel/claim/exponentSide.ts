import { type Enclosure, exact, minus, signOf } from '../../arithmetic/enclosure.js';
import { InputError } from '../../arithmetic/inputError.js';
import type { Rational } from '../../arithmetic/rational.js';
import { checkExponent } from '../exponent/checkExponent.js';
import { parseFormula } from '../formula/parseFormula.js';
import { NotFollowed } from '../notFollowed.js';
import { enclosuresAt, type Instance } from '../point/samples.js';
import { object } from '../readJson.js';
import { fraction } from '../readNames.js';
import type { StatementLine } from '../statement.js';

/** On which side of a number an exponent lies. */
export type Side = 'above' | 'below' | 'equal';

/** Verifies the side of a number on which a closed form lies at an instance. Throws NotFollowed. */
export function requireSideOfFormula(closedForm: string, instance: Instance, value: Rational, side: Side): void {
  requireSide(enclosuresAt(instance)(parseFormula(closedForm)), value, side);
}

/** Throws NotFollowed unless a number in an enclosure lies on that side of another. */
export function requireSide(exponent: Enclosure, value: Rational, side: Side): void {
  const sign = signOf(minus(exponent, exact(value)));
  const found = sign === null ? null : sign < 0 ? 'below' : sign > 0 ? 'above' : 'equal';
  if (found !== side) throw new NotFollowed(`the exponent is not shown to be ${side} ${fraction(value)}`);
}

/**
 * Verifies the side of a number on which the exponent of a family lies, by a certificate for the family whose curvature
 * is larger by that number. Throws InputError, NotFollowed.
 */
export function requireSideOfFamily(json: unknown, side: Side): void {
  const { claim } = object(json, 'family');
  if (side === 'equal' || claim !== (side === 'above' ? 'repelling' : 'attractive')) {
    throw new NotFollowed('the certificate of the family is about the other sign');
  }
  const { valid, reason } = checkExponent(json);
  if (!valid) throw new NotFollowed(reason);
}

/** Throws InputError for lines that are not those of another family. */
export function requireSameLines(a: readonly StatementLine[], b: readonly StatementLine[]): void {
  if (JSON.stringify(a) !== JSON.stringify(b)) throw new InputError('bounds', 'are of different exponents');
}
