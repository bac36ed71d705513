import { type Enclosure, exact, minus, signOf } from '../../arithmetic/enclosure.js';
import { type Rational, toText } from '../../arithmetic/rational.js';
import { requireProof } from '../exponent/checkExponent.js';
import { familyLines } from '../exponent/familyLines.js';
import { readClaim, readFamily } from '../exponent/readCertificate.js';
import { parseFormula } from '../formula/parseFormula.js';
import { malformed, NotFollowed } from '../notFollowed.js';
import { enclosuresAt, type Instance } from '../point/samples.js';
import { entries, object, rationalText, text } from '../readJson.js';
import type { StatementLine } from '../statement.js';
import { requireSideOfMeanSquare, type Side } from './meanSquareSide.js';
import { exponentOfSteps } from './normalSteps.js';

/** On which side of a number an exponent lies, and the exponent in words. */
export interface Bound {
  readonly value: Rational;
  readonly side: Side;
  readonly lines: readonly StatementLine[];
}

/**
 * Verifies the side of a number on which an exponent lies at an instance: by its closed form, by the normal numbers that SGD's
 * steps multiply by, by the mean square of its family, or by a certificate for the family whose curvature is larger by that
 * number. Throws NotFollowed.
 */
export function requireBound(json: unknown, where: string, instance: Instance): Bound {
  const kind =
    (['closedForm', 'steps', 'meanSquare'] as const).find((name) => Object.hasOwn(object(json, where), name)) ??
    'family';
  const read = entries(json, where, ['value', 'side', kind]);
  const value = rationalText(read.value, `${where}.value`);
  const { side } = read;
  if (side !== 'above' && side !== 'below' && side !== 'equal') throw malformed(`${where}.side`, 'is unknown');
  if (kind === 'family') {
    const certificate = object(read.family, 'family');
    const claim = readClaim(certificate);
    if (side === 'equal' || claim !== (side === 'above' ? 'repelling' : 'attractive')) {
      throw new NotFollowed('the certificate of the family is about the other sign');
    }
    const family = readFamily(certificate.family);
    requireProof(family, claim, certificate.proof);
    return { value, side, lines: familyLines(family, value) };
  }
  if (kind === 'meanSquare') return { value, side, lines: requireSideOfMeanSquare(read.meanSquare, value, side) };
  const { exponent, lines } =
    kind === 'steps' ? exponentOfSteps(read.steps, instance) : exponentOfFormula(read.closedForm, instance);
  const sign = signOf(minus(exponent, exact(value)));
  const found = sign === null ? null : sign < 0 ? 'below' : sign > 0 ? 'above' : 'equal';
  if (found !== side) throw new NotFollowed(`the exponent is not shown to be ${side} ${toText(value)}`);
  return { value, side, lines };
}

function exponentOfFormula(json: unknown, instance: Instance): { exponent: Enclosure; lines: StatementLine[] } {
  const formula = text(json, 'closedForm');
  return { exponent: enclosuresAt(instance)(parseFormula(formula)), lines: [{ name: 'exponent', text: formula }] };
}
