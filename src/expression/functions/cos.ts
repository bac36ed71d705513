import { sineCosine } from '../../arithmetic/enclosureFunctions.js';
import { call, negate, numberOne } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';
import { sineSeries } from './sin.js';

/** The cosine of an angle in radians. */
export const cos: FunctionFacts = {
  ...ordinary,
  evaluate: Math.cos,
  derivative: ([z]) => [negate(call('sin', z))],
  definition: () => null,
  parity: 'even',
  sign: ([z]) => (z === 'zero' ? 'positive' : null),
  monotony: 'neither',
  exact: atZero(numberOne),
  enclosure: ([z], bits) => sineCosine(z, bits)?.[1] ?? null,
  // 1 − 2 sin²(z/2): the slope of TensorFlow.js's own is −sin(z), which WebAssembly has an absolute error of
  tensor: (tensors, [z]) => {
    const half = tensors.multiply(z, tensors.number(0.5));
    const sine = tensors.nearZero(half, 0.75, sineSeries, tensors.native('sin', half));
    return tensors.add(tensors.number(1), tensors.multiply(tensors.number(-2), tensors.multiply(sine, sine)));
  },
  latex: { kind: 'command', command: '\\cos', takesPower: true },
};
