import { fromNumber, times } from '../../src/arithmetic/rational.js';
import { openLaboratory } from '../../src/cli/laboratory.js';
import type { Model } from '../../src/model/model.js';
import type { Check } from '../../src/reproduce/check.js';
import { type Checked, checkAll } from '../../src/reproduce/check.js';
import type { Experiment, Laboratory, Size } from '../../src/reproduce/experiment.js';
import type { Findings, Found } from '../../src/reproduce/findings.js';
import { runCells } from '../../src/reproduce/runCells.js';
import type { NetworkTraining } from '../../src/sgd/network/trainNetwork.js';

/** The engines as users have them. */
export const sound: Laboratory = openLaboratory(undefined);

/** Engines that simulate and train another model than they are asked for; predictions stay. */
function mutated(change: (model: Model) => Model): Laboratory {
  return {
    ...sound,
    observe: (model, set, options) => sound.observe(change(model), set, options),
    observeTraining: (model, set, options) => sound.observeTraining(change(model), set, options),
    simulate: (model, set, options) => sound.simulate(change(model), set, options),
    train: (model, set, options) => sound.train(change(model), set, options),
  };
}

/** A constant of the model that is off by a factor. */
export const scaled = (name: string, factor: number): Laboratory =>
  mutated((model) => {
    const value = model.constants.get(name);
    if (value === undefined) throw new Error(`${model.name} has no constant ${name}`);
    return { ...model, constants: new Map(model.constants).set(name, times(value, fromNumber(factor))) };
  });

/** Label noise on samples that are drawn in another way, eight of them or the full batch. */
export const sampled = (sampling: 'with-replacement' | 'none'): Laboratory =>
  mutated((model) => ({
    ...model,
    noise: model.noise.map((noise) =>
      noise.kind === 'label' ? { ...noise, sampling, batch: sampling === 'none' ? ('full' as const) : 8 } : noise,
    ),
  }));

/** Networks trained in another way than they are asked for. */
export const retrained = (change: (training: NetworkTraining) => Partial<NetworkTraining>): Laboratory => ({
  ...sound,
  trainNetwork: (training, steps, options) => sound.trainNetwork({ ...training, ...change(training) }, steps, options),
});

/** What the cells that a test needs found. */
export async function findings(
  experiment: Experiment,
  cells: readonly string[] | 'all',
  laboratory: Laboratory,
  seed = 1,
  size: Size = 'quick',
): Promise<Findings> {
  const chosen = experiment.cells(size).filter(({ id }) => cells === 'all' || cells.includes(id));
  const found = new Map<string, Found>();
  for await (const one of runCells(chosen, laboratory, { seed })) found.set(one.cell, one.found);
  return found;
}

/** The checks of some ids, or all, as `pass` or what they gave. */
export function failing(checks: readonly Check[], found: Findings, ids?: readonly string[]): string[] {
  const decided: Checked[] = checkAll(
    checks.filter(({ id, kind }) => kind !== 'reported' && (ids?.includes(id) ?? true)),
    found,
  );
  return decided.filter(({ pass }) => !pass).map(({ id }) => id);
}
