import { numberOne, numberZero, symbol } from '../../src/expression/syntax/expression.js';
import { decisiveLevel, type Evidence } from '../../src/model/evidence.js';
import type { Exponent, Prediction } from '../../src/prediction/prediction.js';
import type { Derivation } from '../../src/symbolic/derivation.js';

/** A proved, smooth set of codimension 1 in one parameter, with what differs. */
export function derivation(changes: Partial<Derivation> = {}): Derivation {
  return {
    set: {
      name: 'origin',
      equations: [symbol('theta')],
      rows: [[{ numerator: 1n, denominator: 1n }]],
      offsets: [numberZero],
      base: [numberZero],
      baseStated: false,
    },
    codimension: 1,
    // no kernel was asked here: judgements are about what follows
    invariance: { status: 'proved', reason: 'every normal gradient vanishes on the set' } as Derivation['invariance'],
    smoothness: { status: 'smooth' },
    region: [],
    linearisation: {
      curvature: [[numberOne]],
      noise: [],
      sampleCurvature: null,
      regulariserCurvature: null,
      outputCurvature: [],
      learningRate: numberOne,
      baseMoves: false,
      named: { loss: null, parts: [], curvature: [], noise: [] },
    },
    tangential: null,
    condition: { alpha: numberOne, supQ: null, infQ: null },
    thresholds: [],
    unsolved: [],
    eigenDirections: null,
    degenerate: null,
    steps: [],
    ...changes,
  };
}

/** An exponent in closed form, or with an interval of half-width `width` from a simulation. */
export function exponent(value: number, width = 0): Exponent {
  return {
    value,
    interval: [value - width, value + width],
    level: width === 0 ? 1 : decisiveLevel,
    method: width === 0 ? 'closed-form' : 'simulation',
  };
}

/** Exponents by process; a process left out does not apply. */
export function prediction(
  exponents: {
    sde?: number;
    eulerMaruyama?: number;
    sgd?: number;
    sdeAveraged?: number;
    eulerMaruyamaAveraged?: number;
  },
  changes: Partial<Prediction> = {},
): Prediction {
  const { sde, eulerMaruyama, sgd, sdeAveraged, eulerMaruyamaAveraged } = exponents;
  const says = sde === undefined || sde === 0 ? 'silent' : sde < 0 ? 'attractive' : 'repelling';
  return {
    sufficient: { supQ: sde ?? null, infQ: sde ?? null, alpha: sde === undefined ? null : -sde, says },
    exponents: {
      sde: sde === undefined ? null : { ...exponent(sde), lowest: sde, certificate: null },
      eulerMaruyama: eulerMaruyama === undefined ? null : { ...exponent(eulerMaruyama), dt: 0.01 },
      sgd: sgd === undefined ? null : exponent(sgd),
      sdeAveraged: sdeAveraged === undefined ? null : exponent(sdeAveraged, 0.01),
      eulerMaruyamaAveraged: eulerMaruyamaAveraged === undefined ? null : exponent(eulerMaruyamaAveraged, 0.01),
      sgdAveraged: null,
      moments: null,
      tailIndex: null,
      spectrum: null,
    },
    tangential: null,
    baseMoves: false,
    reducible: false,
    directions: null,
    cut: [],
    remarks: [],
    ...changes,
  };
}

/** A measured exponent with an interval of half-width `width`; null when no trajectory stayed near. */
export function evidence(
  process: 'sde' | 'sgd',
  mean: number | null,
  width = 0.05,
  changes: Partial<Evidence> = {},
): Evidence {
  const level = decisiveLevel;
  return {
    process,
    method: 'nonlinear',
    subsample: null,
    backend: process === 'sde' ? 'float64' : 'tfjs-cpu',
    fraction: { mean: 0.9, standardError: 0.02, interval: [0.82, 0.95], level, samples: 200 },
    exponent:
      mean === null
        ? null
        : { mean, standardError: width / 3.3, interval: [mean - width, mean + width], level, samples: 200 },
    trajectories: 200,
    dt: process === 'sde' ? 0.01 : 0.02,
    horizon: 40,
    diverged: 0,
    floorReached: 0,
    completed: 1,
    parting: null,
    distances: null,
    directions: null,
    passages: null,
    series: [],
    ...changes,
  };
}
