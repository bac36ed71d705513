import type { Enclosure } from '../../arithmetic/enclosure.js';
import { rational } from '../../arithmetic/rational.js';
import type { ElementaryFunction, Formula } from '../formula/formula.js';
import { SeriesField } from '../formula/seriesField.js';
import { settledKinks } from '../formula/settledKinks.js';
import { valuesIn } from '../formula/valueIn.js';
import { PointField } from '../point/pointField.js';

/** f⁽ᵐ⁾(x)/m!, m = 0 … order, over an interval x, of an elementary function or of 1/x. Throws NotFollowed where f is not seen to be analytic. */
export function taylorCoefficients(
  name: ElementaryFunction | 'inverse',
  x: Enclosure,
  order: number,
  bits: number,
): Enclosure[] {
  const of: Formula = { kind: 'name', name: 'x' };
  const at = valuesIn(new PointField({ name: () => x }, bits));
  const surroundings = settledKinks(
    () => rational(1),
    () => null,
  );
  const field = new SeriesField(surroundings, order + 1);
  const moved = field.name('x');
  const series = name === 'inverse' ? field.invert(moved, of) : field.apply(name, moved, of);
  return Array.from({ length: order + 1 }, (_, m) => at(field.at(series, m)));
}
