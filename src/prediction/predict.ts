import { withinWork, workLeft } from '../arithmetic/withinWork.js';
import { OutOfWork } from '../arithmetic/work.js';
import type { Model } from '../model/model.js';
import { subsampleOf } from '../model/noise/noiseFacts.js';
import { noSdeReason } from '../model/noSde.js';
import { type Derivation, isLeft } from '../symbolic/derivation.js';
import { averagedExponents } from './averaged/averagedExponents.js';
import { certifySet } from './certificate/certifySet.js';
import { coneExponents } from './cones/coneExponents.js';
import { exponentProblem } from './exponentProblem.js';
import {
  type ExponentProblem,
  eulerMaruyamaExponent,
  type SdeExponent,
  sdeExponent,
  sgdExponent,
} from './exponents.js';
import { cutTo } from './interval.js';
import { type LogDistanceRange, logDistanceRange } from './logDistance.js';
import { infiniteFrom } from './moments/infiniteMoment.js';
import { momentsOf, type PredictedProcess } from './moments/momentsOf.js';
import type { CutPart, Exponent, Prediction, SpectralExponent } from './prediction.js';
import { lyapunovSpectrum } from './spectrum/lyapunovSpectrum.js';
import { tangentialExponents, tangentialText } from './tangential.js';

/** How far a prediction goes beyond closed forms. */
export interface PredictOptions {
  /** of the exponents that have to be simulated */
  readonly seed: number;
  /** whether a certificate is searched for; true unless given, and false for sweeps that only need the numbers */
  readonly certify?: boolean;
  /** whether moments and tail indices are asked for; false unless given */
  readonly moments?: boolean;
  /** whether all Lyapunov exponents are asked for; false unless given */
  readonly spectrum?: boolean;
}

/**
 * What theory predicts for a set at the file's constants, data and base point: the sufficient condition, and the
 * exponents of the SDE, of its Euler–Maruyama chain at the file's dt where that is what it simulates, and of SGD itself
 * (theory §4.2, §5, §6).
 *
 * The SDE's exponent carries a certificate of its sign where one is found in short time (theory §4.3); with
 * `certify: false` it is null, and all else is the same.
 *
 * Within a limit of work (`withinWork`) each part takes at most half of what is left to it; one that would take more is null
 * and named in `cut`, and leaves what follows its own half.
 */
export function predict(model: Model, derivation: Derivation, options: PredictOptions): Prediction {
  const found = withinWork(workLeft(), () => predictParts(model, derivation, options));
  return found instanceof OutOfWork ? { ...nothing(false, []), cut: allParts } : found;
}

const allParts: readonly CutPart[] = ['sufficient', 'exponents.sde', 'exponents.eulerMaruyama', 'exponents.sgd'];

