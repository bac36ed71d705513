import { InputError } from '../arithmetic/inputError.js';
import { batchSize } from '../model/constants.js';
import type { Model } from '../model/model.js';
import { paceOf } from '../model/schedule.js';

/** Steps that the ensembles of one command may take together, unless --max-steps says another number: some minutes of work. */
export const usualMaxSteps = 1_000_000_000;

/** The same for the cells of a sweep: hours of work, in parts that are kept. */
export const usualMaxStepsOfSweep = 20_000_000_000;

/**
 * What a run of a model will cost, in words, before it starts; null where it is a matter of seconds or of a minute.
 *
 * A small learning rate makes many steps of a horizon that is stated in t = η·step.
 */
export function costSentence(model: Model): string | null {
  const { name, simulation } = model;
  const { horizon, trajectories } = simulation;
  const long = ensemblesOf(model).filter(
    ({ steps }) => steps > manySteps || steps * trajectories * widthOf(model) > muchWork,
  );
  if (long.length === 0) return null;
  const parts = long.map(({ what, steps }) => `${count(steps)} steps of ${what}`);
  return `${name}: a horizon of ${horizon} takes ${parts.join(' and ')}, ${count(trajectories)} trajectories each; --quick, or a shorter horizon, costs less\n`;
}

/** What measuring the cells of a sweep will cost, in words, before it starts; null where it is a matter of minutes. */
export function sweepCostSentence(cells: readonly Model[]): string | null {
  const total = stepsOfAll(cells);
  if (total * widthOf(cells[0]) <= muchWork) return null;
  return `${cells[0].name}: ${count(cells.length)} cells take ${count(total)} steps, all trajectories together; a shorter horizon or fewer trajectories cost less\n`;
}

/**
 * Refuses ensembles that take more steps than allowed, all trajectories together, or hold too many samples in one, before
 * any starts. Throws InputError with the number.
 */
export function requireLength(models: readonly Model[], most = usualMaxSteps): void {
  for (const model of models) {
    const drawn = largestBatch(model);
    if (drawn <= mostSamples) continue;
    const what = `a step of SGD draws ${count(drawn)} samples, more than the ${count(mostSamples)} that training holds`;
    throw new InputError(model.name, what, 'a smaller batch');
  }
  const total = stepsOfAll(models);
  if (total <= most) return;
  const longest = models.reduce((most, model) => (stepsOf(model) > stepsOf(most) ? model : most));
  const parts = ensemblesOf(longest).map(({ what, steps }) => `${count(steps)} of ${what}`);
  const { horizon, trajectories } = longest.simulation;
  throw new InputError(
    longest.name,
    `the ensembles take ${count(total)} steps, more than the ${count(most)} that --max-steps allows: a horizon of ${horizon} is ${parts.join(' and ')}, ${count(trajectories)} trajectories each`,
    `a shorter horizon, fewer trajectories, or --max-steps ${writable(total)}`,
  );
}

/** Whether `requireLength` lets the ensembles of a model pass. */
export function isOfLength(model: Model, most = usualMaxSteps): boolean {
  return stepsOf(model) <= most && largestBatch(model) <= mostSamples;
}

/** Steps of the ensembles of both processes, all trajectories together. */
function stepsOf(model: Model): number {
  return ensemblesOf(model).reduce((total, { steps }) => total + steps * model.simulation.trajectories, 0);
}

function stepsOfAll(models: readonly Model[]): number {
  return models.reduce((sum, model) => sum + stepsOf(model), 0);
}

/** Samples that a step looks at. */
function widthOf(model: Model): number {
  return model.dynamics.kind === 'loss' ? Math.max(model.dynamics.data.rows.length, largestBatch(model)) : 1;
}

function largestBatch({ dynamics, noise }: Model): number {
  return dynamics.kind === 'sde' ? 0 : Math.max(0, ...noise.map((one) => batchSize(one, dynamics.data)));
}

/** Of one step; several trajectories are trained at once, in tensors of several numbers a sample. */
const mostSamples = 1_000_000;

function ensemblesOf(model: Model): { readonly what: string; readonly steps: number }[] {
  const { dynamics, simulation } = model;
  const { horizon, dt } = simulation;
  return [
    { what: 'the SDE', steps: Math.round(horizon / dt) },
    ...(dynamics.kind === 'loss' ? [{ what: 'SGD', steps: paceOf(model, dynamics).until }] : []),
  ];
}

/** Tensors take a few microseconds a step at least: some minutes. */
const manySteps = 2_000_000;
/** Evaluations of a sample's gradient. */
const muchWork = 2e9;

function count(value: number): string {
  return value < 1e15 ? value.toLocaleString('en') : value.toPrecision(3);
}

/** A number that is not below the value, short to write. */
function writable(value: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return value < 1e15 ? String(Math.ceil(value / unit) * unit) : (value * 1.01).toPrecision(3);
}
