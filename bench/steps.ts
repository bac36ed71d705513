import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { symbol } from '../src/expression/syntax/expression.js';
import { numericRows, valueAt } from '../src/model/constants.js';
import { initialPoint } from '../src/model/initialPoint.js';
import type { Model } from '../src/model/model.js';
import { readModel } from '../src/model/readModel.js';
import { randomStream } from '../src/numeric/random.js';
import { wilsonInterval } from '../src/numeric/statistics.js';
import { blockEscapes } from '../src/sde/blockEscapes.js';
import { planEnsemble } from '../src/sde/plan.js';
import { timed } from './timing.js';

/*
 * Steps of trajectories a second on one core, ours against what a user would write: scalar C++ (g++ -O3 -march=native) and
 * NumPy. All take turns in one run and their own CPU time is taken, so that only the ratios mean something; medians over
 * rounds. The share of trajectories that end within epsilon must agree within Wilson's intervals at 99.9 %.
 */

interface Peer {
  readonly name: string;
  /** whether it has the model of a setting; all where left out */
  takes?(setting: Setting): boolean;
  /** nanoseconds a step, and the share within epsilon */
  run(setting: Setting): { readonly nanoseconds: number; readonly share: number };
}

interface Setting {
  readonly id: 'M1' | 'M2' | `net${number}`;
  readonly model: Model;
  readonly trajectories: number;
  readonly steps: number;
  readonly constants: readonly [string, string];
}

const rounds = 5;
const root = new URL('../../', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'steps-'));

function setting(
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
function network(neurons: number, samples: number, trajectories: number, steps: number): Setting {
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

const ours: Peer = {
  name: 'ours (WebAssembly)',
  run: ({ model, trajectories, steps }) => {
    const [set] = model.sets;
    const plan = planEnsemble(model, set, 1);
    const run = blockEscapes(plan.trajectory);
    if (run === null) throw new Error('no WebAssembly for this model');
    const starts = Array.from({ length: trajectories }, (_, i) =>
      initialPoint(model, set, randomStream(plan.startSeed, i)),
    );
    run(0, starts.slice(0, Math.max(8, trajectories >> 2)));
    const { milliseconds, result } = timed(() => run(0, starts));
    const near = result.filter(({ end }) => end === 'on' || end === 'floorReached').length;
    return { nanoseconds: (milliseconds * 1e6) / (trajectories * steps), share: near / trajectories };
  },
};

function program(
  name: string,
  command: readonly string[],
  prepare: () => void,
  takes: (setting: Setting) => boolean = () => true,
): Peer | null {
  try {
    prepare();
  } catch {
    console.log(`${name}: left out, its tools are missing`);
    return null;
  }
  return {
    name,
    takes,
    run: ({ id, model, trajectories, steps, constants }) => {
      const values = constants.map((constant) => String(valueAt(symbol(constant), model.constants)));
      const { dt, epsilon } = model.simulation;
      const data = model.dynamics.kind === 'loss' ? numericRows(model.dynamics.data) : new Float64Array(0);
      const input = Array.from({ length: data.length / 2 }, (_, i) => `${data[2 * i]} ${data[2 * i + 1]}`).join('\n');
      const rest = [id, trajectories, steps, dt, epsilon, ...values].map(String);
      const [nanoseconds, share] = execFileSync(command[0], [...command.slice(1), ...rest], { input })
        .toString()
        .split(' ')
        .map(Number);
      return { nanoseconds, share };
    },
  };
}

const binary = join(folder, 'scalar');
const source = new URL('bench/peers/scalar.cpp', root).pathname;
const peers = [
  ours,
  program('scalar C++ -O3', [binary], () =>
    execFileSync('g++', ['-O3', '-march=native', '-o', binary, source], { stdio: 'ignore' }),
  ),
  program(
    'NumPy',
    ['python3', new URL('bench/peers/vectorised.py', root).pathname],
    () => execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' }),
    ({ id }) => !id.startsWith('net'),
  ),
].filter((peer) => peer !== null);

const settings = [
  setting('M1', 'm1-quartic-well.yaml', 400, 50_000, ['mu', 'zeta']),
  setting('M2', 'm2-tanh-neuron.yaml', 400, 5_000, ['eta', 'zeta']),
  network(3, 32, 64, 1_000),
  network(10, 32, 64, 300),
  network(3, 1_000, 16, 100),
  network(3, 60_000, 8, 4),
];

for (const one of settings) {
  const taking = peers.filter((peer) => peer.takes?.(one) ?? true);
  const results = taking.map((): { nanoseconds: number; share: number }[] => []);
  for (let round = 0; round < rounds; round++) for (const [i, peer] of taking.entries()) results[i].push(peer.run(one));
  const median = results.map((list) => list.map((r) => r.nanoseconds).sort((a, b) => a - b)[rounds >> 1]);
  const { dynamics, parameters } = one.model;
  const samples = dynamics.kind === 'loss' ? `, ${dynamics.data.rows.length} samples` : '';
  console.log(`${one.id}, d = ${parameters.length}${samples}: ${one.trajectories} trajectories of ${one.steps} steps`);
  for (const [i, peer] of taking.entries()) {
    const { share } = results[i][0];
    const { interval } = wilsonInterval(Math.round(share * one.trajectories), one.trajectories, 0.999);
    console.log(
      `  ${peer.name.padEnd(20)} ${median[i].toFixed(2)} ns a step; ours is ${(median[i] / median[0]).toFixed(2)} times as fast; collapsed ${share.toFixed(3)} in [${interval.map((x) => x.toFixed(3)).join(', ')}]`,
    );
  }
  if (one.id === 'M2') {
    // a sweep makes as many steps near the set again, for the exponent
    const hours = (2 * 50 * 1_000 * 100_000 * median[0]) / 3.6e12;
    console.log(`  a sweep of 50 cells × 1,000 trajectories × 100,000 steps takes ${hours.toFixed(2)} h of one core`);
  }
}
