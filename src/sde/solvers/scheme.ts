import type { SchemeName } from '../../model/model.js';
import type { StepEquations } from '../stepEquations.js';
import type { StepTerms } from '../stepTerms.js';

/** A way to step the SDE dz = a dt + S dW, as operations of a program. */
export interface Scheme {
  readonly name: SchemeName;
  /** E|z_h(T) − z(T)| is of this order in h */
  readonly strongOrder: number;
  /** |E f(z_h(T)) − E f(z(T))| is of this order in h, f smooth */
  readonly weakOrder: number;
  /** whether it needs one normal for every Brownian motion, rather than any noise of the same law */
  readonly needsColumns: boolean;
  /** why equations are not of its kind, null where they are */
  refusal(equations: StepEquations): string | null;
  /** the increments of z over h (units of t), one position a coordinate */
  increments(terms: StepTerms, dt: number): number[];
}
