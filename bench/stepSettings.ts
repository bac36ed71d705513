import { readFileSync } from 'node:fs';
import type { Model } from '../src/model/model.js';
import { readModel } from '../src/model/readModel.js';

/** A model to step, for so many trajectories and steps, and what its peers are told of it. */
export interface Setting {
  readonly id: 'M1' | 'M2' | `net${number}`;
  readonly model: Model;
  readonly trajectories: number;
  readonly steps: number;
  readonly constants: readonly [string, string];
}

/** The folder of the package. */
export const root = new URL('../../', import.meta.url);

/** A built-in model, M2 at a noise where its trajectories end on either side. */
export function builtin(
  id: Setting['id'],
  file: string,
  trajectories: number,
  steps: number,
  constants: Setting['constants'],
): Setting {
  const text = readFileSync(new URL(`src/model/builtin/${file}`, root), 'utf8').replace('zeta: 2 }', 'zeta: 1.8 }');
  const model = readModel(text, file);
  const simulation = { ...model.simulation, trajectories, horizon: model.simulation.dt * steps };
  return { id, model: { ...model, simulation }, trajectories, steps, constants };
}

/** So many tanh neurons on so many samples with label noise. */
export function network(neurons: number, samples: number, trajectories: number, steps: number): Setting {
  const each = (text: (j: number) => string, between: string): string =>
    Array.from({ length: neurons }, (_, j) => text(j + 1)).join(between);
  const names = each((j) => `w${j}, a${j}`, ', ');
  const rows = Array.from({ length: samples }, (_, i) => {
    const x = 2 * Math.sin(1 + i * 0.61803398875);
    return `[${x.toFixed(6)}, ${(Math.tanh(x) + 0.1 * Math.cos(7 * i)).toFixed(6)}]`;
  });
  const text = `
name: net
parameters: [${names}]
inputs: [x]
targets: [y]
output: ${each((j) => `a${j}*tanh(w${j}*x)`, ' + ')}
loss: squared
constants: { eta: 0.02, zeta: 1 }
learningRate: eta
noise: [{ kind: label, std: zeta, batch: 1, sampling: none }]
sets: [{ name: rest, equations: [${names}] }]
simulate: { horizon: ${(0.01 * steps).toFixed(2)}, dt: 0.01, trajectories: ${trajectories}, init: { normal: 0.5 } }
data: { samples: [${rows.join(', ')}] }`;
  const model = readModel(text, `net${neurons}`);
  return { id: `net${neurons}`, model, trajectories, steps, constants: ['eta', 'zeta'] };
}