function predictParts(
  model: Model,
  derivation: Derivation,
  { seed, certify = true, moments = false, spectrum = false }: PredictOptions,
): Prediction {
  const { linearisation } = derivation;
  if (isLeft(derivation.invariance)) return nothing(false, []);
  if (linearisation === null && derivation.smoothness.status === 'non-smooth')
    return besideKinks(model, derivation, seed);
  if (linearisation === null) return nothing(false, []);
  const stated = exponentProblem(model, derivation, seed);
  if (stated === null) {
    return nothing(linearisation.baseMoves, ['curvature or noise is no finite number at the base point']);
  }
  const { problem, orthonormal: evaluated } = stated;
  const remarks: string[] = [];
  const cut: CutPart[] = [];
  const attempt = <T>(part: CutPart, work: () => T): T | null => {
    const found = withinWork(workLeft() / 2, work);
    if (!(found instanceof OutOfWork)) return found;
    cut.push(part);
    return null;
  };
  const noSde = noSdeReason(model);
  const hasSde = noSde === null;
  if (noSde !== null) remarks.push(`${noSde} (theory §6)`);
  const range = hasSde ? attempt('sufficient', () => logDistanceRange(evaluated.family)) : null;
  const sde = range && attempt('exponents.sde', () => withinRange(sdeExponent(problem), range));
  if (sde !== null && !Number.isFinite(sde.value)) {
    remarks.push('the exponent of the SDE is beyond the range of double precision');
  }
  const { dt, scheme } = model.simulation;
  const subsample = subsampleOf(model.noise);
  const isEulerMaruyama = scheme === 'euler-maruyama' && subsample === null;
  if (hasSde && subsample !== null) {
    remarks.push(
      `derived and predicted from the covariance of all samples; of the chain that draws ${subsample} samples a step no exponent is predicted: it is held against the SDE's in sign`,
    );
  } else if (hasSde && !isEulerMaruyama) {
    remarks.push(`of the chain of ${scheme} steps no exponent is predicted: it is held against the SDE's in sign`);
  }
  const eulerMaruyama =
    hasSde && isEulerMaruyama ? attempt('exponents.eulerMaruyama', () => eulerMaruyamaExponent(problem, dt)) : null;
  const sgd = attempt('exponents.sgd', () => sgdExponentOf(problem, remarks));
  const processes: PredictedProcess[] = [
    ...(sde === null ? [] : [{ process: { kind: 'sde' } as const, top: sde }]),
    ...(eulerMaruyama === null ? [] : [{ process: { kind: 'eulerMaruyama', dt } as const, top: eulerMaruyama }]),
    ...(sgd === null ? [] : [{ process: { kind: 'sgd' } as const, top: sgd }]),
  ];
  const infinite = infiniteFrom(problem, { kind: 'sgd' });
  if (moments && infinite < Infinity)
    remarks.push(`moments of SGD are infinite from the order ${infinite} on, the degrees of freedom of its noise`);
  const tangential = attempt('tangential', () => tangentialExponents(model, derivation, { seed, hasSde }, remarks));
  // a base point that is not known to hold the process decides nothing
  const isUnknown = cut.includes('tangential');
  const baseMoves = linearisation.baseMoves || isUnknown || (tangential !== null && !tangential.holds);
  if (tangential !== null) remarks.push(tangentialText(tangential));
  const averaged =
    baseMoves && !isUnknown
      ? attempt('exponents.sdeAveraged', () =>
          averagedExponents(model, derivation, { seed, hasSde, sgd: evaluated.sgd, tangential }, remarks),
        )
      : null;
  const certificate =
    sde !== null && certify && !baseMoves
      ? attempt('exponents.sde.certificate', () => certifySet(model, derivation, quickSearch))
      : null;
  return {
    sufficient: {
      supQ: range?.supremum ?? null,
      infQ: range?.infimum ?? null,
      alpha: range !== null && derivation.codimension === 1 ? -range.supremum : null,
      says: range === null ? 'silent' : range.supremum < 0 ? 'attractive' : range.infimum > 0 ? 'repelling' : 'silent',
    },
    exponents: {
      sde: sde && { ...sde, certificate },
      eulerMaruyama: eulerMaruyama && { ...eulerMaruyama, dt },
      sgd: sgd !== null && Number.isFinite(sgd.value) ? sgd : null,
      sdeAveraged: averaged?.sde ?? null,
      eulerMaruyamaAveraged: isEulerMaruyama ? (averaged?.eulerMaruyama ?? null) : null,
      sgdAveraged: averaged?.sgd ?? null,
      ...((moments ? attempt('exponents.moments', () => momentsOf(problem, processes)) : null) ?? noMoments),
      spectrum: spectrum ? attempt('exponents.spectrum', () => spectraOf(problem, processes)) : null,
    },
    tangential,
    baseMoves,
    reducible: sde?.reducible ?? false,
    directions: problem.directions,
    remarks,
    cut,
  };
}

/** Where kinks lie on the set there is no linearisation but one in each cone between them. */
function besideKinks(model: Model, derivation: Derivation, seed: number): Prediction {
  const { sde, eulerMaruyama, sgd, remarks } = coneExponents(model, derivation, seed);
  const unknown = nothing(false, remarks);
  return {
    ...unknown,
    exponents: {
      ...unknown.exponents,
      sde: sde && { ...sde, certificate: null },
      eulerMaruyama: eulerMaruyama && { ...eulerMaruyama, dt: model.simulation.dt },
      sgd,
    },
  };
}

/** All Lyapunov exponents of each process. */
function spectraOf(problem: ExponentProblem, processes: readonly PredictedProcess[]): SpectralExponent[] {
  return processes.flatMap(({ process }) =>
    (lyapunovSpectrum(problem, process) ?? []).map((one) => ({ ...one, process: process.kind })),
  );
}

/** λ is a mean of Q, so what an interval of a simulation has beyond the range of Q is cut off. */
function withinRange(exponent: SdeExponent, { infimum, supremum }: LogDistanceRange): SdeExponent {
  return exponent.level === 1 ? exponent : (cutTo(exponent, [infimum, supremum]) ?? exponent);
}

/** A certificate within a second; `certifySet` by itself searches longer. */
const quickSearch = { mostCoefficients: 64 };

/** λ_SGD, with a remark when it is −∞: some step lands on the set exactly. */
function sgdExponentOf(problem: ExponentProblem, remarks: string[]): Exponent | null {
  const found = sgdExponent(problem);
  if (found !== null && found.vanishing > 0) {
    remarks.push(`a step of SGD multiplies a normal direction by exactly 0 with probability ${found.vanishing}`);
  }
  return found?.exponent ?? null;
}

const noMoments = { moments: null, tailIndex: null };

function nothing(baseMoves: boolean, remarks: readonly string[]): Prediction {
  return {
    sufficient: { supQ: null, infQ: null, alpha: null, says: 'silent' },
    exponents: {
      sde: null,
      eulerMaruyama: null,
      sgd: null,
      sdeAveraged: null,
      eulerMaruyamaAveraged: null,
      sgdAveraged: null,
      ...noMoments,
      spectrum: null,
    },
    tangential: null,
    baseMoves,
    reducible: false,
    directions: null,
    remarks,
    cut: [],
  };
}
