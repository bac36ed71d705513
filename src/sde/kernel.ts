import { emitJavaScript } from '../expression/compile/javascript.js';
import type { AffineSet, Model } from '../model/model.js';
import { subsampleOf } from '../model/noise/noiseFacts.js';
import type { NormalStream } from '../numeric/normalStream.js';
import { schemeOf } from './solvers/schemes.js';
import { stepEquations } from './stepEquations.js';
import { partsOf } from './stepInputs.js';
import { type StepProgram, stepProgram } from './stepProgram.js';
import { subsampled } from './subsample.js';

/** A step that can be sent to a worker: the same program is the same arithmetic on every thread. */
export interface Kernel extends StepProgram {
  /** d */
  readonly dimension: number;
  /** N × names, row after row (population × names where steps draw them); empty without data */
  readonly samples: Float64Array;
  /** samples of a step; 0 without data */
  readonly sampleCount: number;
  /** N where every step draws its samples; null where it takes all */
  readonly population: number | null;
  /** numbers in a row */
  readonly sampleWidth: number;
  /** h, in units of t */
  readonly dt: number;
}

/** Advances one trajectory. */
export interface Stepper {
  readonly dimension: number;
  /** normals a step draws from its stream */
  readonly normals: number;
  /**
   * One step of θ (d doubles) in place, with samples of its own where it draws them; `distance` is θ's distance from the set, or that of a few steps before. Returns
   * ‖θ‖² afterwards, NaN when θ is no longer finite.
   */
  advance(theta: Float64Array, stream: NormalStream, distance: number): number;
  /** θ's increments (d doubles, written to `out`) for given normals. */
  increments(theta: Float64Array, normals: Float64Array, distance: number, out: Float64Array): void;
}

/**
 * Compiles θ ← θ + h·drift(θ) + √h·S(θ) ξ for the SDE of a model (theory §1, §2), to be watched near one of its sets.
 *
 * The scheme is the model file's (solvers/ state their orders). dt is h, in units of t = η·step. Throws InputError where
 * the model has no SDE, or none that the scheme takes.
 */
export function compileStepper(model: Model, set: AffineSet, dt: number): Stepper {
  return stepperOf(emitKernel(model, set, dt));
}

/** The step as a program and numbers. Throws InputError where the model has no SDE, or none that its scheme takes. */
export function emitKernel(model: Model, set: AffineSet, dt: number): Kernel {
  const all = stepEquations(model, set);
  const few = subsampleOf(model.noise);
  const equations = few === null ? all : subsampled(all, few, dt, model.name);
  const { samples, sampleCount, population, parameters, dataNames } = equations;
  const step = stepProgram(equations, schemeOf(model, equations), dt);
  return { ...step, dimension: parameters.length, samples, sampleCount, population, sampleWidth: dataNames.length, dt };
}

type StepFunction = (
  theta: Float64Array,
  samples: Float64Array,
  normals: Float64Array,
  scale: number,
  increments: Float64Array,
) => void;

/** The step as a function, in JavaScript. */
export function stepperOf(kernel: Kernel): Stepper {
  const { samples, sampleCount, sampleWidth, population, dimension, sampling } = kernel;
  const step = stepFunction(kernel);
  const normals = new Float64Array(sampling.normals);
  const moves = new Float64Array(dimension);
  const rows = population === null ? samples : samples.slice(0, sampleCount * sampleWidth);
  const draw = (stream: NormalStream, from: number): void => {
    for (let at = 0; at < rows.length; at += sampleWidth) {
      const first = sampleWidth * stream.below(from);
      for (let name = 0; name < sampleWidth; name++) rows[at + name] = samples[first + name];
    }
  };
  return {
    dimension,
    normals: sampling.normals,
    advance(theta, stream, distance) {
      if (population !== null) draw(stream, population);
      for (let i = 0; i < normals.length; i++) normals[i] = stream.normal();
      step(theta, rows, normals, scaleAt(distance), moves);
      let square = 0;
      for (let i = 0; i < dimension; i++) {
        theta[i] += moves[i];
        square += theta[i] * theta[i];
      }
      return square;
    },
    increments(theta, given, distance, out) {
      step(theta, rows, given, scaleAt(distance), out);
    },
  };
}

/** Squares of numbers above this keep all their digits; below, the noise is scaled by the distance. */
export const squarable = 1e-100;

function scaleAt(distance: number): number {
  return distance < squarable && distance > 0 ? Math.min(1 / distance, largestScale) : 1;
}

/** Keeps the scale finite where the distance is a denormal number. */
export const largestScale = 1e300;

function stepFunction({ program, sampleCount, sampleWidth }: Kernel): StepFunction {
  const { statements, results, helpers } = emitJavaScript(program, {
    input: (name) => {
      const { kind, index } = partsOf(name);
      return kind === 'scale' ? 'scale' : `${kind === 'theta' ? 'theta' : 'normals'}[${index}]`;
    },
    sampled: (name) => {
      const { kind, index } = partsOf(name);
      return kind === 'datum' ? `samples[sample * ${sampleWidth} + ${index}]` : `normals[${index} + sample]`;
    },
    sampleCount,
  });
  const body = [statements, ...results.map((result, j) => `increments[${j}] = ${result};`)].join('\n');
  const text = `"use strict"; return (theta, samples, normals, scale, increments) => {\n${body}\n};`;
  return new Function(...helpers.keys(), text)(...helpers.values()) as StepFunction;
}
