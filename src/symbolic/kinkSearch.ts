import { type Rational, rational } from '../arithmetic/rational.js';
import { randomStream } from '../numeric/random.js';
import { parametersAt, pointOnKink, waysToKinks } from './kinks.js';
import { type NonzeroComponents, nonzeroComponents } from './limitGradient.js';
import type { Statement } from './statement.js';

/** A point of the set, with data and constants, and what pulls off the set on one side of a kink there. */
export interface KinkFound {
  readonly values: ReadonlyMap<string, Rational>;
  readonly nonzero: NonzeroComponents;
}

/**
 * A point of the set on a kink at which a limit of the gradients has a component normal to the set (theory §3); null when
 * the search finds none. Each kink is met at a few points of small numbers, moved onto it along a datum or a parameter.
 */
export function searchKinks(statement: Statement): KinkFound | null {
  const { model, free, data, targets, fixed, parameters } = statement;
  const stream = randomStream(seed, 0);
  const small = (): Rational => pool[stream.below(pool.length)];
  const confined = new Set([...targets.flatMap((values) => [...values.keys()]), ...fixed.keys()]);
  const ways = waysToKinks(statement, [...data.filter((name) => !confined.has(name)), ...free]);
  for (let attempt = 0; ways.length > 0 && attempt < pointsPerKink; attempt++) {
    for (const { argument, coordinate } of ways) {
      const values = new Map([
        ...model.constants,
        ...[...free, ...data].map((name) => [name, small()] as const),
        ...targets[stream.below(targets.length)],
        ...fixed,
      ]);
      const moved = pointOnKink(argument, values, coordinate);
      const all = moved && parametersAt(statement, moved);
      const direction = parameters.map(small);
      const nonzero = all && nonzeroComponents(statement, all, [direction]);
      if (nonzero) return { values: all, nonzero };
    }
  }
  return null;
}

/** A gradient that does not vanish on a kink shows at nearly every point of it; factors that are 0 hide it at a few. */
const pointsPerKink = 6;

const seed = 1;

/** Mostly numbers other than 0, so that what stands before a kink does not hide it. */
const pool = [1, 2, -1, 3, -2, 1, -3, 2, 0].map((value) => rational(value));
