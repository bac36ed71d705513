import { gradient } from '../expression/calculus/differentiate.js';
import { type Program, ProgramBuilder } from '../expression/compile/program.js';
import { Body, local } from '../expression/compile/wasm/body.js';
import { emitVector, isVectorisable } from '../expression/compile/wasm/emitVector.js';
import { type Code, encodeModule } from '../expression/compile/wasm/encode.js';
import { f64x2, i32, loop, memory } from '../expression/compile/wasm/vector.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { NormalRows } from '../numeric/normalRows.js';
import { rowsOfAStep } from './drawRows.js';
import type { Objective } from './objective.js';

/** A part of the gradient of an objective as a program: inputs θ and noise that is drawn once, samples' data and label noise. */
export interface GradientPart {
  readonly program: Program;
  /** what the results are to be divided by the size of: the batch of a noise, by its number, or all samples */
  readonly over: number | 'data' | 'nothing';
}

/** The gradient of an objective (see Objective) as a sum of parts; null where WebAssembly lacks one of their operations. */
export function gradientParts(objective: Objective): readonly GradientPart[] | null {
  const { batches, sampleCount, regulariser, outputs, residualNoise, gradientNoise } = objective;
  const fullBatches = 1 - batches.length;
  const parts: GradientPart[] = [{ program: ofRegulariser(objective, regulariser), over: 'nothing' }];
  for (const [batch, { labelNoise }] of batches.entries()) {
    const labels = outputs.map(
      (_, m) => (builder: ProgramBuilder) =>
        builder.multiply(builder.number(labelNoise), builder.sampled(`label ${m}`)),
    );
    parts.push({ program: ofSamples(objective, 1, labelNoise === 0 ? [] : [labels]), over: batch });
  }
  if (fullBatches !== 0 || residualNoise.length > 0) {
    const residuals = residualNoise.map((std, r) =>
      outputs.map((_, m) => (builder: ProgramBuilder) => {
        const drawn = builder.input(`residual ${r * outputs.length + m}`);
        return builder.multiply(builder.number(std), drawn);
      }),
    );
    parts.push({ program: ofSamples(objective, fullBatches, residuals), over: 'data' });
  }
  if (gradientNoise.length > 0) parts.push({ program: ofGradientNoise(objective), over: 'nothing' });
  const operations = parts.flatMap(({ program }) => program.operations);
  const numbers = new Set(operations.flatMap((one) => (one.kind === 'number' ? [one.value] : [])));
  const isSmall = numbers.size <= mostNumbers && operations.length <= longest;
  return sampleCount > 0 && isSmall && parts.every(({ program }) => isVectorisable(program)) ? parts : null;
}

/** A module keeps its constants in one page, functions have some of their own. */
const mostNumbers = 150;

/** Beyond this many operations V8 takes longer over a function than training does. */
const longest = 3000;

function bound({ parameters, dataNames }: Objective): ProgramBuilder {
  const builder = new ProgramBuilder();
  for (const [j, name] of parameters.entries()) builder.bind(name, builder.input(`theta ${j}`));
  for (const [i, name] of dataNames.entries()) builder.bind(name, builder.sampled(`datum ${i}`));
  return builder;
}

function ofRegulariser(objective: Objective, regulariser: Expression): Program {
  const builder = bound(objective);
  return builder.program(gradient(regulariser, objective.parameters).map((slope) => builder.lower(slope)));
}

/** Σ_q S_q ξ_q over the columns of all noises. */
function ofGradientNoise(objective: Objective): Program {
  const builder = bound(objective);
  const columns = objective.gradientNoise.flatMap((noise) => noise.columns);
  const drawn = columns.map((_, q) => builder.input(`gradient ${q}`));
  return builder.program(
    objective.parameters.map((_, j) =>
      builder.total(columns.map((column, q) => builder.multiply(drawn[q], builder.lower(column[j])))),
    ),
  );
}

