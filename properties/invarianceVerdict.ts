import type fc from 'fast-check';
import { isZero, minus, type Rational, times, zero } from '../src/arithmetic/rational.js';
import { evaluateExact } from '../src/expression/evaluation/evaluateExact.js';
import type { Model } from '../src/model/model.js';
import type { Counterexample, Derivation } from '../src/symbolic/derivation.js';
import { deriveSet } from '../src/symbolic/derive.js';
import { type ModelProperty, PropertyViolation } from './modelProperty.js';
import { leavingTest } from './normalPushes.js';
import { onSetPaths, type PathCase, whatLeavesTheSet } from './onSetPaths.js';

export interface VerdictCase extends PathCase {
  readonly derivation: Pick<Derivation, 'invariance' | 'smoothness'>;
}

/**
 * The derivation is right about invariance: random updates never leave a set that it proves, and the counterexample of a
 * set that it refutes lies on the set and is moved off it (theory §3).
 */
export function invarianceVerdict(): ModelProperty<VerdictCase> {
  return {
    name: 'invariance-verdict',
    statement:
      'random updates do not leave a set that the derivation proves, and leave one that it refutes at its counterexample',
    share: 1,
    obstacle: ({ sets }) => (sets.length === 0 ? 'the model states no set' : null),
    cases(model): fc.Arbitrary<VerdictCase> {
      // invariance speaks of every data set: one derivation for all variations of the data
      const derivations = new Map<PathCase['set'], Derivation>();
      const derivationOf = (set: PathCase['set']): Derivation => {
        const known = derivations.get(set) ?? deriveSet(model, set);
        derivations.set(set, known);
        return known;
      };
      return onSetPaths(model).map((path) => ({ ...path, derivation: derivationOf(path.set) }));
    },
    check(given) {
      const reason = contradiction(given);
      if (reason !== null) throw new PropertyViolation(reason);
    },
  };
}

function contradiction(given: VerdictCase): string | null {
  const { invariance, smoothness } = given.derivation;
  switch (invariance.status) {
    case 'proved': {
      const reason = whatLeavesTheSet(given);
      return reason && `the set is proved invariant, and ${reason}`;
    }
    case 'refuted':
      // at a kink another subgradient may push than the one that a gradient takes
      return smoothness.status === 'smooth' ? whatIsWrongWith(invariance.counterexample, given) : null;
    case 'undecided':
      return null;
  }
}

function whatIsWrongWith({ theta, sample }: Counterexample, { model, set }: VerdictCase): string | null {
  const point = model.parameters.map((name) => theta.get(name) ?? zero);
  if (!isOnSet(model, set, point)) return 'the counterexample is off the set';
  const isMoved = leavingTest(model, set)(point, [[...sample.values()]]) !== null;
  return isMoved ? null : 'the set is refuted, and nothing moves the counterexample off it';
}

/** Sets whose offsets have no exact value are not looked at. */
function isOnSet({ constants }: Model, set: PathCase['set'], point: readonly Rational[]): boolean {
  return set.rows.every((row, k) => {
    const offset = evaluateExact(set.offsets[k], constants);
    const residual = row.reduce((left, entry, i) => minus(left, times(entry, point[i])), offset ?? zero);
    return offset === null || isZero(residual);
  });
}
