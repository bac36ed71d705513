import { minus, signOf } from '../../arithmetic/enclosure.js';
import type { Expression } from '../../expression/syntax/expression.js';
import { isCondition } from '../../expression/syntax/expression.js';
import { parseExpression } from '../../expression/syntax/parse.js';
import { checkExponent } from '../exponent/checkExponent.js';
import { NotFollowed, valueIn } from './field.js';
import { intervalField } from './intervalField.js';
import type { ReadDifference } from './readClaimCertificate.js';
import { surroundingsAt } from './valuesAt.js';

/**
 * Verifies that condition and sign of the exponent differ at the stated values: the condition and a closed form in rational
 * enclosures, or the certificate for the family (theory §4.3, §5). Returns what was verified, in words. Throws NotFollowed.
 */
export function checkDifference(certificate: ReadDifference): string {
  const condition = parseExpression(certificate.condition);
  if (!isCondition(condition)) throw new NotFollowed('there is no condition');
  const surroundings = surroundingsAt(certificate, intervalField(bits));
  const truth = (node: Expression): boolean => {
    switch (node.kind) {
      case 'comparison': {
        const sign = signOf(minus(valueIn(surroundings, node.left), valueIn(surroundings, node.right)));
        if (sign === null) throw new NotFollowed('the sides of a comparison are not separated');
        const holds = {
          '<': sign < 0,
          '<=': sign <= 0,
          '>': sign > 0,
          '>=': sign >= 0,
          '==': sign === 0,
          '!=': sign !== 0,
        };
        return holds[node.operator];
      }
      case 'logical':
        if (node.operator === 'not') return !truth(node.operands[0]);
        return node.operator === 'and' ? node.operands.every(truth) : node.operands.some(truth);
      case 'conditional':
        return truth(truth(node.condition) ? node.then : node.otherwise);
      default:
        throw new NotFollowed('no condition');
    }
  };
  if (truth(condition) !== certificate.holds) throw new NotFollowed('the condition is not what is stated');
  const { exponent } = certificate;
  if (certificate.holds === (exponent.sign === 'negative')) throw new NotFollowed('condition and exponent agree');
  if ('closedForm' in exponent) {
    const sign = signOf(valueIn(surroundings, parseExpression(exponent.closedForm)));
    if (sign !== (exponent.sign === 'negative' ? -1 : 1)) throw new NotFollowed('the exponent has another sign');
  } else {
    const { valid, reason } = checkExponent(exponent.family);
    const claim = (exponent.family as { readonly claim?: unknown }).claim;
    if (!valid) throw new NotFollowed(reason);
    if (claim !== (exponent.sign === 'negative' ? 'attractive' : 'repelling')) {
      throw new NotFollowed('the certificate of the family is about the other sign');
    }
  }
  return `the condition ${certificate.holds ? 'holds' : 'does not hold'} there and the exponent is ${exponent.sign}`;
}

/** Leaves seventy digits of numbers of ordinary size. */
const bits = 256;
