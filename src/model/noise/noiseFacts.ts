import type { Expression } from '../../expression/syntax/expression.js';
import { type ExplicitNoise, explicit } from './explicit.js';
import { type GaussianNoise, gaussian } from './gaussian.js';
import { type LabelNoise, label } from './label.js';
import { type MinibatchNoise, minibatch } from './minibatch.js';
import type { NoiseKind } from './noiseKind.js';
import { type ResidualNoise, residual } from './residual.js';
import { type StudentNoise, studentT } from './studentT.js';

/** theory §2; several entries of a model add up. */
export type NoiseModel = MinibatchNoise | LabelNoise | ResidualNoise | GaussianNoise | StudentNoise | ExplicitNoise;

/** The facts of every kind, by name. */
const noiseKinds: { readonly [K in NoiseModel['kind']]: NoiseKind<Extract<NoiseModel, { kind: K }>> } = {
  minibatch,
  label,
  residual,
  gaussian,
  'student-t': studentT,
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

/** The samples that a step of the SDE draws, where a noise of a model says so, else null. */
export function subsampleOf(noise: readonly NoiseModel[]): number | null {
  return noise.flatMap((one) => (one.kind === 'minibatch' ? (one.subsample ?? []) : []))[0] ?? null;
}

/** The standard deviation that scales a noise, in constants alone, or null. */
export function deviationOf(noise: NoiseModel): Expression | null {
  return factsOf(noise).deviationOf(noise);
}

/** The columns that a noise states outright, of a diffusion or of a factor of its covariance: each one expression a parameter. */
export function statedColumns(noise: NoiseModel): Expression[][] {
  const rows = factsOf(noise).diffusionOf(noise);
  return rows === null ? [] : rows[0].map((_, j) => rows.map((row) => row[j]));
}

/** Whether a kind of noise states its columns outright. */
export function isStated(kind: NoiseModel['kind']): boolean {
  return kind === 'explicit' || kind === 'gaussian' || kind === 'student-t';
}

function factsOf(noise: NoiseModel): NoiseKind<NoiseModel> {
  return noiseKinds[noise.kind] as NoiseKind<NoiseModel>;
}
