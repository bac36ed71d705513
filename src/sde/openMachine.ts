import type { BlockShape } from './blockLayout.js';
import { type Machine, openBlockMachine } from './blockMachine.js';
import { type NearMoves, openScriptMachine } from './scriptMachine.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** Compiles what steps and watches the trajectories of a plan; `moves` belongs to those near the set. */
export type OpenMachine = (
  plan: TrajectoryPlan,
  programs: Pick<BlockShape, 'watch' | 'rescue' | 'period'>,
  moves: NearMoves | null,
) => Machine;

/** In WebAssembly, or in JavaScript where that lacks an operation of the model: the same up to roundings of normal numbers and functions. */
export const machineOf: OpenMachine = (plan, programs, moves) => {
  const { step } = plan.watched;
  return step === null ? scriptMachine(plan, programs, moves) : openBlockMachine(plan.kernel, { step, ...programs });
};

/** The machine in JavaScript, whatever the model. */
export const scriptMachine: OpenMachine = ({ kernel }, programs, moves) => openScriptMachine(kernel, programs, moves);
