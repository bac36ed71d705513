import type { Expression } from '../../expression/syntax/expression.js';
import { type ExplicitNoise, explicit } from './explicit.js';
import { type LabelNoise, label } from './label.js';
import { type MinibatchNoise, minibatch } from './minibatch.js';
import type { NoiseKind } from './noiseKind.js';
import { type ResidualNoise, residual } from './residual.js';

/** theory §2; several entries of a model add up. */
export type NoiseModel = MinibatchNoise | LabelNoise | ResidualNoise | ExplicitNoise;

/** The facts of every kind, by name. */
export const noiseKinds: { readonly [K in NoiseModel['kind']]: NoiseKind<Extract<NoiseModel, { kind: K }>> } = {
  minibatch,
  label,
  residual,
  explicit,
};

/** Whether a noise moves θ along the gradients of the outputs. */
export function actsOnOutputs({ kind }: NoiseModel): boolean {
  return noiseKinds[kind].actsOnOutputs;
}

/** Whether a noise draws samples from the data. */
export function drawsSamples(noise: NoiseModel): boolean {
  return factsOf(noise).drawsSamples(noise);
}

/** The batch that a noise divides by; `full` where it knows none. */
export function batchOf(noise: NoiseModel): number | 'full' {
  return factsOf(noise).batchOf(noise);
}

/** The standard deviation that scales a noise, in constants alone, or null. */
export function deviationOf(noise: NoiseModel): Expression | null {
  return factsOf(noise).deviationOf(noise);
}

function factsOf(noise: NoiseModel): NoiseKind<NoiseModel> {
  return noiseKinds[noise.kind] as NoiseKind<NoiseModel>;
}
