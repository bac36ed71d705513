import type { NormalStream } from '../../numeric/normalStream.js';
import type { RandomStream } from '../../numeric/random.js';
import { studentScale } from '../../numeric/studentScale.js';
import type { SgdLinearisation } from '../linearisation/evaluatedLinearisation.js';
import { wholeBatch } from '../linearisation/sgdNoiseParts.js';
import { BatchOrder } from '../products/batchOrder.js';
import type { Walker } from '../products/growthMean.js';
import { CovarianceFactor } from './covarianceFactor.js';
import { ExponentialStep } from './exponentialStep.js';
import type { JointCorrector, JointState } from './jointCorrector.js';
import { addBlock, type JointFields } from './jointFields.js';
import { MovingState, randomDirection } from './movingState.js';

/** A walker whose base point moves along; `hasLeft` once that is beyond every bound. */
export interface JointWalker extends Walker {
  readonly state: JointState;
  readonly hasLeft: boolean;
}

/** Euler–Maruyama steps of base point and direction, drift and noise apart. */
class JointStep {
  readonly drift: Float64Array;
  readonly noise: Float64Array;
  private readonly factor: CovarianceFactor;

  constructor(private readonly fields: JointFields) {
    const size = fields.baseDimension + fields.codimension;
    this.drift = new Float64Array(size);
    this.noise = new Float64Array(size);
    this.factor = new CovarianceFactor(size);
  }

  /** Writes the parts of a step under given standard normal numbers, t + k of them. */
  write({ a, u }: JointState, dt: number, normals: Float64Array): void {
    const { drift, noise } = this;
    const { drift: rate, covariance } = this.fields.fieldAt(a, u);
    for (let i = 0; i < drift.length; i++) drift[i] = dt * rate[i];
    noise.fill(0);
    for (const [j, column] of this.factor.of(covariance).entries()) {
      const amount = Math.sqrt(dt) * normals[j];
      for (let i = j; i < noise.length; i++) noise[i] += amount * column[i];
    }
  }
}

/**
 * The SDE by paths under the same noise, of steps dt/2, dt and 2dt: it tells twice Q + 𝓛φ on a finer path less
 * that on the next coarser, in which an error of first order in the step cancels, and by how much the coarser two of the
 * paths say something else. An advance is a few steps, and one unit.
 */
export class ExtrapolatedWalker implements JointWalker {
  /** Steps of dt in an advance: states that are nearer tell much the same. */
  static readonly stride = 4;
  readonly growth = new Float64Array(2);
  readonly fluctuation = 0;
  /** from the coarsest */
  private readonly states: readonly MovingState[];
  private readonly step: ExponentialStep;
  /** of a step of the coarsest path, and of the two steps that each of one of the coarser two is made of */
  private readonly normals: Float64Array;
  private readonly halves: readonly (readonly [Float64Array, Float64Array])[];

  constructor(
    fields: JointFields,
    private readonly corrector: JointCorrector,
    start: Float64Array,
    private readonly dt: number,
    private readonly stream: NormalStream,
  ) {
    const u = randomDirection(fields.codimension, stream);
    this.states = [2, 1, 1 / 2].map(() => new MovingState(start, u));
    this.step = new ExponentialStep(fields);
    const { normals } = this.step;
    this.normals = new Float64Array(normals);
    this.halves = [0, 1].map(() => [new Float64Array(normals), new Float64Array(normals)] as const);
  }

  /** of the finest path */
  get state(): JointState {
    return this.states[this.states.length - 1];
  }

  get hasLeft(): boolean {
    return this.states.some((state) => state.hasLeft);
  }

  advance(): void {
    const { states, dt, corrector, normals } = this;
    for (let step = 0; step < ExtrapolatedWalker.stride; step += 2) this.pass(0, 2 * dt, normals);
    const [coarsest, coarse, fine] = states.map((state) => corrector.integrand(state));
    this.growth[0] = 2 * fine - coarse;
    this.growth[1] = this.growth[0] - (2 * coarse - coarsest);
  }

  /** Takes a step of one path after those of the finer ones, and writes its normal numbers, the sum of theirs. */
  private pass(level: number, dt: number, normals: Float64Array): void {
    const { step, states, stream, halves } = this;
    if (level === states.length - 1) for (let i = 0; i < normals.length; i++) normals[i] = stream.normal();
    else {
      const [first, second] = halves[level];
      this.pass(level + 1, dt / 2, first);
      this.pass(level + 1, dt / 2, second);
      for (let i = 0; i < normals.length; i++) normals[i] = (first[i] + second[i]) * Math.SQRT1_2;
    }
    const state = states[level];
    state.move(step.of(state, dt, normals));
  }
}

/** The Euler–Maruyama chain of base point and normal coordinate: growth of log‖y‖ + φ, whose first-order part has mean 0. */
export class JointChainWalker implements JointWalker {
  readonly growth = new Float64Array(1);
  fluctuation = 0;
  readonly state: MovingState;
  private readonly normals: Float64Array;
  private readonly step: JointStep;
  /** φ where it is */
  private value: number;

  constructor(
    fields: JointFields,
    private readonly corrector: JointCorrector | null,
    start: Float64Array,
    private readonly dt: number,
    private readonly stream: NormalStream,
  ) {
    this.state = new MovingState(start, randomDirection(fields.codimension, stream));
    const size = start.length + fields.codimension;
    this.normals = new Float64Array(size);
    this.step = new JointStep(fields);
    this.value = corrector?.valueAt(this.state) ?? 0;
  }

  get hasLeft(): boolean {
    return this.state.hasLeft;
  }

