import type { ReplicaStream } from '../numeric/replicaStream.js';
import { type GradientPart, gradientParts, layOutStep, type StepLayout, stepModule } from './blockStep.js';
import { type DrawnSamples, DrawRows } from './drawRows.js';
import type { Objective } from './objective.js';
import type { Trainer } from './trainer.js';

/**
 * SGD of a group of replicas in doubles, many at once in WebAssembly, with gradients from the formula: as doubleTrainer.ts
 * does it, but for roundings. Null where WebAssembly lacks an operation.
 *
 * A replica does not depend on which others it is trained with.
 */
export function openBlockTrainer(
  objective: Objective,
  starts: readonly ArrayLike<number>[],
  streams: readonly ReplicaStream[],
): Trainer | null {
  const parts = partsOf(objective);
  if (parts === null) return null;
  const { parameters, momentum, rate, rows } = objective;
  let steps = 0;
  const source = new DrawRows(objective, streams);
  const { memory, words } = source.normals;
  const layout = layOutStep(objective, parts, source.normals);
  memory.grow(Math.max(0, Math.ceil((layout.end - memory.buffer.byteLength) / pageSize)));
  const doubles = new Float64Array(memory.buffer);
  const row = (start: number, index: number): Float64Array => {
    const first = start / 8 + index * layout.stride;
    return doubles.subarray(first, first + starts.length);
  };
  doubles.set(rows, layout.rows / 8);
  const theta = parameters.map((_, j) => row(layout.theta, j));
  const velocity = momentum === 0 ? [] : parameters.map((_, j) => row(layout.velocity, j));
  for (const [j, column] of theta.entries()) for (const [i, start] of starts.entries()) column[i] = start[j];
  const stepOf = stepFunctions(objective, parts, layout, memory, words);
  const point = new Float64Array(parameters.length);
  const speed = new Float64Array(velocity.length);
  return {
    step() {
      const drawn = source.next();
      doubles[layout.rate / 8] = rate(steps++);
      writeSamples(layout, doubles, drawn);
      stepOf(drawn.map(({ size }) => size))();
    },
    read: () => theta,
    adjust(replicas, change) {
      for (const i of replicas) {
        for (const [j, column] of theta.entries()) point[j] = column[i];
        for (const [j, column] of velocity.entries()) speed[j] = column[i];
        change(i, point, speed);
        for (const [j, column] of theta.entries()) column[i] = point[j];
        for (const [j, column] of velocity.entries()) column[i] = speed[j];
      }
    },
    save: () => ({
      steps,
      theta: theta.map((column) => column.slice()),
      velocity: velocity.map((column) => column.slice()),
      draws: source.save(),
    }),
    restore(state) {
      steps = state.steps;
      for (const [j, column] of theta.entries()) column.set(state.theta[j]);
      for (const [j, column] of velocity.entries()) column.set(state.velocity[j]);
      source.restore(state.draws);
    },
    dispose() {},
  };
}

const pageSize = 65536;

/** Gradients of an objective are worked out once, however many groups are trained. */
function partsOf(objective: Objective): readonly GradientPart[] | null {
  const known = worked.get(objective);
  if (known !== undefined) return known;
  const parts = gradientParts(objective);
  worked.set(objective, parts);
  return parts;
}

const worked = new WeakMap<Objective, readonly GradientPart[] | null>();

/** The step for batches of given sizes: epochs end with a smaller one. */
function stepFunctions(
  objective: Objective,
  parts: readonly GradientPart[],
  layout: StepLayout,
  memory: WebAssembly.Memory,
  words: Map<bigint, number>,
): (sizes: readonly number[]) => () => void {
  const known = new Map<string, () => void>();
  return (sizes) => {
    const key = sizes.join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const module = compiledStep(objective, parts, layout, sizes, words);
    const step = new WebAssembly.Instance(module, { env: { memory } }).exports.step as () => void;
    known.set(key, step);
    return step;
  };
}

/** The module of a step, compiled once for all groups of one size that keep the same constants in their memory. */
function compiledStep(
  objective: Objective,
  parts: readonly GradientPart[],
  layout: StepLayout,
  sizes: readonly number[],
  words: Map<bigint, number>,
): WebAssembly.Module {
  const modules = compiled.get(parts) ?? new Map<string, { module: WebAssembly.Module; added: readonly bigint[] }>();
  compiled.set(parts, modules);
  const key = [layout.stride, layout.end, sizes, ...words.keys()].join(' ');
  const known = modules.get(key);
  if (known !== undefined) {
    for (const word of known.added) words.set(word, words.size);
    return known.module;
  }
  const before = words.size;
  const module = new WebAssembly.Module(stepModule(objective, parts, layout, sizes, words) as BufferSource);
  modules.set(key, { module, added: [...words.keys()].slice(before) });
  return module;
}

const compiled = new WeakMap<
  readonly GradientPart[],
  Map<string, { readonly module: WebAssembly.Module; readonly added: readonly bigint[] }>
>();

/** Puts drawn data beside one another by replicas. */
function writeSamples(
  { stride, columns: places }: StepLayout,
  doubles: Float64Array,
  drawn: readonly DrawnSamples[],
): void {
  for (const [k, { size, columns }] of drawn.entries()) {
    for (const [name, column] of (columns ?? []).entries()) {
      const first = places[k] / 8 + name * size * stride;
      const replicas = column.length / size;
      let at = 0;
      for (let i = 0; i < replicas; i++) {
        for (let sample = 0; sample < size; sample++) doubles[first + sample * stride + i] = column[at++];
      }
    }
  }
}
