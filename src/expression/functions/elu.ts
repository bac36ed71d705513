import { sign as signOfRational } from '../../arithmetic/rational.js';
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

/** z above 0, exp(z) − 1 below: with one derivative at 0, but not two. */
export const elu: FunctionFacts = {
  ...ordinary,
  evaluate: (z) => (z > 0 ? z : Math.expm1(z)),
  derivative: ([z]) => [conditional(comparison('>', z, numberZero), numberOne, call('exp', z))],
  definition: ([z]) => conditional(comparison('>', z, numberZero), z, sum(call('exp', z), number(-1))),
  parts: ([z]) => {
    const half = fraction(1, 2);
    const size = call('abs', z);
    const below = call('exp', product(half, difference(z, size)));
    return sum(product(half, sum(z, size)), below, number(-1));
  },
  sign: ([z]) => z,
  monotony: 'increasing',
  critical: ([z]) => [{ at: z, problem: 'order' }],
  exact: ([z]: readonly Expression[]) => (z.kind === 'number' && signOfRational(z.value) >= 0 ? z : null),
  /** cut off at 0, so that the branch that is not taken stays finite */
  tensor(tensors, [z]) {
    const zero = tensors.number(0);
    return tensors.select(tensors.compare('>', z, zero), z, tensors.native('expm1', tensors.minimum(z, zero)));
  },
  latex: { kind: 'command', command: '\\operatorname{ELU}', takesPower: false },
};
