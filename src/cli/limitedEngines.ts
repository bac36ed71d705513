import { workSpent } from '../arithmetic/withinWork.js';
import { OutOfWork } from '../arithmetic/work.js';
import type { Engines } from '../verify/engines.js';
import type { TimeLimit } from './timeLimit.js';

/**
 * Engines whose derivations and predictions take at most one of so many parts of what a limit leaves; ensembles have
 * --max-steps. What is cut is noted in the limit, which is asked for anew each time. A derivation that is cut throws OutOfWork.
 */
export function limitedEngines(engines: Engines, limitOf: () => TimeLimit, partsLeft = 1): Engines {
  const within = <T>(limit: TimeLimit, what: string, work: () => T): T => {
    const found = limit.share(what, partsLeft, work);
    if (found === null) throw new OutOfWork(what);
    return found;
  };
  return {
    ...engines,
    derive: (model, set) => within(limitOf(), `${model.name}: ${set.name}`, () => engines.derive(model, set)),
    predict: async (model, derivation, options) => {
      const what = `${model.name}: ${derivation.set.name}`;
      const begun = workSpent();
      const limit = limitOf();
      const found = await within(limit, what, () => engines.predict(model, derivation, options));
      limit.noteCut(what, found, begun);
      return found;
    },
  };
}
