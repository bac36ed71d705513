import { sign as signOfRational, times } from '../../arithmetic/rational.js';
import { isAtLeastZero, isAtMostZero, signOfProduct } from '../../arithmetic/sign.js';
import {
  call,
  comparison,
  conditional,
  difference,
  type Expression,
  fraction,
  number,
  numberOne,
  numberZero,
  product,
  sum,
} from '../syntax/expression.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** z above 0, a·z below; a is 0.01 where it is not given. */
export const leakyrelu: FunctionFacts = {
  ...ordinary,
  arity: 2,
  defaults: [fraction(1, 100)],
  evaluate: (z, a) => (z > 0 ? z : a * z),
  derivative: ([z, a]) => [
    conditional(comparison('>', z, numberZero), numberOne, a),
    conditional(comparison('>', z, numberZero), numberZero, z),
  ],
  definition: ([z, a]) => conditional(comparison('>', z, numberZero), z, product(a, z)),
  parts: ([z, a]) =>
    product(fraction(1, 2), sum(product(sum(numberOne, a), z), product(difference(numberOne, a), call('abs', z)))),
  sign: ([z, a]) => (z !== null && isAtLeastZero(z) ? z : isAtMostZero(z) ? signOfProduct(a, z) : null),
  monotony: 'neither',
  critical: ([z]) => [{ at: z, problem: 'kink' }],
  exact: ([z, a]: readonly Expression[]) => {
    if (z.kind !== 'number') return null;
    if (signOfRational(z.value) >= 0) return z;
    return a.kind === 'number' ? number(times(a.value, z.value)) : null;
  },
  tensor: (tensors, [z, a]) => tensors.select(tensors.compare('>', z, tensors.number(0)), z, tensors.multiply(a, z)),
  latex: { kind: 'command', command: '\\operatorname{LeakyReLU}', takesPower: false },
};