/** Sums over samples of `share` · ∇ℓ − Σ noise · ∇f_m. */
function ofSamples(
  objective: Objective,
  share: number,
  noises: readonly (readonly ((builder: ProgramBuilder) => number)[])[],
): Program {
  const { parameters, loss, outputs } = objective;
  const builder = bound(objective);
  const ofLoss = gradient(loss, parameters);
  const ofOutputs = outputs.map((output) => gradient(output, parameters));
  return builder.program(
    parameters.map((_, j) => {
      const terms = share === 0 ? [] : [builder.multiply(builder.number(share), builder.lower(ofLoss[j]))];
      for (const noise of noises) {
        for (const [m, drawn] of noise.entries()) {
          terms.push(builder.arithmetic('negate', builder.multiply(drawn(builder), builder.lower(ofOutputs[m][j]))));
        }
      }
      return builder.sumOverSamples(builder.total(terms));
    }),
  );
}

/** Where things stand in the memory of a module, in bytes; replicas stand side by side, a row of `stride` doubles. */
export interface StepLayout {
  /** replicas in flight, in vectors of two */
  readonly lanes: number;
  readonly stride: number;
  /** rows of normal numbers (see RowsOfAStep) */
  readonly normals: number;
  /** η of the step */
  readonly rate: number;
  /** N × names */
  readonly rows: number;
  /** values of some samples, for emitSamples */
  readonly values: number;
  /** d rows */
  readonly theta: number;
  /** d rows; empty without momentum */
  readonly velocity: number;
  /** for each batch names × size rows of drawn data; none of the full batch */
  readonly columns: readonly number[];
  readonly end: number;
}

/** Lays out the memory behind the normal numbers. */
export function layOutStep(
  objective: Objective,
  parts: readonly GradientPart[],
  { stride, rows: normals, end: first }: Pick<NormalRows, 'stride' | 'rows' | 'end'>,
): StepLayout {
  const { parameters, dataNames, rows, momentum, batches } = objective;
  const longestPart = Math.max(...parts.map(({ program }) => program.operations.length));
  const lanes = longestPart > crowded ? 2 : 4;
  let end = 16 * Math.ceil(first / 16);
  const take = (doubles: number): number => {
    const start = end;
    end += 16 * Math.ceil(doubles / 2);
    return start;
  };
  const d = parameters.length;
  return {
    lanes,
    stride,
    normals,
    rate: take(1),
    rows: take(rows.length),
    values: take(valueDoubles(longestPart, lanes)),
    theta: take(d * stride),
    velocity: take(momentum === 0 ? 0 : d * stride),
    columns: batches.map(({ sampling, size }) => take(sampling === 'all' ? 0 : dataNames.length * size * stride)),
    end,
  };
}

/** Vectors in flight fill the registers of long programs with two already. */
const crowded = 120;

/** Half of a first-level cache, or what eight samples take. */
function valueDoubles(operations: number, lanes: number): number {
  return Math.max(2048, 8 * 2 * lanes * operations);
}

/**
 * The module whose `step()` makes one step of SGD of every replica (see openTrainer) at batches of given sizes,
 * one a noise. `words` are the constants that modules of one memory share.
 */
