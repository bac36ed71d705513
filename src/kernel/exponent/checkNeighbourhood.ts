import { toText } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
import { list, object } from '../readJson.js';
import { fraction } from '../readNames.js';
import type { FollowedStatement, StatementLine } from '../statement.js';
import { boundForms, generatorForms } from './neighbourhoodForms.js';
import { expandProcess } from './neighbourhoodProcess.js';
import { type CheckedNeighbourhood, readNeighbourhood } from './readNeighbourhood.js';
import { isNonPositiveOnBall } from './sectorSign.js';

/**
 * Verifies a certificate of a neighbourhood in exact rational arithmetic and rational enclosures (theory §4.4, §7).
 *
 * Drift and covariance are expanded anew from the formulas of the certificate, with bounds on the remainders. Throws
 * InputError, NotFollowed.
 */
export function checkNeighbourhood(json: unknown): FollowedStatement {
  const read = readNeighbourhood(json);
  const { process, exponent, radius, rate, weight, bounds, order } = read;
  const expanded = expandProcess(process, order, radius);
  const [below, above] = boundForms(weight, expanded.variables, bounds);
  for (const [graded, name] of [
    [below, 'g ≤ upper bound'],
    [above, 'g ≥ lower bound'],
    [generatorForms(expanded, weight, exponent, rate), '𝓛W ≤ −rate W'],
  ] as const) {
    if (isNonPositiveOnBall(graded, radius) !== 'non-positive') {
      throw new NotFollowed(`${name} is not established everywhere`);
    }
  }
  const factor = `${toText(bounds[1])}/(${toText(bounds[0])})`;
  return {
    conclusion: `𝓛W ≤ −${toText(rate)} W within ${toText(radius)} of the point, so that from distance r the process ever reaches ${toText(radius)} with probability at most ${factor} (r/${toText(radius)})^(${toText(exponent)})`,
    statement: processLines(read, object(object(json, 'certificate').process, 'process')),
  };
}

/** The process as the certificate writes it. */
function processLines({ process }: CheckedNeighbourhood, written: Readonly<Record<string, unknown>>): StatementLine[] {
  const { parameters, base, constants, data, samples } = process;
  const named = [...constants].map(([name, value]) => `${name} = ${fraction(value)}`).join(', ');
  const noise = list(written.noise, 'process.noise').map((one) => ({ name: 'noise', text: JSON.stringify(one) }));
  return [
    { name: 'point', text: parameters.map((name, i) => `${name} = ${fraction(base[i])}`).join(', ') },
    { name: 'constants', text: named === '' ? 'none' : named },
    { name: 'drift', text: JSON.stringify(written.drift) },
    ...noise,
    {
      name: `samples (${data.join(', ')})`,
      text: samples.map((row) => `(${row.map(fraction).join(', ')})`).join(', '),
    },
  ];
}
