import { z } from 'zod';
import { type Enclosure, exact, maximum, minus as minusBounds, signOf } from '../../arithmetic/enclosure.js';
import { minus, rational, toText } from '../../arithmetic/rational.js';
import { parseExpression } from '../../expression/syntax/parse.js';
import type { StatedSteps } from '../certificate.js';
import { checkExponent } from '../exponent/checkExponent.js';
import { NotFollowed, valueIn } from './field.js';
import { intervalField } from './intervalField.js';
import { meanLogNormal } from './meanLogNormal.js';
import { type ReadBounds, rationalOf } from './readClaimCertificate.js';
import { surroundingsAt } from './valuesAt.js';

/**
 * Verifies on which side of each value the exponent lies: the closed form in rational enclosures, or the certificate of the
 * sign for the family that is moved by the value (theory §4.3, §5). Returns what was verified, in words. Throws NotFollowed.
 */
export function checkBounds(certificate: ReadBounds): string {
  checkOneFamily(certificate);
  const sides = { '-1': 'below', '0': 'equal', '1': 'above' } as const;
  for (const bound of certificate.bounds) {
    const { value, side } = bound;
    if (!('family' in bound)) {
      const number =
        'steps' in bound
          ? meanLogOf(certificate, bound.steps)
          : valueIn(surroundingsAt(certificate, intervalField(bits)), parseExpression(bound.closedForm));
      const sign = signOf(minusBounds(number, exact(rationalOf(value))));
      if (sign === null || sides[`${sign}`] !== side) throw new NotFollowed(`the exponent is not ${side} ${value}`);
      continue;
    }
    const { valid, reason } = checkExponent(bound.family);
    const claim = (bound.family as { readonly claim?: unknown }).claim;
    if (!valid) throw new NotFollowed(reason);
    if (claim !== (side === 'above' ? 'repelling' : 'attractive')) {
      throw new NotFollowed('the certificate of the family is about the other sign');
    }
  }
  return `the exponent is ${certificate.bounds.map(({ side, value }) => `${side === 'equal' ? 'equal to' : side} ${value}`).join(' and ')}`;
}

/** max over directions of the mean log of |μ + σξ|, over the samples or once, in units of the learning rate (theory §6). */
function meanLogOf(certificate: ReadBounds, { learningRate, over, directions }: StatedSteps): Enclosure {
  const field = intervalField(bits);
  const here = surroundingsAt(certificate, field);
  const places = over === 'once' ? [here] : here.atSamples;
  if (places.length === 0) throw new NotFollowed('steps without samples');
  const perStep = directions.map(({ mean, variance }) => {
    const logs = places.map((place) => {
      const [centre, square] = [mean, variance].map((text) => valueIn(place, parseExpression(text)));
      const log = meanLogNormal(centre, square, bits);
      if (log === null) throw new NotFollowed('a mean logarithm is not enclosed');
      return log;
    });
    const total = logs.reduce((a, b) => field.add(a, b));
    return field.multiply(total, exact(rational(1, logs.length)));
  });
  const rate = valueIn(here, parseExpression(learningRate));
  if (signOf(rate) !== 1) throw new NotFollowed('the learning rate is not positive');
  return field.multiply(perStep.reduce(maximum), field.invert(rate));
}

/** Families that are moved by the values must be one family when they are moved back. */
function checkOneFamily({ bounds }: ReadBounds): void {
  const texts = bounds.flatMap((bound) => {
    if (!('family' in bound)) return [];
    const { curvature, ...rest } = movable.parse((bound.family as { readonly family?: unknown }).family);
    const back = curvature.map((row, l) =>
      row.map((entry, m) => toText(l === m ? minus(rationalOf(entry), rationalOf(bound.value)) : rationalOf(entry))),
    );
    return [JSON.stringify([back, rest])];
  });
  if (new Set(texts).size > 1) throw new NotFollowed('the bounds are of different families');
}

const movable = z.looseObject({ curvature: z.array(z.array(z.string())) });

/** Leaves seventy digits of an exponent of ordinary size. */
const bits = 256;
