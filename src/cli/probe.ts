import { InputError } from '../arithmetic/inputError.js';
import { probeJson } from '../report/probeJson.js';
import { probePicture, probeText } from '../report/probeText.js';
import type { Activation } from '../sgd/network/activation.js';
import { sizesOf } from '../sgd/network/layer.js';
import type { NetworkLoss } from '../sgd/network/trainNetwork.js';
import { denseNetwork, samplesIn } from '../sgd/weights/denseNetwork.js';
import type { Layout } from '../sgd/weights/weightedLayer.js';
import { type ProbeProblem, probeUnits } from '../verify/probeUnits.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { openProgress } from './progress.js';
import { layoutOf, tensorsIn } from './weightFiles.js';
import { jsonText, prepareFolder, writeResults } from './writeResults.js';

/** The options of `collapse probe`, as commander hands them over. */
export interface ProbeOptions {
  readonly data: string;
  readonly activation: Activation;
  readonly loss: NetworkLoss;
  readonly learningRate: number;
  readonly batch: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly labelNoise: number;
  readonly steps: number;
  readonly horizon?: number;
  readonly replicas: number;
  readonly tau1: number;
  readonly tau2: number;
  readonly layout?: Layout;
  readonly seed: number;
  readonly json?: true;
  readonly out?: string;
  readonly quiet?: true;
}

/** `collapse probe`: which hidden units of a network under training are being attracted to a collapse. Throws InputError. */
export async function probeNetwork(file: string, options: ProbeOptions, output: Output): Promise<ExitStatus> {
  const { seed, out, activation, learningRate } = options;
  const { layers, weights, names } = denseNetwork(tensorsIn(file), options.layout ?? layoutOf(file), activation, file);
  const [{ inputs }, { outputs }] = [layers[0], layers[layers.length - 1]].map(sizesOf);
  const problem: ProbeProblem = {
    training: { ...options, layers, samples: samplesIn(tensorsIn(options.data), inputs, outputs, options.data) },
    weights,
    plan: { ...options, eta: learningRate, horizon: options.horizon ?? usualHorizon * options.steps },
    factors: noiseFactors,
  };
  checkTogether(problem);
  prepareFolder(out);
  const { signal, release } = catchInterruption(output);
  const progress = openProgress(options.quiet ?? false);
  try {
    const onProgress = (share: number): void => progress.report('probe', share);
    const found = await probeUnits(problem, { seed, signal, onProgress });
    if (found === null) return exitStatus.interrupted;
    const result = probeJson(found, problem, { version: packageVersion(), seed, source: file, names, activation });
    const json = jsonText(result);
    if (out !== undefined) {
      const { pictureFiles } = await import('./pictureFiles.js');
      writeResults(out, { 'result.json': json, ...(await pictureFiles(probePicture(result))) }, output.message);
    }
    progress.stop();
    output.result(options.json ? json : probeText(result, output.width));
    return exitStatus.done;
  } finally {
    progress.stop();
    release();
  }
}

/** In steps that are looked at. */
const usualHorizon = 10;
/** Of η/B, and of the label noise. */
const noiseFactors = [0.25, 0.5, 2, 4];

function checkTogether({ training, plan }: ProbeProblem): void {
  const { batch, samples, loss, labelNoise } = training;
  if (batch > samples.count)
    throw new InputError('--batch', `there are ${samples.count} samples`, 'no more than these');
  if (loss === 'cross-entropy' && labelNoise !== 0) {
    throw new InputError('--label-noise', 'it is noise on targets of the squared loss', '--loss squared');
  }
  if (plan.horizon < plan.steps) throw new InputError('--horizon', 'it ends before --steps', `${plan.steps} or more`);
}
