import fc from 'fast-check';
import { isZero, type Rational, toNumber } from '../arithmetic/rational.js';
import { parametersAt, pointOnKink, waysToKinks } from '../symbolic/kinks.js';
import { boundsOf, isSeparated, type NonzeroComponents, nonzeroComponents } from '../symbolic/limitGradient.js';
import type { NormalComponent } from '../symbolic/normalComponents.js';
import type { Statement } from '../symbolic/statement.js';
import type { InvarianceWitness, SearchRun } from './finding.js';
import { smallSample } from './sampleArbitrary.js';
import { type NumberStyle, smallNumber } from './smallNumber.js';

/** A point of the set and a sample at which a normal component is not 0, and the way to it. */
export interface FoundCounterexample {
  readonly witness: InvarianceWitness;
  /** of parameters, constants and data, exact */
  readonly values: ReadonlyMap<string, Rational>;
  readonly nonzero: NonzeroComponents;
  readonly search: SearchRun;
}

/** Where the search starts, and the samples it may choose. */
export interface InvarianceSearchOptions {
  readonly seed: number;
  /** the samples to choose from; null: all real inputs and targets */
  readonly rows: readonly (readonly Rational[])[] | null;
}

/**
 * The smallest point of the set and sample that fast-check finds at which a normal component is not 0: small whole numbers,
 * as many of them 0 as can be. Null when the runs find none.
 */
export function searchCounterexample(
  statement: Statement,
  components: readonly NormalComponent[],
  options: InvarianceSearchOptions,
): FoundCounterexample | null {
  for (const [index, style] of numberStyles.entries()) {
    const found = searchWith(statement, components, style, options);
    if (found === null) continue;
    return { ...found, search: { ...found.search, path: `${index}:${found.search.path}` } };
  }
  return null;
}

const numberStyles: readonly NumberStyle[] = ['whole', 'short'];

function searchWith(
  statement: Statement,
  components: readonly NormalComponent[],
  style: NumberStyle,
  { seed, rows }: InvarianceSearchOptions,
): FoundCounterexample | null {
  const { model, free, data, parameters, targets } = statement;
  const sample = rows === null ? smallSample(statement, style) : fc.constantFrom(...rows);
  const confined = new Set(targets.flatMap((values) => [...values.keys()]));
  const movable = [...(rows === null ? data.filter((name) => !confined.has(name)) : []), ...free];
  const ways = waysToKinks(statement, movable);
  const points = fc.tuple(
    fc.tuple(...free.map(() => smallNumber(style))),
    sample,
    fc.nat({ max: ways.length }),
    fc.tuple(...parameters.map(() => smallNumber('whole'))),
  );
  type Point = typeof points extends fc.Arbitrary<infer T> ? T : never;
  /** the smallest numbers show a gradient that is not 0 as it stands; else the point is moved onto one of the kinks */
  const find = ([theta, z, choice, direction]: Point) => {
    const plain: ReadonlyMap<string, Rational> = new Map([
      ...model.constants,
      ...free.map((name, i) => [name, theta[i]] as const),
      ...data.map((name, i) => [name, z[i]] as const),
    ]);
    const isSmooth = choice === 0 && statement.subgradients.size === 0;
    if (isSmooth && !components.some(({ onSet }) => isSeparated(boundsOf(onSet, plain)))) return null;
    const way = choice === 0 ? null : ways[choice - 1];
    const moved = way === null ? plain : pointOnKink(way.argument, plain, way.coordinate);
    const values = moved && parametersAt(statement, moved);
    const nonzero = values && nonzeroComponents(statement, values, direction.every(isZero) ? [] : [direction]);
    return nonzero && { values, nonzero };
  };
  const run = fc.check(
    fc.property(points, (point) => find(point) === null),
    { seed, numRuns: ways.length > 0 ? triesWithKinks : tries },
  );
  const found = run.failed && run.counterexample !== null ? find(run.counterexample[0]) : null;
  if (found === null) return null;
  const search = { seed: run.seed, path: run.counterexamplePath ?? '' };
  return { ...found, witness: witnessAt(statement, found.values, found.nonzero), search };
}

/** An expression that is not identically 0 is not 0 at nearly every point: a few tries would do. */
const tries = 500;
/** At a kink every try differentiates the formulas anew. */
const triesWithKinks = 200;

function witnessAt(
  { model, data }: Statement,
  values: ReadonlyMap<string, Rational>,
  { components, toward }: NonzeroComponents,
): InvarianceWitness {
  const at = (names: readonly string[]) => new Map(names.map((name) => [name, values.get(name) as Rational]));
  return {
    kind: 'invariance',
    theta: at(model.parameters),
    constants: model.constants,
    sample: at(data),
    toward: toward && new Map(model.parameters.map((name, i) => [name, toward[i]])),
    normalGradient: components.map((bounds) =>
      bounds === null ? 0 : (toNumber(bounds.lower) + toNumber(bounds.upper)) / 2,
    ),
  };
}
