import type { ExponentProblem } from '../exponents.js';
import { isStudent } from '../linearisation/sgdNoiseParts.js';
import type { Process } from '../prediction.js';

/**
 * The order from which on moments of a process are infinite after one step: the least degrees of freedom of Student-t noise that
 * moves y, which only steps of SGD draw, since E|T|^p is finite for p below its degrees of freedom alone. Infinity where none are.
 */
export function infiniteFrom({ sgd }: Pick<ExponentProblem, 'sgd'>, process: Process): number {
  if (process.kind !== 'sgd' || sgd === null) return Number.POSITIVE_INFINITY;
  const moving = sgd.noises.filter(isStudent).filter(({ matrices }) => matrices.flat(2).some((entry) => entry !== 0));
  return Math.min(...moving.map(({ degreesOfFreedom }) => degreesOfFreedom));
}
