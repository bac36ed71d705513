import type { StepTerms } from '../stepTerms.js';

/** A way to step the SDE dz = a dt + S dW, as operations of a program. */
export interface Scheme {
  readonly name: string;
  /** E|z_h(T) − z(T)| is of this order in h */
  readonly strongOrder: number;
  /** |E f(z_h(T)) − E f(z(T))| is of this order in h, f smooth */
  readonly weakOrder: number;
  /** the increments of z over h (units of t), one position a coordinate */
  increments(terms: StepTerms, dt: number): number[];
}
