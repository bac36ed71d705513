import { call, number, numberOne, numberZero, power, sum } from '../syntax/expression.js';
import { atZero } from './exactValues.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** log(1 + z), precise where z is small. */
export const log1p: FunctionFacts = {
  ...ordinary,
  domain: ([z]) => [{ of: sum(numberOne, z), relation: '>' }],
  evaluate: Math.log1p,
  derivative: ([z]) => [power(sum(numberOne, z), -1)],
  definition: ([z]) => call('log', sum(numberOne, z)),
  sign: ([z]) => z,
  monotony: 'increasing',
  inverse: { values: null, isRealOnlyThere: true, argument: (value) => sum(call('exp', value), number(-1)) },
  critical: ([z]) => [{ at: sum(numberOne, z), problem: 'pole' }],
  tame: 0,
  exact: atZero(numberZero),
  /** 2 artanh(z/(2 + z)) about 0, where the log1p of some backends is log(1 + z) as written */
  tensor(tensors, [z]) {
    const ratio = tensors.divide(z, tensors.add(z, tensors.number(2)));
    return tensors.nearZero(ratio, 0.3, nearZero, tensors.native('log1p', z));
  },
  latex: { kind: 'command', command: '\\operatorname{log1p}', takesPower: false },
};

/** 2 artanh(t)/t in powers of t²; the eighth term is below 1e-8 of the first where |t| < 0.3 */
const nearZero = Array.from({ length: 7 }, (_, n) => 2 / (2 * n + 1));
