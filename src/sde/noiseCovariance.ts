import type { ProgramBuilder } from '../expression/compile/program.js';
import type { NumericNoise, StepEquations } from './stepEquations.js';

/** Entries of h·ηΣ(θ), noise by noise, as operations on values of their columns. */
export interface NoiseCovariance {
  /** one noise's covariance of two coordinates, whose values in its column are `a` and `b` */
  entry(noise: NumericNoise, a: number, b: number): number;
  /** the size of what the variance of a coordinate is added up from */
  size(noise: NumericNoise, a: number): number;
}

/** The covariance of a step of size dt, in units of t. */
export function noiseCovariance(
  builder: ProgramBuilder,
  { sampleCount: n }: Pick<StepEquations, 'sampleCount'>,
  dt: number,
): NoiseCovariance {
  const moment = (a: number, b: number): number => builder.sumOverSamples(builder.multiply(a, b));
  const entry = ({ form, weight }: NumericNoise, a: number, b: number): number => {
    switch (form) {
      case 'each':
        return builder.multiply(builder.number((weight * dt) / n), moment(a, b));
      case 'centred': {
        const means = builder.multiply(builder.sumOverSamples(a), builder.sumOverSamples(b));
        const ofMeans = builder.arithmetic('divide', means, builder.number(n));
        const centred = builder.arithmetic('subtract', moment(a, b), ofMeans);
        return builder.multiply(builder.number((weight * dt) / n), centred);
      }
      case 'averaged':
        return builder.multiply(
          builder.number((weight * dt) / n ** 2),
          builder.sumOverSamples(a),
          builder.sumOverSamples(b),
        );
      case 'once':
        return builder.multiply(builder.number(weight * dt), a, b);
    }
  };
  const size = (noise: NumericNoise, a: number): number =>
    entry(noise.form === 'centred' ? { ...noise, form: 'each' } : noise, a, a);
  return { entry, size };
}
