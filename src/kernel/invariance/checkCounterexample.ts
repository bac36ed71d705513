import { type Enclosure, signOf } from '../../arithmetic/enclosure.js';
import { compare, isZero, type Rational, rational, sign as signOfRational, toText } from '../../arithmetic/rational.js';
import { rank } from '../../arithmetic/rowEchelonForm.js';
import { dependsOn, type Formula, numeral } from '../formula/formula.js';
import { SeriesField, type Surroundings } from '../formula/seriesField.js';
import { settledKinks } from '../formula/settledKinks.js';
import { valuesIn, weighted } from '../formula/valueIn.js';
import { NotFollowed, Work } from '../notFollowed.js';
import { fineBits, namesIn, PointField } from '../point/pointField.js';
import { Atoms } from '../quotients/atoms.js';
import { QuotientField } from '../quotients/quotientField.js';
import { count, entries, namedRationals, rationals } from '../readJson.js';
import type { FollowedStatement } from '../statement.js';
import { componentOf } from './affineSet.js';
import { modelEntries, readStatedModel, type StatedModel } from './statedModel.js';

/**
 * Verifies a certificate that a set is not invariant (docs/trusted.md): at a point of it, or next to it on one side of a
 * kink, a field has a component along a normal that is not 0. Throws NotFollowed.
 */
export function checkCounterexample(json: unknown): FollowedStatement {
  const names = ['version', 'kind', ...modelEntries, 'field', 'normal', 'bounds', 'toward'] as const;
  const certificate = entries(json, 'certificate', names);
  const { values, ...rest } = certificate;
  const model = readStatedModel({ ...rest, values: {} });
  const at = readPoint(model, values);
  const vector = (one: unknown, name: string): Rational[] => {
    const read = rationals(one, name);
    if (read.length !== model.parameters.length) throw new NotFollowed(`${name} is of another dimension`);
    return read;
  };
  const normal = vector(certificate.normal, 'normal');
  const toward = certificate.toward === null ? null : vector(certificate.toward, 'toward');
  const { rows } = model.set;
  if (normal.every(isZero) || rank([...rows, normal]) > rows.length) {
    throw new NotFollowed('the direction is not normal to the set');
  }
  const field = model.fields[count(certificate.field, 'field')];
  if (field === undefined) throw new NotFollowed('there is no such field');
  requireOnSet(model, at);
  const component = componentAt(model, field, { at, normal, toward });
  const sign = signOf(component);
  if (sign === null || sign === 0) throw new NotFollowed('the normal component is not separated from 0');
  const bounds = rationals(certificate.bounds, 'bounds');
  if (bounds.length !== 2 || compare(bounds[0], bounds[1]) > 0) throw new NotFollowed('the bounds are no interval');
  if (bounds.some((bound) => signOfRational(bound) !== sign)) throw new NotFollowed('the bounds do not exclude 0');
  if (compare(component.upper, bounds[0]) < 0 || compare(component.lower, bounds[1]) > 0) {
    throw new NotFollowed('the normal component lies outside the stated bounds');
  }
  const point = [...at].map(([name, value]) => `${name} = ${toText(value)}`).join(', ');
  const side = toward === null ? '' : ', in the limit from the side stated,';
  return {
    conclusion: `the point lies on the set and the ${field.role} has a normal component there${side} that is not 0`,
    statement: [
      ...model.lines.filter(({ name }) => name !== 'constants'),
      { name: 'point', text: point },
      { name: 'field', text: field.role },
      { name: 'normal', text: normal.map(toText).join(', ') },
      ...(toward === null ? [] : [{ name: 'from the side of', text: toward.map(toText).join(', ') }]),
    ],
  };
}

function readPoint({ parameters }: StatedModel, json: unknown): ReadonlyMap<string, Rational> {
  const values = namedRationals(json, 'values');
  const missing = parameters.find((name) => !values.has(name));
  if (missing !== undefined) throw new NotFollowed(`the point does not give ${missing}`);
  return values;
}

function requireOnSet({ set }: StatedModel, at: ReadonlyMap<string, Rational>): void {
  const field = new QuotientField(new Atoms(new Work()), at);
  const evaluate = valuesIn(field);
  if (!set.equations.every((equation) => field.isZero(evaluate(equation))))
    throw new NotFollowed('the point is off the set');
}

interface Approach {
  readonly at: ReadonlyMap<string, Rational>;
  readonly normal: readonly Rational[];
  readonly toward: readonly Rational[] | null;
}

function componentAt(
  { parameters }: StatedModel,
  field: StatedModel['fields'][number],
  { at, normal, toward }: Approach,
): Enclosure {
  const name = namesIn(at);
  const plain = new PointField(
    { name: (one) => (one === anySide ? { lower: rational(-1), upper: rational(1) } : name(one)) },
    fineBits,
  );
  const value = valuesIn(plain);
  if (field.kind === 'vector') {
    if (toward !== null) throw new NotFollowed('a vector field has its own value at the point');
    return field.components
      .map((component, i) => weighted<Enclosure>(plain, normal[i], value(component)))
      .reduce((a, b) => plain.add(a, b));
  }
  const moves = dependsOn(parameters);
  const slopes = (direction: readonly Rational[]): ((of: Formula) => Enclosure) => {
    const series = new SeriesField(surroundings(direction), 2);
    const evaluate = valuesIn(series);
    return (of) => value(series.at(evaluate(of), 1));
  };
  /** Signs about a point, or on the way to it where what they are taken of is 0 there. */
  const signNear = (a: Formula, of: Formula): -1 | 0 | 1 | null => {
    const sign = signOf(value(a));
    if (sign !== 0 || !moves(of)) return sign;
    const next = ahead === null ? null : signOf(ahead(of));
    return next === 0 ? null : next;
  };
  const surroundings = (direction: readonly Rational[]): Surroundings => ({
    ...settledKinks((one) => componentOf(direction, parameters, one), signNear),
    moves,
    side: (a, of) => {
      const sign = signNear(a, of);
      return sign === null ? { kind: 'name', name: anySide } : numeral(sign);
    },
    requireUnit: (first, use) => {
      if (use === 'root' && signOf(value(first)) !== 1) {
        throw new NotFollowed('what is under a root is not positive at the point');
      }
    },
  });
  const ahead = toward === null ? null : slopes(toward);
  // a value that is there all about the point, and not at the point alone
  valuesIn(new PointField({ name, moves }, fineBits))(field.of);
  return slopes(normal)(field.of);
}

/** No name of the grammar: a size of which every subgradient is looked at. */
const anySide = '';
