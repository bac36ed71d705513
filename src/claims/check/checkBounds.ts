import { parseExpression } from '../../expression/parse.js';
import { exact, minus, signOf } from '../../numeric/enclosure.js';
import { checkCertificate } from '../../prediction/check/checkCertificate.js';
import { NotFollowed, valueIn } from './field.js';
import { intervalField } from './intervalField.js';
import { type ReadBounds, rationalOf } from './readClaimCertificate.js';
import { surroundingsAt } from './valuesAt.js';

/**
 * Verifies on which side of each value the exponent lies: the closed form in rational enclosures, or the certificate of the
 * sign for the family that is moved by the value (theory §4.3, §5). Returns what was verified, in words. Throws NotFollowed.
 */
export function checkBounds(certificate: ReadBounds): string {
  const sides = { '-1': 'below', '0': 'equal', '1': 'above' } as const;
  for (const bound of certificate.bounds) {
    const { value, side } = bound;
    if ('closedForm' in bound) {
      const formula = parseExpression(bound.closedForm);
      const number = valueIn(surroundingsAt(certificate, intervalField(bits)), formula);
      const sign = signOf(minus(number, exact(rationalOf(value))));
      if (sign === null || sides[`${sign}`] !== side) throw new NotFollowed(`the exponent is not ${side} ${value}`);
      continue;
    }
    const { valid, reason } = checkCertificate(bound.family);
    const claim = (bound.family as { readonly claim?: unknown }).claim;
    if (!valid) throw new NotFollowed(reason);
    if (claim !== (side === 'above' ? 'repelling' : 'attractive')) {
      throw new NotFollowed('the certificate of the family is about the other sign');
    }
  }
  return `the exponent is ${certificate.bounds.map(({ side, value }) => `${side === 'equal' ? 'equal to' : side} ${value}`).join(' and ')}`;
}

/** Leaves seventy digits of an exponent of ordinary size. */
const bits = 256;
