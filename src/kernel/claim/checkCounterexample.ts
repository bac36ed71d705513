import { type Enclosure, exact, signOf } from '../../arithmetic/enclosure.js';
import { compare, rational } from '../../arithmetic/rational.js';
import { rank } from '../../arithmetic/rationalMatrix.js';
import { parseExpression } from '../../expression/syntax/parse.js';
import type { CounterexampleCertificate } from '../certificate.js';
import { dualField } from './dualField.js';
import { NotFollowed, valueIn } from './field.js';
import { intervalField } from './intervalField.js';
import { QuotientField } from './quotientField.js';
import { rationalOf } from './readClaimCertificate.js';
import { plain, rowsOf, slopeIn } from './statedSet.js';

/**
 * Verifies that the point lies on the set and that the field has a component normal to it there, in rational enclosures
 * (theory §3). Returns what was verified, in words. Throws NotFollowed.
 */
export function checkCounterexample(certificate: CounterexampleCertificate): string {
  const { parameters, equations, data, values, fields, field: index } = certificate;
  const rows = rowsOf(certificate);
  const normal = certificate.normal.map(rationalOf);
  if (normal.length !== parameters.length || rank([...rows, normal]) > rows.length) {
    throw new NotFollowed('the direction is not normal to the set');
  }
  if (index >= fields.length) throw new NotFollowed('there is no such field');
  const valueFor = (name: string) => {
    if (!Object.hasOwn(values, name)) throw new NotFollowed(`no value for ${name}`);
    return rationalOf(values[name]);
  };
  const quotients = new QuotientField(data);
  for (const text of equations) {
    const value = valueIn(
      plain(quotients, (name) => quotients.constant(valueFor(name))),
      parseExpression(text),
    );
    if (!quotients.isZero(value)) throw new NotFollowed(`the point is off the set: ${text} is not 0`);
  }
  const field = intervalField(bits);
  const { role, formulas } = fields[index];
  const zero = exact(rational(0));
  const dual = dualField<Enclosure>(field, {
    isZero: (value) => signOf(value) === 0,
    orientation: (value) => settled(value),
    step: (value) => ({ height: field.isPositive(settled(value)), slope: zero }),
  });
  const at = (name: string): Enclosure => exact(valueFor(name));
  const parts = formulas.map((text, i) => {
    const formula = parseExpression(text);
    if (role !== 'drift' && role !== 'diffusion') {
      return slopeIn(dual, formula, normal.map(exact), parameters, at, zero);
    }
    return field.multiply(exact(normal[i]), valueIn({ field, value: at, moment: noMoment }, formula));
  });
  const total = parts.reduce((a, b) => field.add(a, b));
  const sign = signOf(total);
  if (sign === null || sign === 0) throw new NotFollowed('the normal component is not separated from 0');
  const [lower, upper] = certificate.bounds.map(rationalOf);
  if (compare(total.upper, lower) < 0 || compare(total.lower, upper) > 0) {
    throw new NotFollowed('the normal component lies outside the stated bounds');
  }
  return `the point lies on the set and the ${role} has a normal component there that is not 0`;
}

/** Leaves thirty digits of a component of ordinary size. */
const bits = 128;

/** The sign of what is not 0. */
function settled(value: Enclosure): Enclosure {
  const sign = signOf(value);
  if (sign === null || sign === 0) throw new NotFollowed('the formula has a kink there, or a sign is not settled');
  return exact(rational(sign));
}

function noMoment(): never {
  throw new NotFollowed('a moment stands in a formula of the model');
}
