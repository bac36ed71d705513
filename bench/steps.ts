import { cpuUsage } from 'node:process';
import { fractionInterval } from '../src/numeric/statistics.js';
import { observeEnsemble } from '../src/sde/observe.js';
import { ours, peersHere } from './stepPeers.js';
import { builtin, network, type Setting } from './stepSettings.js';

/*
 * Steps of trajectories a second on one core, ours against what a user would write: scalar, AVX2 and AVX-512 C++, NumPy,
 * Numba, JAX. All take turns in one run and their own CPU time is taken, so that only the ratios mean something; medians
 * over rounds. The shares of trajectories that end within epsilon must agree: Wilson's intervals at 99.9 % overlap. Then
 * what a step costs by parameters, trajectories and threads.
 */

const rounds = 5;

const m2 = (trajectories: number, steps: number): Setting =>
  builtin('M2', 'm2-tanh-neuron.yaml', trajectories, steps, ['eta', 'zeta']);

const settings = [
  builtin('M1', 'm1-quartic-well.yaml', 400, 50_000, ['mu', 'zeta']),
  m2(400, 5_000),
  network(3, 32, 64, 1_000),
  network(10, 32, 64, 300),
  network(3, 1_000, 16, 100),
  network(3, 60_000, 8, 4),
];

/** Steps of the full figure 2: `collapse reproduce fig2 --full`, 50 learning rates and the 6 that its checks read. */
const stepsOfFigure2 = 56 * 1_000 * 100_000;

const peers = [ours, ...peersHere()];
for (const setting of settings) compare(setting);
costByParameters();
costByTrajectories();
await costByThreads();
process.exit();

function compare(one: Setting): void {
  const taking = peers.filter((peer) => peer.takes(one));
  const results = taking.map((): { nanoseconds: number; share: number }[] => []);
  for (let round = 0; round < rounds; round++) for (const [i, peer] of taking.entries()) results[i].push(peer.run(one));
  const medians = results.map((list) => median(list.map(({ nanoseconds }) => nanoseconds)));
  const intervals = results.map(([{ share }]) => {
    return fractionInterval(Math.round(share * one.trajectories), one.trajectories, 0.999).interval;
  });
  console.log(`\n${describe(one)}`);
  for (const [i, peer] of taking.entries()) {
    const [low, high] = intervals[i].map((x) => x.toFixed(3));
    console.log(
      `  ${peer.name.padEnd(20)} ${medians[i].toFixed(2)} ns a step; ours is ${(medians[i] / medians[0]).toFixed(2)} times as fast; collapsed ${results[i][0].share.toFixed(3)} in [${low}, ${high}]`,
    );
  }
  const agree = Math.max(...intervals.map(([low]) => low)) <= Math.min(...intervals.map(([, high]) => high));
  console.log(`  physics: ${agree ? 'all agree on the share that collapses' : 'THE SHARES THAT COLLAPSE DIFFER'}`);
  if (!agree) process.exitCode = 1;
  if (one.id !== 'M2') return;
  const minutes = (stepsOfFigure2 * medians[0]) / 6e10;
  console.log(`  the full figure 2, 5.6e9 steps of this model, takes ${minutes.toFixed(1)} min of one core`);
}

/** d = 2 to 200 on 32 samples. */
function costByParameters(): void {
  console.log('\ncost by the number of parameters d, 32 samples');
  for (const [neurons, trajectories, steps] of [
    [1, 64, 3_000],
    [3, 64, 1_000],
    [10, 32, 300],
    [30, 16, 100],
    [100, 8, 20],
  ]) {
    const setting = network(neurons, 32, trajectories, steps);
    const nanoseconds = median([1, 2, 3].map(() => ours.run(setting).nanoseconds));
    console.log(
      `  d = ${2 * neurons}: ${nanoseconds.toFixed(0)} ns a step, ${(nanoseconds / neurons / 32).toFixed(2)} a neuron and sample`,
    );
  }
}

/** 8 to 3,200 trajectories of M2, as many steps in all. */
function costByTrajectories(): void {
  console.log('\ncost by the number of trajectories, M2');
  for (const trajectories of [8, 80, 800, 3_200]) {
    const setting = m2(trajectories, 1_600_000 / trajectories);
    const nanoseconds = median([1, 2, 3].map(() => ours.run(setting).nanoseconds));
    console.log(`  ${trajectories} trajectories: ${nanoseconds.toFixed(1)} ns a step`);
  }
}

/**
 * The whole engine on one thread and on two. On a machine that does other work wall time says little: the CPU time that two
 * threads take more than one is what they cost each other.
 */
async function costByThreads(): Promise<void> {
  console.log('\ncost by threads, M2 with 1,000 trajectories of 10,000 steps');
  const { model } = m2(1_000, 10_000);
  const taken: { readonly wall: number; readonly cpu: number }[][] = [[], []];
  for (let round = 0; round <= 3; round++) {
    for (const threads of [1, 2]) {
      const before = cpuUsage();
      const begin = performance.now();
      await observeEnsemble(model, model.sets[0], { seed: round, recordedSteps: [10_000], threads });
      const wall = (performance.now() - begin) / 1000;
      const { user, system } = cpuUsage(before);
      // the first round starts workers and compiles
      if (round > 0) taken[threads - 1].push({ wall, cpu: (user + system) / 1e6 });
    }
  }
  const [one, two] = taken.map((list) => ({
    wall: median(list.map(({ wall }) => wall)),
    cpu: median(list.map(({ cpu }) => cpu)),
  }));
  for (const [i, { wall, cpu }] of [one, two].entries())
    console.log(
      `  ${i + 1} thread${i === 0 ? '' : 's'}: ${wall.toFixed(2)} s of wall time, ${cpu.toFixed(2)} s of CPU`,
    );
  const byCpu = (2 * one.cpu) / two.cpu;
  console.log(
    `  two threads are ${(one.wall / two.wall).toFixed(2)} times as fast as one by wall time, ${byCpu.toFixed(2)} by CPU time if each had a core`,
  );
}

function describe({ id, model, trajectories, steps }: Setting): string {
  const samples = model.dynamics.kind === 'loss' ? `, ${model.dynamics.data.rows.length} samples` : '';
  return `${id}, d = ${model.parameters.length}${samples}: ${trajectories} trajectories of ${steps} steps`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
