import { learningRateValue } from '../model/constants.js';
import type { Model } from '../model/model.js';

/**
 * What a run of a model will cost, in words, before it starts; null where it is a matter of seconds or of a minute.
 *
 * A small learning rate makes many steps of a horizon that is stated in t = η·step.
 */
export function costSentence(model: Model): string | null {
  const { name, dynamics, simulation } = model;
  const { horizon, dt, trajectories } = simulation;
  const costs = [
    {
      what: 'the SDE',
      steps: Math.round(horizon / dt),
      width: dynamics.kind === 'loss' ? dynamics.data.rows.length : 1,
    },
    ...(dynamics.kind === 'loss'
      ? [{ what: 'SGD', steps: Math.round(horizon / learningRateValue(model)), width: dynamics.data.rows.length }]
      : []),
  ];
  const long = costs.filter(({ steps, width }) => steps > manySteps || steps * trajectories * width > muchWork);
  if (long.length === 0) return null;
  const parts = long.map(({ what, steps }) => `${count(steps)} steps of ${what}`);
  return `${name}: a horizon of ${horizon} takes ${parts.join(' and ')}, ${count(trajectories)} trajectories each; --quick, or a shorter horizon, costs less\n`;
}

/** Tensors take a few microseconds a step at least: some minutes. */
const manySteps = 2_000_000;
/** Evaluations of a sample's gradient. */
const muchWork = 2e9;

function count(value: number): string {
  return value.toLocaleString('en');
}
