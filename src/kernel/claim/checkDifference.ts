import { signOf } from '../../arithmetic/enclosure.js';
import { InputError } from '../../arithmetic/inputError.js';
import { rational } from '../../arithmetic/rational.js';
import { familyLines } from '../exponent/familyLines.js';
import { parseCondition } from '../formula/parseFormula.js';
import { truthOf } from '../formula/truth.js';
import { NotFollowed } from '../notFollowed.js';
import { enclosuresAt, instanceLines, readInstance } from '../point/samples.js';
import { entries, object, text } from '../readJson.js';
import type { FollowedStatement } from '../statement.js';
import { requireSideOfFamily, requireSideOfFormula } from './exponentSide.js';

/**
 * Verifies that at an instance a condition holds and an exponent is positive, or that it does not and the exponent is
 * negative: the condition and a closed form in rational enclosures, or the certificate for the family (docs/trusted.md).
 * Throws InputError, NotFollowed.
 */
export function checkDifference(json: unknown): FollowedStatement {
  const certificate = entries(json, 'certificate', [
    'version',
    'kind',
    'model',
    'set',
    'claim',
    'data',
    'condition',
    'values',
    'samples',
    'holds',
    'exponent',
  ]);
  const [model, set, claim, condition] = (['model', 'set', 'claim', 'condition'] as const).map((name) =>
    text(certificate[name], name),
  );
  const instance = readInstance(certificate.data, certificate.values, certificate.samples);
  const evaluate = enclosuresAt(instance);
  const truth = truthOf(parseCondition(condition), (gap) => signOf(evaluate(gap)));
  if (truth === null || truth !== certificate.holds)
    throw new NotFollowed('the condition is not seen to be what is stated');
  const isFormula = Object.hasOwn(object(certificate.exponent, 'exponent'), 'closedForm');
  const read = entries(certificate.exponent, 'exponent', ['sign', isFormula ? 'closedForm' : 'family']);
  if (read.sign !== 'negative' && read.sign !== 'positive') throw new InputError('exponent.sign', 'is unknown');
  if (truth === (read.sign === 'negative')) throw new NotFollowed('condition and exponent agree');
  const side = read.sign === 'negative' ? 'below' : 'above';
  if (isFormula) requireSideOfFormula(text(read.closedForm, 'exponent.closedForm'), instance, rational(0), side);
  else requireSideOfFamily(read.family, side);
  return {
    conclusion: `the condition ${truth ? 'holds' : 'does not hold'} at the values stated and the exponent is ${read.sign}`,
    statement: [
      { name: 'model', text: model },
      { name: 'set', text: set },
      { name: 'claim', text: claim },
      { name: 'condition', text: condition },
      ...(isFormula ? [{ name: 'exponent', text: String(read.closedForm) }] : familyLines(read.family)),
      ...instanceLines(instance),
    ],
  };
}
