import { cubeRoot } from '../../arithmetic/cubeRoot.js';
import { exactRoot } from '../../arithmetic/exactRoot.js';
import { absolute, negated } from '../../arithmetic/rational.js';
import { call, fraction, power, product } from '../syntax/expression.js';
import { ofNumber } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** The real cube root, of negative numbers too. */
export const cbrt: FunctionFacts = {
  ...ordinary,
  evaluate: Math.cbrt,
  derivative: ([z]) => [product(fraction(1, 3), power(call('cbrt', z), -2))],
  definition: ([z]) => product(call('sign', z), power(call('abs', z), fraction(1, 3))),
  parity: 'odd',
  sign: ([z]) => z,
  monotony: 'increasing',
  inverse: { values: null, isRealOnlyThere: true, argument: (value) => power(value, 3) },
  critical: ([z]) => [{ at: z, problem: 'slope' }],
  tame: 1,
  exact: ofNumber((value) => {
    const root = exactRoot(absolute(value), 3);
    return root !== null && value.numerator < 0n ? negated(root) : root;
  }),
  enclosure: ([z], bits) => cubeRoot(z, bits),
  tensor: (tensors, [z]) =>
    tensors.multiply(tensors.sign(z), tensors.power(tensors.native('abs', z), tensors.number(1 / 3))),
  latex: { kind: 'around', open: '\\sqrt[3]{', close: '}', level: 'atom' },
};
