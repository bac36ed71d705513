import type { Experiment } from './experiment.js';
import { deep } from './experiments/deep.js';
import { deepConvolution } from './experiments/deepConvolution.js';
import { fig1 } from './experiments/fig1.js';
import { fig2 } from './experiments/fig2.js';
import { fig3 } from './experiments/fig3.js';
import { fig5 } from './experiments/fig5.js';
import { fig6Linear } from './experiments/fig6Linear.js';
import { schedules } from './experiments/schedules.js';
import { vectorNeurons } from './experiments/vectorNeurons.js';
import { wide } from './experiments/wide.js';

/** The experiments that `collapse reproduce` knows, in the order of the paper, then ours. */
export const experiments: readonly Experiment[] = [
  fig1,
  fig2,
  fig3,
  fig5,
  fig6Linear,
  schedules,
  wide,
  vectorNeurons,
  deep,
  deepConvolution,
];
