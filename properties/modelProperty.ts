import type fc from 'fast-check';
import type { Model } from '../src/model/model.js';

/** What one run of a property looks at: a model, and what else the property draws. */
export interface ModelCase {
  /** holds what was drawn as far as a model file can: the samples, and the point as the start of `simulate` */
  readonly model: Model;
}

/** A statement about models that random cases can refute. */
export interface ModelProperty<Case extends ModelCase = ModelCase> {
  /** one word, hyphens in it */
  readonly name: string;
  /** what holds; where chance can refute it, with the probability that it does */
  readonly statement: string;
  /** the share of the runs that is asked for: below 1 where one run costs as much as many others */
  readonly share: number;
  /** why the property says nothing of a model, or null where it says something */
  obstacle(model: Model): string | null;
  /** cases made from the model, which shrink towards few samples and small numbers */
  cases(model: Model): fc.Arbitrary<Case>;
  /** Throws PropertyViolation where the statement does not hold, and fast-check's PreconditionFailure where it says nothing. */
  check(given: Case): void | Promise<void>;
}

/** A statement that does not hold, told in one sentence. */
export class PropertyViolation extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PropertyViolation';
  }
}
