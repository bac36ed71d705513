import type { ExponentProblem } from '../exponents.js';
import type { Exponent, MomentExponent, Prediction, Process } from '../prediction.js';
import { infiniteFrom } from './infiniteMoment.js';
import { momentExponent } from './momentExponents.js';
import { tailIndex } from './tailIndex.js';

/** A process with its λ. */
export interface PredictedProcess {
  readonly process: Process;
  readonly top: Exponent;
}

/** The first, second and fourth moment exponents of each process, where they are to be had or infinite, and the tail indices. */
export function momentsOf(
  problem: ExponentProblem,
  processes: readonly PredictedProcess[],
): Pick<Prediction['exponents'], 'moments' | 'tailIndex'> {
  const moments = processes.flatMap(({ process, top }) => {
    const found = orders.flatMap((p): MomentExponent[] => {
      const moment = momentExponent(problem, process, p, () => top);
      return moment === null ? [] : [{ ...moment, process: process.kind, p }];
    });
    // where a mean square is beyond doubles no quadrature of the same entries is to be believed
    const finite = found.filter(({ p }) => p < infiniteFrom(problem, process));
    return finite.some(({ value }) => Number.isNaN(value) || value === Infinity) ? [] : found;
  });
  const ofProcess = (kind: Process['kind']) => {
    const found = processes.find(({ process }) => process.kind === kind && moments.some((one) => one.process === kind));
    return found === undefined ? null : tailIndex(problem, found.process, found.top);
  };
  return {
    moments,
    tailIndex: { sde: ofProcess('sde'), eulerMaruyama: ofProcess('eulerMaruyama'), sgd: ofProcess('sgd') },
  };
}

/** Mean distance, mean square, and the variance of the square. */
const orders = [1, 2, 4];