  advance(): void {
    const { corrector, state, stream, normals, step } = this;
    const { drift, noise } = step;
    for (let i = 0; i < normals.length; i++) normals[i] = stream.normal();
    step.write(state, this.dt, normals);
    this.fluctuation = corrector?.slopeAt(state, noise) ?? 0;
    const before = this.value;
    for (let i = 0; i < drift.length; i++) drift[i] += noise[i];
    const growth = state.move(drift);
    this.value = corrector?.valueAt(state) ?? 0;
    this.growth[0] = growth + this.value - before;
  }
}

/**
 * SGD of base point and normal coordinate, the linearised step of theory §6 at a base point that takes its own steps by the
 * same draws. With momentum the velocities of both are carried along, and the growth is that of (y, v).
 */
export class JointSgdWalker implements JointWalker {
  readonly growth = new Float64Array(1);
  fluctuation = 0;
  readonly state: MovingState;
  private readonly step: Float64Array;
  private readonly mean: Float64Array;
  private readonly velocity: Float64Array;
  private readonly noises: ReturnType<typeof wholeBatch>[];
  private readonly orders: readonly (BatchOrder | null)[];
  private number = 0;
  /** φ where it is */
  private value: number;

  constructor(
    private readonly fields: JointFields,
    private readonly sgd: SgdLinearisation,
    private readonly corrector: JointCorrector | null,
    start: Float64Array,
    private readonly stream: RandomStream,
  ) {
    const samples = sgd.sampleCurvature.length;
    this.state = new MovingState(start, randomDirection(fields.codimension, stream));
    const size = start.length + fields.codimension;
    this.step = new Float64Array(size);
    this.mean = new Float64Array(size);
    this.velocity = new Float64Array(size);
    this.noises = sgd.noises.map((noise) => wholeBatch(noise, samples));
    this.orders = this.noises.map((noise) => (noise.kind === 'batch' ? new BatchOrder(noise, samples) : null));
    this.value = corrector?.valueAt(this.state) ?? 0;
  }

  get hasLeft(): boolean {
    return this.state.hasLeft;
  }

  advance(): void {
    const { state, step, mean, velocity, corrector, sgd } = this;
    this.drawStep();
    const { momentum, nesterov = false } = sgd;
    const size = step.length;
    // without momentum the deviation from the mean step is what the corrector's first-order part sees
    if (corrector !== null) {
      for (let i = 0; i < size; i++) mean[i] = step[i] - mean[i];
      this.fluctuation = corrector.slopeAt(state, mean);
    }
    const before = this.value;
    for (let i = 0; i < size; i++) velocity[i] = momentum * velocity[i] + step[i];
    const t = this.fields.baseDimension;
    const squareOf = (): number => velocity.subarray(t).reduce((sum, x) => sum + x * x, 0);
    const sizeBefore = momentum === 0 ? 1 : this.jointSize;
    // the mean is no longer needed
    if (nesterov) for (let i = 0; i < size; i++) mean[i] = momentum * velocity[i] + step[i];
    let growth = state.move(nesterov ? mean : velocity);
    if (momentum !== 0) {
      // the direction is back at length 1, and its velocity in that unit
      const scale = Math.exp(-growth);
      for (let i = t; i < size; i++) velocity[i] *= scale;
      this.jointSize = Math.sqrt(1 + squareOf());
      growth += Math.log(this.jointSize / sizeBefore);
    }
    this.value = corrector?.valueAt(state) ?? 0;
    this.growth[0] = growth + this.value - before;
  }

  /** ‖(y, v)‖ where ‖y‖ = 1 */
  private jointSize = 1;

  /** Writes −η times a drawn gradient to `step` and its mean over the draws to `mean`. */
  private drawStep(): void {
    const { fields, sgd, stream, step, mean, state, noises, orders } = this;
    const { baseDimension: t, codimension: k } = fields;
    const { learningRate } = sgd;
    const { samples, shared } = fields.blocksAt(state.a);
    const block = k * k + t;
    const add = (vector: Float64Array, values: Float64Array, at: number, factor: number): void =>
      addBlock(vector, values, at, state.u, t, learningRate * factor);
    mean.fill(0);
    add(mean, shared, 0, 1);
    for (const values of samples) add(mean, values, 0, 1 / samples.length);
    step.set(mean);
    const outputs = samples[0].length / block - 1;
    let stated = 0;
    for (const [n, noise] of noises.entries()) {
      for (let m = 0; m < outputs; m++) {
        const at = (m + 1) * block;
        if (noise.kind === 'residual') {
          const normal = stream.normal();
          for (const values of samples) add(step, values, at, (noise.std * normal) / samples.length);
        } else if (noise.kind === 'fullBatchLabel') {
          for (const values of samples) add(step, values, at, (noise.labelNoise * stream.normal()) / samples.length);
        }
      }
      if (noise.kind === 'gradient') {
        const scale = noise.degreesOfFreedom === null ? 1 : studentScale(stream, noise.degreesOfFreedom);
        for (let j = 0; j < noise.matrices.length; j++) add(step, shared, ++stated * block, scale * stream.normal());
      }
      const drawn = orders[n]?.draw(stream, this.number) ?? [];
      if (noise.kind !== 'batch') continue;
      for (const i of drawn) {
        add(step, samples[i], 0, 1 / drawn.length);
        for (let m = 0; noise.labelNoise !== 0 && m < outputs; m++) {
          add(step, samples[i], (m + 1) * block, (noise.labelNoise * stream.normal()) / drawn.length);
        }
      }
      for (const values of samples) add(step, values, 0, -1 / samples.length);
    }
    this.number++;
  }
}
