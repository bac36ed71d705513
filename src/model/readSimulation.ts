import { valueAt } from './constants.js';
import type { SimulationSettings } from './model.js';
import { type ModelFile, stepsOfSecond } from './modelFile.js';
import { namesInMessage, type Reading } from './readNames.js';
import { readValues } from './readValues.js';

/** What holds where a model file leaves `simulate`, or a key of it, out: the scale and threshold of the paper's figure 2. */
export const defaultSimulation: SimulationSettings = {
  horizon: 100,
  dt: 0.01,
  scheme: 'euler-maruyama',
  trajectories: 1000,
  initialScale: 0.001,
  initialPoint: null,
  epsilon: 0.01,
  radius: 0.01,
  averagingSteps: 4 * stepsOfSecond,
};

/**
 * Reads `simulate`, with defaultSimulation for what is left out; the scale around a stated point is 0, and the radius at
 * which passages from the set are timed is epsilon, unless given.
 *
 * Throws InputError when the step is longer than the horizon, and for a point that lacks a parameter or is not finite.
 */
export function readSimulation(reading: Reading): SimulationSettings {
  const { file, source } = reading;
  const stated = file.simulate ?? {};
  const horizon = stated.horizon ?? defaultSimulation.horizon;
  const dt = stated.dt ?? defaultSimulation.dt;
  if (dt > horizon) {
    throw source.error(['simulate'], `dt = ${dt} and horizon = ${horizon}`, 'a dt within the horizon');
  }
  const point = stated.init?.point;
  const epsilon = stated.epsilon ?? defaultSimulation.epsilon;
  return {
    horizon,
    dt,
    scheme: stated.scheme ?? defaultSimulation.scheme,
    trajectories: stated.trajectories ?? defaultSimulation.trajectories,
    initialScale: stated.init?.normal ?? (point === undefined ? defaultSimulation.initialScale : 0),
    initialPoint: point === undefined ? null : readPoint(reading, point),
    epsilon,
    radius: stated.radius ?? epsilon,
    averagingSteps: averagingSteps(stated.averaging),
  };
}

function averagingSteps(stated: NonNullable<ModelFile['simulate']>['averaging']): number {
  if (stated === undefined) return defaultSimulation.averagingSteps;
  return 'steps' in stated ? stated.steps : Math.ceil(stated.seconds * stepsOfSecond);
}

function readPoint(reading: Reading, point: Readonly<Record<string, unknown>>): readonly number[] {
  const { source, names } = reading;
  const path = ['simulate', 'init', 'point'];
  const values = readValues(reading, point, path);
  return names.parameters.map((name) => {
    const value = values.get(name);
    if (value !== undefined) return valueAt(value, names.constants);
    const expected = `a value for ${namesInMessage(names.parameters, names)}`;
    throw source.error(path, `${name} is missing`, expected);
  });
}
