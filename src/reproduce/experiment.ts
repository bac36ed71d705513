import type { Observe } from '../sde/observe.js';
import type { Layer } from '../sgd/network/layer.js';
import type { Samples, TrainNetwork, Weights } from '../sgd/network/trainNetwork.js';
import type { ObserveTraining } from '../sgd/observe.js';
import type { Engines } from '../verify/engines.js';
import type { Check } from './check.js';
import type { Findings, Found } from './findings.js';
import type { Picture } from './picture.js';

/** `quick` is for trying out; `full` has the authors' numbers of trajectories, steps and cells. */
export type Size = 'quick' | 'full';

/**
 * A published experiment as a declaration: what is run, what is claimed of it, and how it is drawn.
 *
 * The cells are run by the engines that users have; a check sees what was found in all of them and nothing else.
 */
export interface Experiment {
  readonly name: string;
  readonly title: string;
  /** what the authors ran, and where it stands in their code */
  readonly source: string;
  readonly cells: (size: Size) => readonly Cell[];
  readonly checks: readonly Check[];
  readonly pictures: (found: Findings) => readonly Picture[];
}

/** One item of work, small enough to be lost; its numbers depend on the seed and on nothing else. */
export interface Cell {
  readonly id: string;
  /** null when it was interrupted */
  readonly run: (laboratory: Laboratory, options: CellOptions) => Promise<Found | null>;
}

/** Where a cell's randomness comes from, and who may end it. */
export interface CellOptions {
  /** the experiment's: cells branch off it by themselves, so that they may share starts */
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** The engines an experiment is run by, and the model files that come with the package. */
export interface Laboratory extends Engines {
  readonly observe: Observe;
  /** in doubles */
  readonly observeTraining: ObserveTraining;
  readonly trainNetwork: TrainNetwork;
  /** digits of so many pixels a side, for training and for testing */
  readonly digits: (size: 7 | 12) => { readonly train: Samples; readonly test: Samples };
  /** CIFAR's images, in the folder that the user names, and TensorFlow.js to train on them. Throws InputError. */
  readonly cifar: () => Promise<ImageWork>;
  /** the text of a built-in model file */
  readonly builtin: (id: string) => string;
}

/** Images for training and for testing, what trains networks on them, and what tests these. */
export interface ImageWork {
  readonly train: Samples;
  readonly test: Samples;
  readonly trainNetwork: TrainNetwork;
  readonly accuracyOf: (layers: readonly Layer[], weights: Weights, samples: Samples) => number;
}
