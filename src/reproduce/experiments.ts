import type { Experiment } from './experiment.js';
import { fig1 } from './experiments/fig1.js';
import { fig2 } from './experiments/fig2.js';

/** The experiments that `collapse reproduce` knows, in the order of the paper, then ours. */
export const experiments: readonly Experiment[] = [fig1, fig2];
