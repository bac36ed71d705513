import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { symbol } from '../src/expression/syntax/expression.js';
import { numericRows, valueAt } from '../src/model/constants.js';
import { initialPoint } from '../src/model/initialPoint.js';
import { randomStream } from '../src/numeric/random.js';
import { escapeTrajectories } from '../src/sde/escapeTrajectories.js';
import { planEnsemble } from '../src/sde/plan.js';
import { root, type Setting } from './stepSettings.js';
import { timed } from './timing.js';

/** What steps trajectories: ours, or a program that a user might write instead. */
export interface Peer {
  readonly name: string;
  /** whether it has the model of a setting */
  takes(setting: Setting): boolean;
  /** nanoseconds of CPU a step, and the share within epsilon */
  run(setting: Setting): { readonly nanoseconds: number; readonly share: number };
}

/** Our engine on one thread; its module is compiled, and has run for a while, before time is taken. */
export const ours: Peer = {
  name: 'ours (WebAssembly)',
  takes: () => true,
  run: ({ model, trajectories, steps }) => {
    const [set] = model.sets;
    const plan = planEnsemble(model, set, 1);
    if (plan.trajectory.watched.step === null) throw new Error('no WebAssembly for this model');
    const run = escapeTrajectories(plan.trajectory);

    const starts = Array.from({ length: trajectories }, (_, i) =>
      initialPoint(model, set, randomStream(plan.startSeed, i)),
    );
    // until V8's best code is there
    for (let warm = 0; warm < 300; )
      warm += Math.max(1, timed(() => run(0, starts.slice(0, Math.max(8, trajectories >> 2)))).milliseconds);
    const { milliseconds, result } = timed(() => run(0, starts));
    const near = result.filter(({ end }) => end === 'on' || end === 'floorReached').length;
    return { nanoseconds: (milliseconds * 1e6) / (trajectories * steps), share: near / trajectories };
  },
};

/** The peers whose tools are here (COLLAPSE_PYTHON names another python3); says which are left out. */
export function peersHere(): Peer[] {
  const folder = mkdtempSync(join(tmpdir(), 'steps-'));
  const python = process.env.COLLAPSE_PYTHON ?? 'python3';
  const quiet = { stdio: 'ignore' } as const;
  const compiled = (name: string, source: string, options: readonly string[], takes: Peer['takes']): Peer | null => {
    const binary = join(folder, name.replace(/\W+/g, ''));
    const file = new URL(`bench/peers/${source}`, root).pathname;
    return program(name, [binary], () => execFileSync('g++', [...options, '-o', binary, file], quiet), takes);
  };
  const script = (name: string, file: string, module: string): Peer | null =>
    program(
      name,
      [python, new URL(`bench/peers/${file}`, root).pathname],
      () => execFileSync(python, ['-c', `import ${module}`], quiet),
      isSmall,
    );
  const vector = ['-O3', '-ffast-math', '-fopenmp-simd'];
  return [
    compiled('scalar C++ -O3', 'scalar.cpp', ['-O3', '-march=native'], () => true),
    script('NumPy', 'vectorised.py', 'numpy'),
    script('Numba', 'compiled.py', 'numba'),
    script('JAX f64', 'traced.py', 'jax'),
    hasFlag('avx2')
      ? compiled('AVX2 C++', 'vectorised.cpp', [...vector, '-march=x86-64-v3', '-mprefer-vector-width=256'], isSmall)
      : leftOut('AVX2 C++'),
    hasFlag('avx512dq')
      ? compiled('AVX-512 C++', 'vectorised.cpp', [...vector, '-march=native', '-mprefer-vector-width=512'], isSmall)
      : leftOut('AVX-512 C++'),
  ].filter((peer) => peer !== null);
}

const isSmall = ({ id }: Setting): boolean => !id.startsWith('net');

/** Whether the CPU has a feature, as Linux tells it. */
function hasFlag(flag: string): boolean {
  try {
    return execFileSync('grep', ['-m1', '-o', '-w', flag, '/proc/cpuinfo']).length > 0;
  } catch {
    return false;
  }
}

function leftOut(name: string): null {
  console.log(`${name}: left out, its tools are missing`);
  return null;
}

function program(
  name: string,
  command: readonly string[],
  prepare: () => void,
  takes: (setting: Setting) => boolean,
): Peer | null {
  try {
    prepare();
  } catch {
    return leftOut(name);
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
