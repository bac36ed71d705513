import { rational } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
import type { ElementaryFunction, Formula } from './formula.js';
import { type Field, subtract } from './valueIn.js';

/**
 * f'(a) in a field, from f(a) for exp and tanh and from a for the others; `of` is the formula that a belongs to. Throws
 * NotFollowed for functions with kinks.
 */
export function derivative<T>(field: Field<T>, name: ElementaryFunction, a: T, of: Formula): T {
  const one = field.constant(rational(1));
  const minus = (b: T) => field.multiply(field.constant(rational(-1)), b);
  switch (name) {
    case 'exp':
      return a;
    case 'log':
      return field.invert(a, of);
    case 'sin':
      return field.apply('cos', a, of);
    case 'cos':
      return minus(field.apply('sin', a, of));
    case 'arctan':
      return field.invert(field.add(one, field.multiply(a, a)), of);
    case 'tanh':
      return subtract(field, one, field.multiply(a, a));
    case 'erf': {
      const density = field.apply('exp', minus(field.multiply(a, a)), of);
      const factor = field.multiply(field.constant(rational(2)), field.invert(field.apply('sqrt', field.pi, of), of));
      return field.multiply(factor, density);
    }
    default:
      throw new NotFollowed(`the derivative of ${name}`);
  }
}
