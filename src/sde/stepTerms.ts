import type { ProgramBuilder } from '../expression/compile/program.js';
import type { StepEquations } from './stepEquations.js';

/** What schemes put together: positions of steps that a builder holds, one a coordinate adapted to the set. */
export interface StepTerms {
  readonly builder: ProgramBuilder;
  readonly equations: StepEquations;
  /** the noises' columns, noises × coordinates */
  readonly columns: readonly (readonly number[])[];
  /** a(z), per unit of t */
  readonly drift: readonly number[];
  /** √h·S(z) ξ, with the normals of the step */
  readonly noise: readonly number[];
}
