import { type Enclosure, exact, signOf } from '../../arithmetic/enclosure.js';
import { zero } from '../../arithmetic/rational.js';
import type { ElementaryFunction } from '../formula/formula.js';
import { SeriesField } from '../formula/seriesField.js';
import { NotFollowed } from '../notFollowed.js';
import { PointField } from '../point/pointField.js';

/** f⁽ᵐ⁾(x)/m!, m = 0 … order, over an interval x, of an elementary function or of 1/x. Throws NotFollowed where f is not seen to be analytic. */
export function taylorCoefficients(
  name: ElementaryFunction | 'inverse',
  x: Enclosure,
  order: number,
  bits: number,
): Enclosure[] {
  const none = () => {
    throw new NotFollowed('a name in a series');
  };
  const tests = { isZero: (a: Enclosure) => signOf(a) === 0, isUnit: (a: Enclosure) => (signOf(a) ?? 0) !== 0 };
  const field = new SeriesField(new PointField({ name: none }, bits), tests, 'u', order + 1);
  const moved = field.add(
    { lowest: 0, coefficients: [x, ...Array.from({ length: order }, () => exact(zero))] },
    field.name('u'),
  );
  const of = { kind: 'name', name: 'u' } as const;
  const series = name === 'inverse' ? field.invert(moved, of) : field.apply(name, moved, of);
  return Array.from({ length: order + 1 }, (_, m) => field.at(series, m));
}
