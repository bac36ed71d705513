import type { ExponentProblem } from '../exponents.js';
import type { MomentExponent, Prediction, Process } from '../prediction.js';
import { momentExponent } from './momentExponents.js';
import { tailIndex } from './tailIndex.js';

/** The first, second and fourth moment exponents of each process, where they are to be had, and the tail indices. */
export function momentsOf(
  problem: ExponentProblem,
  processes: readonly Process[],
): Pick<Prediction['exponents'], 'moments' | 'tailIndex'> {
  const moments = processes.flatMap((process) =>
    orders.flatMap((p): MomentExponent[] => {
      const found = momentExponent(problem, process, p);
      return found === null ? [] : [{ ...found, process: process.kind, p }];
    }),
  );
  const ofProcess = (kind: Process['kind']) => {
    const process = processes.find((one) => one.kind === kind);
    return process === undefined ? null : tailIndex(problem, process);
  };
  return {
    moments,
    tailIndex: { sde: ofProcess('sde'), eulerMaruyama: ofProcess('eulerMaruyama'), sgd: ofProcess('sgd') },
  };
}

/** Mean distance, mean square, and the variance of the square. */
const orders = [1, 2, 4];
