import fc from 'fast-check';
import { differentiate } from '../src/expression/calculus/differentiate.js';
import { crossCheckDerivatives } from '../src/symbolic/crossCheck.js';
import { type ModelCase, type ModelProperty, PropertyViolation } from './modelProperty.js';

/** A model, and the numbers that its names take in turn. */
export interface EnginesCase extends ModelCase {
  readonly values: readonly number[];
}

/** Derivatives from the core are those from mathjs and nerdamer; where they differ, a difference quotient confirms ours. */
export function otherEngines(): ModelProperty<EnginesCase> {
  return {
    name: 'other-engines',
    statement: 'no difference quotient takes the side of mathjs or nerdamer against a derivative of ours',
    share: 1 / 4,
    obstacle: () => null,
    cases: (model) =>
      fc
        .array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 5, maxLength: 5 })
        .map((values) => ({ model, values })),
    async check({ model, values }) {
      const { agreeing, differing } = await crossCheckDerivatives(model, differentiate, [values]);
      fc.pre(agreeing.mathjs + agreeing.nerdamer + differing.length > 0);
      for (const { ours, sentence } of differing) if (ours === 'contradicts') throw new PropertyViolation(sentence);
    },
  };
}
