import { divided, type Enclosure, exact, maximum, outward, plus, signOf, times } from '../../arithmetic/enclosure.js';
import { rational } from '../../arithmetic/rational.js';
import type { Formula } from '../formula/formula.js';
import { parseFormula } from '../formula/parseFormula.js';
import { malformed, NotFollowed } from '../notFollowed.js';
import { fineBits } from '../point/pointField.js';
import { enclosuresAt, enclosuresAtSamples, type Instance } from '../point/samples.js';
import { entries, list, text } from '../readJson.js';
import type { StatementLine } from '../statement.js';
import { meanLogNormal } from './meanLogNormal.js';

/**
 * The exponent of SGD whose steps multiply by normal numbers μ + σξ, and the same in words: the largest over directions of the
 * mean of log|μ + σξ|, over the samples or once, in units of the learning rate (theory §6). Throws NotFollowed.
 */
export function exponentOfSteps(json: unknown, instance: Instance): { exponent: Enclosure; lines: StatementLine[] } {
  const { learningRate, over, directions } = entries(json, 'steps', ['learningRate', 'over', 'directions']);
  if (over !== 'samples' && over !== 'once') throw malformed('steps.over', 'is unknown', 'samples or once');
  const rate = text(learningRate, 'steps.learningRate');
  const stated = list(directions, 'steps.directions').map((one) => {
    const { mean, variance } = entries(one, 'steps.directions', ['mean', 'variance']);
    return { mean: text(mean, 'steps.directions.mean'), variance: text(variance, 'steps.directions.variance') };
  });
  if (stated.length === 0) throw malformed('steps.directions', 'there are none');
  const once = enclosuresAt(instance);
  const places = over === 'once' ? [once] : enclosuresAtSamples(instance);
  if (places.length === 0) throw new NotFollowed('steps without samples');
  const perStep = stated.map(({ mean, variance }) => {
    const [centre, square] = [parseFormula(mean), parseFormula(variance)];
    const logs = places.map((at) => meanLogAt(at, centre, square));
    return times(exact(rational(1, logs.length)), outward(logs.reduce(plus), fineBits));
  });
  const step = once(parseFormula(rate));
  const exponent = divided(perStep.reduce(maximum), step);
  if (signOf(step) !== 1 || exponent === null) throw new NotFollowed('the learning rate is not positive');
  return {
    exponent,
    lines: [
      { name: 'exponent', text: `max over directions of mean log|mu + sigma xi|, over ${over}, divided by ${rate}` },
      ...stated.map(({ mean, variance }) => ({ name: 'direction', text: `mu = ${mean}, sigma^2 = ${variance}` })),
    ],
  };
}

function meanLogAt(at: (formula: Formula) => Enclosure, mean: Formula, variance: Formula): Enclosure {
  const log = meanLogNormal(at(mean), at(variance), fineBits);
  if (log === null) throw new NotFollowed('a mean logarithm is not enclosed');
  return log;
}
