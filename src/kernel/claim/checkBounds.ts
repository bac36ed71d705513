import { signOf } from '../../arithmetic/enclosure.js';
import { isZero, toText } from '../../arithmetic/rational.js';
import { MomentField } from '../equivalence/momentField.js';
import type { Formula } from '../formula/formula.js';
import { parseCondition } from '../formula/parseFormula.js';
import { truthOf } from '../formula/truth.js';
import { valuesIn } from '../formula/valueIn.js';
import { malformed, NotFollowed } from '../notFollowed.js';
import { enclosuresAt, type Instance, instanceLines, readInstance } from '../point/samples.js';
import { each, entries, text } from '../readJson.js';
import type { FollowedStatement } from '../statement.js';
import { requireBound } from './exponentBound.js';

/** Verifies on which side of each of some numbers one exponent lies (docs/trusted.md). Throws NotFollowed. */
export function checkBounds(json: unknown): FollowedStatement {
  const { certificate, lines, instance } = read(json, ['model', 'set', 'claim'], ['bounds']);
  const bounds = each(certificate.bounds, 'bounds', (bound, where) => requireBound(bound, where, instance));
  if (bounds.length === 0) throw malformed('bounds', 'there are none');
  const [{ lines: exponent }, ...others] = bounds;
  if (others.some((bound) => JSON.stringify(bound.lines) !== JSON.stringify(exponent))) {
    throw malformed('bounds', 'are of different exponents');
  }
  const sides = bounds.map(({ side, value }) => `${side === 'equal' ? 'equal to' : side} ${toText(value)}`);
  return {
    conclusion: `the exponent is ${sides.join(' and ')}`,
    statement: [...lines, ...exponent, ...instanceLines(instance)],
  };
}

/**
 * Verifies that at an instance a condition holds and an exponent is positive, or that it does not and the exponent is
 * negative (docs/trusted.md). Throws NotFollowed.
 */
export function checkDifference(json: unknown): FollowedStatement {
  const { certificate, lines, instance } = read(json, ['model', 'set', 'claim', 'condition'], ['holds', 'exponent']);
  const truth = truthOf(parseCondition(lines[3].text), signsAt(instance));
  if (truth === null || truth !== certificate.holds)
    throw new NotFollowed('the condition is not seen to be what is stated');
  const { value, side, lines: exponent } = requireBound(certificate.exponent, 'exponent', instance);
  if (!isZero(value) || side !== (truth ? 'above' : 'below')) throw new NotFollowed('condition and exponent agree');
  return {
    conclusion: `the condition ${truth ? 'holds' : 'does not hold'} at the values stated and the exponent is ${side} 0`,
    statement: [...lines, ...exponent, ...instanceLines(instance)],
  };
}

function read<Said extends string, Other extends string>(
  json: unknown,
  said: readonly Said[],
  others: readonly Other[],
) {
  const names = ['version', 'kind', ...said, 'data', 'values', 'samples', ...others] as const;
  const certificate: Readonly<Record<(typeof names)[number], unknown>> = entries(json, 'certificate', names);
  const lines = said.map((name) => ({ name, text: text(certificate[name], name) }));
  return { certificate, lines, instance: readInstance(certificate.data, certificate.values, certificate.samples) };
}

/** Signs by enclosures; what has a value there is 0 where it reduces to 0 as well. */
function signsAt(instance: Instance): (gap: Formula) => -1 | 0 | 1 | null {
  const enclosed = enclosuresAt(instance);
  const field = new MomentField(instance.data, instance.values);
  const identity = valuesIn(field);
  return (gap) => signOf(enclosed(gap)) ?? (field.isZero(identity(gap)) ? 0 : null);
}
