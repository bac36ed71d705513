import fc from 'fast-check';
import { withinWork, workSpent } from '../src/arithmetic/withinWork.js';
import { OutOfWork } from '../src/arithmetic/work.js';
import type { Model } from '../src/model/model.js';
import { boundProperty } from './boundProperty.js';
import { type ModelCase, type ModelProperty, PropertyViolation } from './modelProperty.js';
import type { PropertyOutcome } from './propertyOutcome.js';

export interface RunPropertyOptions {
  /** cases; a property takes its share of them, at least one */
  readonly runs: number;
  readonly seed: number;
  /** replays one case, as an earlier failure named it */
  readonly path?: string;
  /** called before every case that is tried, shrinking included */
  readonly onCase?: () => void;
  /** when aborted, the runs end */
  readonly signal?: AbortSignal;
  /** steps of work that all cases may take together; without bound unless given */
  readonly work?: number;
}

/**
 * Runs one property on cases made from one model, or from random models, and shrinks the first that fails.
 *
 * Random models that the property says nothing of are skipped. Throws what building the cases throws; a case that fails
 * is an outcome, whatever it threw.
 */
export async function runProperty(
  property: ModelProperty,
  models: Model | fc.Arbitrary<Model>,
  { runs, seed, path = '', onCase, signal, work = Infinity }: RunPropertyOptions,
): Promise<PropertyOutcome> {
  if (!(models instanceof fc.Arbitrary)) {
    const reason = property.obstacle(models);
    if (reason !== null) return { status: 'inapplicable', reason };
  }
  const end = workSpent() + work;
  let isSpent = false;
  const watched: ModelProperty = {
    ...property,
    obstacle: (model) => property.obstacle(model),
    cases: (model) => property.cases(model),
    check(given) {
      if (signal?.aborted) throw new fc.PreconditionFailure(true);
      onCase?.();
      const found = isSpent
        ? null
        : withinWork(
            end - workSpent(),
            () => property.check(given),
            () => signal?.aborted ?? false,
          );
      if (found !== null && !(found instanceof OutOfWork)) return found;
      isSpent = true;
      throw new fc.PreconditionFailure(true);
    },
  };
  const numRuns = Math.max(1, Math.ceil(runs * property.share));
  try {
    const details = await fc.check(boundProperty(watched, models), { seed, path, numRuns, maxSkipsPerRun });
    if (signal?.aborted) return { status: 'interrupted', runs: details.numRuns };
    const isNoCase = path !== '' && details.numRuns + details.numSkips === 0;
    return isNoCase ? { status: 'foreign path', path } : outcomeOf(details, isSpent);
  } catch (error) {
    if (path !== '' && isForeignPath(error)) return { status: 'foreign path', path };
    throw error;
  }
}

/** Cases that say nothing cost nearly as much as those that do. */
const maxSkipsPerRun = 20;

function outcomeOf(details: fc.RunDetails<[ModelCase]>, isOutOfWork: boolean): PropertyOutcome {
  const { numRuns: runs, numSkips: skipped, seed, numShrinks: shrinks, counterexample, counterexamplePath } = details;
  if (counterexample === null || counterexamplePath === null) {
    const isExhausted = isOutOfWork || details.failed || runs === 0;
    return isExhausted ? { status: 'exhausted', runs, skipped, isOutOfWork } : { status: 'passed', runs, skipped };
  }
  return {
    status: 'failed',
    runs,
    seed,
    path: counterexamplePath,
    shrinks,
    reason: reasonOf(details.errorInstance),
    counterexample: counterexample[0],
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof PropertyViolation) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** fast-check has no class for it. */
function isForeignPath(error: unknown): boolean {
  return error instanceof Error && /^Unable to replay/.test(error.message);
}
