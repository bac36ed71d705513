import type { Estimate, Evidence, MeasureOptions } from '../model/evidence.js';
import type { AffineSet, Model } from '../model/model.js';
import type { Exponent, Prediction } from '../prediction/prediction.js';
import type { Derivation } from '../symbolic/derivation.js';
import { areApart } from './comparison.js';
import type { Engines } from './engines.js';
import { signOf } from './quantities.js';
import type { Disagreement } from './verdict.js';

/** What an experiment works on. */
export interface Subject {
  readonly model: Model;
  readonly set: AffineSet;
  readonly derivation: Derivation;
  readonly prediction: Prediction;
  /** which of the two processes is in question */
  readonly process: 'sde' | 'sgd';
  readonly quantity: Disagreement['quantity'];
  /** what was measured of that process; null where it was not */
  readonly measured: Evidence | null;
}

/** What an experiment found, in words and as the number it measured, and whether its cause explains what is out of line. */
export interface ExperimentOutcome {
  readonly says: string;
  readonly explains: boolean;
  readonly evidence: Disagreement['evidence'];
}

/** Measures the process in question again, for another model or other options; null where it does not apply. */
export function measure(
  { process, set }: Subject,
  model: Model,
  engines: Engines,
  options: MeasureOptions,
): Promise<Evidence | null> {
  return process === 'sgd' ? engines.train(model, set, options) : engines.simulate(model, set, options);
}

/** Whether an exponent that was measured under other circumstances is the one that theory gives; `what` it is. */
export function departureFinding(subject: Subject, exponent: Estimate | null, what: string): ExperimentOutcome | null {
  if (exponent === null) return null;
  const agreement = agreementWith(subject, exponent);
  return {
    says: `${what} is the one given here, which ${agreementText[agreement]}`,
    explains: agreement === 'agrees',
    evidence: ofEstimate(exponent),
  };
}

/** Whether most trajectories end where the exponent says under other circumstances. */
export function fractionFinding(subject: Subject, evidence: Evidence | null, when: string): ExperimentOutcome | null {
  if (evidence === null) return null;
  const { mean, interval, level } = evidence.fraction;
  const attracts = signOf(ownExponent(subject)?.interval ?? null) < 0;
  const explains = attracts ? mean > 1 / 2 : mean < 1 / 2;
  return {
    says: `${when} the share that ends near it is the one given here`,
    explains,
    evidence: { value: mean, interval, level },
  };
}

/** The exponent of the process that was measured; the SDE's for chains of which none is predicted. */
export function ownExponent({ prediction: { exponents, baseMoves }, process }: Subject): Exponent | null {
  if (baseMoves)
    return process === 'sgd' ? exponents.sgdAveraged : (exponents.eulerMaruyamaAveraged ?? exponents.sdeAveraged);
  return process === 'sgd' ? exponents.sgd : (exponents.eulerMaruyama ?? exponents.sde);
}

/**
 * How a measurement stands to the exponent of theory. An interval that is wider than what it is to explain holds the
 * prediction and what departs from it alike, and tells nothing.
 */
function agreementWith(subject: Subject, exponent: Pick<Estimate, 'mean' | 'interval'>): keyof typeof agreementText {
  const own = ownExponent(subject);
  if (own === null || areApart(exponent.interval, own.interval)) return 'departs';
  const measured = subject.measured?.exponent ?? null;
  const halfWidth = (exponent.interval[1] - exponent.interval[0]) / 2;
  const scale = measured === null ? Math.abs(own.value) : Math.abs(measured.mean - own.value);
  return halfWidth <= tellingWidth * scale ? 'agrees' : 'tells nothing';
}

/** An interval at the same level from as many trajectories is hardly ever half as wide again. */
const tellingWidth = 1.5;

/** What each agreement is called. */
const agreementText = {
  agrees: 'agrees with the prediction',
  departs: 'still departs from it',
  'tells nothing': 'is too wide to tell it from what was measured',
} as const;

/** A measured number as the evidence of an experiment. */
export function ofEstimate({ mean, interval, level }: Estimate): Disagreement['evidence'] {
  return { value: mean, interval, level };
}

/** A number to three digits. */
export function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}
