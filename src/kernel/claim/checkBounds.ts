import { toText } from '../../arithmetic/rational.js';
import { malformed } from '../notFollowed.js';
import { instanceLines, readInstance } from '../point/samples.js';
import { each, entries, text } from '../readJson.js';
import type { FollowedStatement } from '../statement.js';
import { requireBound } from './exponentBound.js';

/** Verifies on which side of each of some numbers one exponent lies (docs/trusted.md). Throws NotFollowed. */
export function checkBounds(json: unknown): FollowedStatement {
  const said = ['model', 'set', 'claim'] as const;
  const names = ['version', 'kind', ...said, 'data', 'values', 'samples', 'bounds'] as const;
  const certificate = entries(json, 'certificate', names);
  const instance = readInstance(certificate.data, certificate.values, certificate.samples);
  const bounds = each(certificate.bounds, 'bounds', (bound, where) => requireBound(bound, where, instance));
  if (bounds.length === 0) throw malformed('bounds', 'there are none');
  const [{ lines }, ...others] = bounds;
  if (others.some((bound) => JSON.stringify(bound.lines) !== JSON.stringify(lines))) {
    throw malformed('bounds', 'are of different exponents');
  }
  const sides = bounds.map(({ side, value }) => `${side === 'equal' ? 'equal to' : side} ${toText(value)}`);
  return {
    conclusion: `the exponent is ${sides.join(' and ')}`,
    statement: [
      ...said.map((name) => ({ name, text: text(certificate[name], name) })),
      ...lines,
      ...instanceLines(instance),
    ],
  };
}