export function stepModule(
  objective: Objective,
  parts: readonly GradientPart[],
  layout: StepLayout,
  sizes: readonly number[],
  words: Map<bigint, number>,
): Uint8Array {
  const { dataNames, sampleCount, momentum, nesterov, decoupledDecay, batches } = objective;
  const isClipped = objective.clippingNorm !== Infinity;
  const { lanes, stride, normals, rate, rows, values } = layout;
  const drawn = rowsOfAStep(objective, sizes);
  const body = new Body(0, words);
  const group = local(0);
  const rowBytes = 8 * stride;
  const everyLane = (make: (lane: number) => Code): Code[] => Array.from({ length: lanes }, (_, lane) => make(lane));
  const at = (start: number, row: number, lane: number): number => start + row * rowBytes + 16 * lane;
  body.variable('i32');
  const end = i32.constant(rowBytes);
  body.set(group, i32.constant(0));
  const oneGroup = body.block(() => {
    const theta = objective.parameters.map((_, j) =>
      everyLane((lane) => body.let(memory.load(group, at(layout.theta, j, lane)))),
    );
    const slopes = theta.map(() => everyLane(() => body.let(body.double(0))));
    for (const { program, over } of parts) {
      const batch = typeof over === 'number' ? over : null;
      const count = batch === null ? sampleCount : sizes[batch];
      const datum = body.variable('i32');
      const label = body.variable('i32');
      const isShared = batch === null || batches[batch].sampling === 'all';
      const columns = batch === null ? 0 : layout.columns[batch];
      const labels = batch === null ? 0 : normals + drawn.labels[batch] * rowBytes;
      const results = emitVector(body, program, {
        lanes,
        number: (value) => body.double(value),
        input: (name, lane) => {
          const [kind, index] = name.split(' ');
          if (kind === 'theta') return theta[Number(index)][lane];
          const first = kind === 'residual' ? drawn.residuals : drawn.gradients[0];
          return body.let(memory.load(group, at(normals, first + Number(index), lane)));
        },
        sampled: (name, lane) => {
          const [kind, index] = name.split(' ');
          if (kind === 'label') return memory.load(label, Number(index) * count * rowBytes + 16 * lane);
          if (isShared) return memory.splat(datum, 8 * Number(index));
          return memory.load(datum, Number(index) * count * rowBytes + 16 * lane);
        },
        sampleCount: count,
        pointers: [
          isShared
            ? { variable: datum, start: i32.constant(rows), stride: 8 * dataNames.length }
            : { variable: datum, start: i32.add(group, i32.constant(columns)), stride: rowBytes },
          { variable: label, start: i32.add(group, i32.constant(labels)), stride: rowBytes },
        ],
        staging: { address: values, bytes: layout.theta - values },
      });
      for (const [j, lanesOf] of results.entries()) {
        for (const [lane, value] of lanesOf.entries()) {
          const mean = over === 'nothing' ? value : f64x2.div(value, body.double(count));
          body.set(slopes[j][lane], f64x2.add(slopes[j][lane], mean));
        }
      }
    }
    const eta = body.let(memory.splat(i32.constant(rate), 0));
    const rates = everyLane((lane) =>
      isClipped ? body.let(f64x2.mul(eta, shortening(body, objective, slopes, lane))) : eta,
    );
    for (const [j, lanesOf] of theta.entries()) {
      for (const [lane, value] of lanesOf.entries()) {
        const push = body.let(f64x2.neg(f64x2.mul(rates[lane], slopes[j][lane])));
        let move = push;
        if (momentum !== 0) {
          const kept = memory.load(group, at(layout.velocity, j, lane));
          move = body.let(f64x2.add(push, f64x2.mul(body.double(momentum), kept)));
          body.add(memory.store(group, at(layout.velocity, j, lane), move));
          if (nesterov) move = f64x2.add(push, f64x2.mul(body.double(momentum), move));
        }
        if (decoupledDecay !== 0) {
          const decayed = f64x2.mul(f64x2.mul(eta, body.double(decoupledDecay)), value);
          move = f64x2.sub(move, decayed);
        }
        body.add(memory.store(group, at(layout.theta, j, lane), f64x2.add(value, move)));
      }
    }
    body.set(group, i32.add(group, i32.constant(16 * lanes)));
  });
  body.add(loop(oneGroup, i32.lessUnsigned(group, end)));
  return encodeModule(1, [{ name: 'step', parameters: [], locals: body.locals, body: body.code }], body.constants);
}

/** What a gradient is multiplied by where it is clipped: min(1, norm/‖ĝ‖), which is 1 at ĝ = 0. */
function shortening(body: Body, { clippingNorm }: Objective, slopes: readonly Code[][], lane: number): Code {
  const squares = slopes.map((lanes) => f64x2.mul(lanes[lane], lanes[lane]));
  const norm = f64x2.sqrt(squares.reduce((sum, square) => f64x2.add(sum, square)));
  return f64x2.min(body.double(1), f64x2.div(body.double(clippingNorm), norm));
}
