import { InputError } from '../arithmetic/inputError.js';
import type { Model } from '../model/model.js';
import { paceOf } from '../model/schedule.js';

/** Steps that the ensembles of one command may take together, unless --max-steps says another number: hours of work. */
export const usualMaxSteps = 20_000_000_000;

/**
 * What a run of a model will cost, in words, before it starts; null where it is a matter of seconds or of a minute.
 *
 * A small learning rate makes many steps of a horizon that is stated in t = η·step.
 */
export function costSentence(model: Model): string | null {
  const { name, dynamics, simulation } = model;
  const { horizon, trajectories } = simulation;
  const width = dynamics.kind === 'loss' ? dynamics.data.rows.length : 1;
  const long = ensemblesOf(model).filter(({ steps }) => steps > manySteps || steps * trajectories * width > muchWork);
  if (long.length === 0) return null;
  const parts = long.map(({ what, steps }) => `${count(steps)} steps of ${what}`);
  return `${name}: a horizon of ${horizon} takes ${parts.join(' and ')}, ${count(trajectories)} trajectories each; --quick, or a shorter horizon, costs less\n`;
}

/**
 * Refuses ensembles that take more steps than allowed, all trajectories together, before any starts: of each model, so many
 * times. Throws InputError with the number.
 */
export function requireLength(models: readonly Model[], maxSteps: number | undefined, times = 1): void {
  const most = maxSteps ?? usualMaxSteps;
  const total = models.reduce((sum, model) => sum + times * stepsOf(model), 0);
  if (total <= most) return;
  const [longest] = models.toSorted((a, b) => stepsOf(b) - stepsOf(a));
  const parts = ensemblesOf(longest).map(({ what, steps }) => `${count(steps)} of ${what}`);
  const { horizon, trajectories } = longest.simulation;
  throw new InputError(
    longest.name,
    `the ensembles take ${count(total)} steps, more than the ${count(most)} that --max-steps allows: a horizon of ${horizon} is ${parts.join(' and ')}, ${count(trajectories)} trajectories each`,
    `a shorter horizon, fewer trajectories, or --max-steps ${writable(total)}`,
  );
}

/** Steps of the ensembles of both processes, all trajectories together. */
export function stepsOf(model: Model): number {
  return ensemblesOf(model).reduce((total, { steps }) => total + steps * model.simulation.trajectories, 0);
}

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
