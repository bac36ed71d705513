import type { Rational } from '../arithmetic/rational.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { NoiseModel } from './noise/noiseFacts.js';

/** What a user states: a loss with its data, or an SDE; its noise; and the sets that are conjectured to attract. */
export interface Model {
  readonly name: string;
  readonly parameters: readonly string[];
  /** exact values, by name */
  readonly constants: ReadonlyMap<string, Rational>;
  readonly dynamics: LossDynamics | SdeDynamics;
  /** conditions under which the formulas have values as they are written, in parameters, constants and data */
  readonly domain: readonly Expression[];
  readonly noise: readonly NoiseModel[];
  readonly sets: readonly AffineSet[];
  readonly claims: readonly Claim[];
  readonly simulation: SimulationSettings;
}

/** SGD on a loss: θ ← θ − η ĝ(θ) (theory §1). */
export interface LossDynamics {
  readonly kind: 'loss';
  /** ℓ(θ; z), without the regulariser, in parameters, constants, inputs and targets; the output is already substituted */
  readonly loss: Expression;
  readonly form: 'squared' | 'logistic' | 'softmax' | 'custom';
  /** f(θ; x), one expression an output mode; null when a custom loss states none */
  readonly output: readonly Expression[] | null;
  /** 0 when there is none */
  readonly regulariser: Expression;
  readonly data: DataSet;
  /** in constants alone; of a schedule, that of the model's piece of it */
  readonly learningRate: Expression;
  /** null where the rate is constant */
  readonly schedule: Schedule | null;
  /** in constants alone; 0 when there is none */
  readonly momentum: Expression;
  /** whether θ moves by βv − ηĝ, after v ← βv − ηĝ, instead of by v */
  readonly nesterov: boolean;
  /**
   * w of a decay θ ← (1 − ηw)θ beside the step, whose penalty w/2 Σθ² the regulariser holds; 0 where momentum takes it up, or
   * there is none
   */
  readonly decoupledDecay: Expression;
  /** the norm that longer gradients are scaled down to, in constants alone; null unless they are clipped */
  readonly clippingNorm: Expression | null;
}

/** A learning rate that changes in training, and the piece of it that a model stands for. */
export interface Schedule {
  /** one after the other, from step 0 on */
  readonly stated: readonly StatedRate[];
  /** of the whole run, in units of t, the sum of the rates */
  readonly horizon: number;
  /** the index of the piece (see piecesOf) that learningRate and horizon of the model are those of */
  readonly piece: number;
}

/** A rate, in constants and the step `t`, for the steps before `until`; null: to the horizon. */
export interface StatedRate {
  readonly until: number | null;
  readonly rate: Expression;
}

/** dθ = drift dt + S dW without data (theory §2, `explicit`). */
export interface SdeDynamics {
  readonly kind: 'sde';
  /** one expression a parameter */
  readonly drift: readonly Expression[];
  readonly potential: Expression | null;
  /** what `drift` holds beside the stated one because noise was stated in the sense of Stratonovich */
  readonly correction?: readonly Expression[];
}

/** The samples over which the loss is a mean. */
export interface DataSet {
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  /** samples × (inputs then targets), exact decimals as written */
  readonly rows: readonly (readonly Rational[])[];
}

/** A = {θ : rows·θ = offsets}, rows linearly independent (theory §3). */
export interface AffineSet {
  readonly name: string;
  /** as written, each = 0 */
  readonly equations: readonly Expression[];
  /** k × d, exact */
  readonly rows: readonly (readonly Rational[])[];
  /** k, in constants alone */
  readonly offsets: readonly Expression[];
  /** A point of A, one expression (in constants alone) a parameter: the file's base, completed from the equations, else 0. */
  readonly base: readonly Expression[];
  /** whether the file states a base point */
  readonly baseStated: boolean;
}

/** theory §3, §4; the meaning of each form stands in docs/model-file.md. */
export type Claim = {
  readonly set: string;
  /** as written in the file */
  readonly text: string;
  readonly data: 'every' | 'given';
  /** closed intervals of constants or of parameters of the base point */
  readonly range: ReadonlyMap<string, readonly [Rational, Rational]>;
} & (
  | { readonly kind: 'invariant'; readonly value: boolean }
  | {
      readonly kind: 'attractive' | 'meanSquareStable';
      readonly condition: Expression | boolean;
      /** conditions under which all operands of the condition have values as they are written */
      readonly domain: readonly Expression[];
      readonly process: 'sde' | 'sgd';
    }
  | {
      readonly kind: 'exponent';
      readonly process: 'sde' | 'sgd';
      readonly value: Rational;
      readonly tolerance: Rational;
    }
);

/** The ways to step an SDE; sde/solvers/ says what each is. */
export type SchemeName = 'euler-maruyama' | 'milstein' | 'exponential';

/** How trajectories are started, how long they run, and when they count as on the set. */
export interface SimulationSettings {
  /** T, in units of t = η·step */
  readonly horizon: number;
  /** step of the simulated chain, in units of t */
  readonly dt: number;
  /** how it steps */
  readonly scheme: SchemeName;
  readonly trajectories: number;
  /** standard deviation of the Gaussian start around the base point, in every parameter */
  readonly initialScale: number;
  /** a start given outright, one number a parameter; then initialScale is added around it */
  readonly initialPoint: readonly number[] | null;
  /** a trajectory is on the set when its distance is below epsilon */
  readonly epsilon: number;
  /** the distance whose first passage from the set is timed */
  readonly radius: number;
  /** most steps of an average over a moving base point */
  readonly averagingSteps: number;
}
