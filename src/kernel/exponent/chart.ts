import { rational } from '../../arithmetic/rational.js';
import type { Work } from '../notFollowed.js';
import { atomPolynomial, type Polynomial, type Powers, scaled, sumOf } from '../quotients/polynomial.js';
import { powerIn, productIn, total } from './generator.js';

/** Coordinates of ℝᵏ: what y is in their atoms, and the components of a vector along them. */
export interface Chart {
  readonly atoms: readonly string[];
  readonly point: readonly Polynomial[];
  readonly components: (vector: readonly Polynomial[]) => readonly Polynomial[];
  readonly square: Polynomial;
}

/** The coordinates y themselves. */
export function plainChart(variables: number, work: Work): Chart {
  const atoms = Array.from({ length: variables }, (_, i) => `y${i}`);
  const point = atoms.map((atom) => atomPolynomial(atom));
  const square = total(point.map((y) => powerIn(y, 2, work)));
  return { atoms, point, components: (vector) => vector, square };
}

/** Powers of atoms, from the exponents in their order. */
export function powersOf(atoms: readonly string[], exponents: readonly number[]): Powers {
  return new Map(atoms.flatMap((atom, i) => (exponents[i] === 0 ? [] : [[atom, rational(exponents[i])]])));
}

/** u = y₁ + i y₂ and v = y₁ − i y₂ of the plane, so that e^{2iϑ} = u/v. */
export function complexChart(work: Work): Chart {
  const [u, v, i] = ['u', 'v', 'i'].map((atom) => atomPolynomial(atom));
  const half = rational(1, 2);
  const difference = sumOf(v, scaled(u, rational(-1)));
  const point = [scaled(sumOf(u, v), half), scaled(productIn(i, difference, work), half)];
  const components = ([x, y]: readonly Polynomial[]): Polynomial[] => {
    const turned = productIn(i, y, work);
    return [sumOf(x, turned), sumOf(x, scaled(turned, rational(-1)))];
  };
  return { atoms: ['u', 'v'], point, components, square: productIn(u, v, work) };
}
