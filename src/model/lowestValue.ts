import type { Expression } from '../expression/syntax/expression.js';
import type { Model } from './model.js';
import { deviationOf } from './noise/noiseFacts.js';

/** Where the values of a constant begin: a learning rate lies above 0, a standard deviation is not negative; else null. */
export function lowestValue({ dynamics, noise }: Model, constant: string): 0 | null {
  const isIt = (one: Expression | null): boolean => one?.kind === 'symbol' && one.name === constant;
  const isRate = dynamics.kind === 'loss' && isIt(dynamics.learningRate);
  return isRate || noise.some((one) => isIt(deviationOf(one))) ? 0 : null;
}
