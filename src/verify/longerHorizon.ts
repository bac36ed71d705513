import type { RunOptions } from '../model/evidence.js';
import { type Settling, settlingOf } from '../prediction/settling.js';
import { areApart } from './comparison.js';
import type { Engines } from './engines.js';
import {
  departureFinding,
  type ExperimentOutcome,
  fractionFinding,
  measure,
  ofEstimate,
  ownExponent,
  type Subject,
  shown,
} from './experimentFindings.js';
import { signOf } from './quantities.js';

/**
 * The same ensemble for as long as its interval asks for, or its direction takes to settle, within reason. Where theory has
 * it settle so slowly that no such run would do, the departure that this allows is held against the one that is there.
 */
export async function longerHorizon(
  subject: Subject,
  engines: Engines,
  options: RunOptions,
): Promise<ExperimentOutcome | null> {
  const { horizon } = subject.model.simulation;
  const departing = departureOf(subject);
  const needed = departing === null ? 0 : horizonToSettle(departing);
  const factor = Math.min(Math.max(extension(subject), Math.ceil(needed / horizon)), longestExtension);
  const simulation = { ...subject.model.simulation, horizon: horizon * factor };
  const evidence = await measure(subject, { ...subject.model, simulation }, engines, options);
  const when = `over ${factor} times the horizon, ${shown(simulation.horizon)},`;
  if (subject.quantity === 'fraction') return fractionFinding(subject, evidence, when);
  const exponent = evidence?.exponent ?? null;
  if (exponent === null) return null;
  if (!departs(subject)) {
    const decided = signOf(exponent.interval) !== 0;
    return {
      says: `${when} the measured exponent is the one given here, ${decided ? 'of decided sign' : 'still of undecided sign'}`,
      explains: decided,
      evidence: ofEstimate(exponent),
    };
  }
  const found = departureFinding(subject, exponent, `${when} the measured exponent`);
  if (found === null || found.explains || departing === null) return found;
  const { size, halfWidth, settling } = departing;
  const allowed = settling.spread * Math.exp((-settling.rate * horizon) / 2);
  if (needed <= simulation.horizon || size > allowed + halfWidth) return found;
  return {
    says: `${when} the measured exponent is the one given here; directions settle at the rate ${shown(settling.rate)} that theory gives, which leaves ${shown(allowed)} open over the horizon of the run, and one of about ${shown(needed)} would do`,
    explains: true,
    evidence: ofEstimate(exponent),
  };
}

interface Departure {
  readonly size: number;
  /** of the measurement's interval */
  readonly halfWidth: number;
  readonly settling: Settling;
}

/** How far a measured exponent is from that of theory, and how its direction settles; null where nothing has to. */
function departureOf(subject: Subject): Departure | null {
  const { model, derivation, prediction, measured } = subject;
  const own = ownExponent(subject);
  const exponent = measured?.exponent ?? null;
  if (own === null || exponent === null || !departs(subject)) return null;
  const settling = settlingOf(model, derivation, prediction, settlingSeed);
  const halfWidth = (exponent.interval[1] - exponent.interval[0]) / 2;
  return settling && { size: Math.abs(exponent.mean - own.value), halfWidth, settling };
}

/** Whether what was measured misses the exponent of theory, rather than being of undecided sign. */
function departs(subject: Subject): boolean {
  const own = ownExponent(subject);
  const exponent = subject.measured?.exponent ?? null;
  return areApart(exponent?.interval ?? null, own?.interval ?? null);
}

/** A rate is for the length of a run alone: the same at every seed. */
const settlingSeed = 1;

/** Twice the burn-in after which a direction leaves little open of an interval that shrinks with the run, too. */
function horizonToSettle({ halfWidth, settling: { rate, spread } }: Departure): number {
  return (2 * Math.max(0, Math.log((settledShare * spread) / halfWidth))) / rate;
}

/** A tenth of an interval that is a quarter as wide, over the longest run. */
const settledShare = 40;

/** An interval shrinks as the square root of the horizon; half as much again, since the mean moves too. */
function extension({ measured, quantity }: Subject): number {
  const exponent = measured?.exponent ?? null;
  if (quantity === 'fraction' || exponent === null || signOf(exponent.interval) !== 0) return shortestExtension;
  const halfWidth = (exponent.interval[1] - exponent.interval[0]) / 2;
  const needed = Math.ceil(1.5 * (halfWidth / exponent.mean) ** 2);
  return Math.min(Math.max(needed, shortestExtension), longestExtension);
}

const shortestExtension = 4;
/** An experiment should not take a minute where the ensemble took seconds. */
const longestExtension = 16;
