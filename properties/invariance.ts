import type fc from 'fast-check';
import { type ModelProperty, PropertyViolation } from './modelProperty.js';
import { onSetPaths, type PathCase, whatLeavesTheSet } from './onSetPaths.js';

/**
 * No update of SGD leaves a set of the model, whatever batch is drawn (theory §3).
 *
 * It judges the model, not this package: a set that is not invariant fails it.
 */
export function invariance(): ModelProperty<PathCase> {
  return {
    name: 'invariance',
    statement: 'no update leaves a set of the model, along random paths with random batches',
    share: 1,
    obstacle: ({ sets }) => (sets.length === 0 ? 'the model states no set' : null),
    cases: (model): fc.Arbitrary<PathCase> => onSetPaths(model),
    check(given) {
      const reason = whatLeavesTheSet(given);
      if (reason !== null) throw new PropertyViolation(reason);
    },
  };
}
