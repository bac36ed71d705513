import type { AffineSet, Model } from '../model/model.js';
import type { Exponent, Prediction } from '../prediction/prediction.js';
import type { Derivation } from '../symbolic/derivation.js';
import type { Engines, RunOptions } from './engines.js';
import { signOf } from './participants.js';
import type { Cause, Disagreement, Verdict } from './verdict.js';

/** What an isolating test works on. */
export interface Subject {
  readonly model: Model;
  readonly set: AffineSet;
  readonly derivation: Derivation;
  readonly prediction: Prediction;
}

/** What an experiment found, in words and as the number it measured. */
export interface Finding {
  readonly says: string;
  readonly evidence: Disagreement['evidence'];
}

/** Runs the experiment that isolates a cause; null when it could not be run. */
export type IsolatingTest = (
  subject: Subject,
  process: Process,
  engines: Engines,
  options: RunOptions,
) => Promise<Finding | null>;

/** Which of the two processes is in question. */
export type Process = 'sde' | 'sgd';

/** The experiments, by the cause that they isolate; a cause without one rests on the numbers of the verdict itself. */
export const isolatingTests: Readonly<Partial<Record<Cause, IsolatingTest>>> = {
  'step-error': halveStep,
  basin: startNearer,
};

/** Runs the experiments that a verdict's disagreements ask for, each once, until the signal is aborted. */
export async function isolateCauses(
  subject: Subject,
  verdict: Verdict,
  engines: Engines,
  options: RunOptions,
): Promise<Verdict> {
  const findings = new Map<string, Finding | null>();
  const disagreements: Disagreement[] = [];
  for (const found of verdict.disagreements) {
    const { cause, between } = found;
    const process = processInQuestion(between);
    const test = isolatingTests[cause];
    const key = `${cause} ${process}`;
    if (test !== undefined && process !== null && !findings.has(key) && !options.signal?.aborted) {
      findings.set(key, await test(subject, process, engines, options));
    }
    const finding = findings.get(key) ?? null;
    disagreements.push(
      finding === null ? found : { ...found, test: `${found.test}; ${finding.says}`, evidence: finding.evidence },
    );
  }
  return { ...verdict, disagreements };
}

/** The process of the one measurement in a pair; of the SDE where none was measured; null where both were. */
function processInQuestion(between: readonly string[]): Process | null {
  const measured = between.filter((path) => path.startsWith('evidence.'));
  if (measured.length > 1) return null;
  return measured[0] === 'evidence.sgd' ? 'sgd' : 'sde';
}

/** The exponent of the Euler–Maruyama chain at half the step: on the way to the SDE's, or not. */
async function halveStep(
  { model, derivation, prediction }: Subject,
  _process: Process,
  engines: Engines,
  { seed }: RunOptions,
): Promise<Finding | null> {
  const { sde } = prediction.exponents;
  const dt = model.simulation.dt / 2;
  const halved = await engines.predict({ ...model, simulation: { ...model.simulation, dt } }, derivation, { seed });
  const chain = halved.exponents.eulerMaruyama;
  if (sde === null || chain === null) return null;
  const settled = signOf(chain.interval) === signOf(sde.interval);
  const sign = settled ? 'which has the sign of the SDE' : 'which still has not the sign of the SDE';
  return {
    says: `at dt = ${dt} the exponent of the chain is the one given here, ${sign}`,
    evidence: { value: chain.value, interval: chain.interval, level: chain.level },
  };
}

/** Linear terms gain this factor over quadratic ones when a start is moved nearer by it. */
const nearer = 100;

/** The same ensemble from a hundred times nearer: what follows the linearisation there was a matter of the start. */
async function startNearer(
  { model, set, prediction }: Subject,
  process: Process,
  engines: Engines,
  options: RunOptions,
): Promise<Finding | null> {
  const initialScale = model.simulation.initialScale / nearer;
  const moved: Model = { ...model, simulation: { ...model.simulation, initialScale, initialPoint: null } };
  const evidence = await (process === 'sgd' ? engines.train : engines.simulate)(moved, set, options);
  const measured = evidence?.exponent ?? null;
  if (measured === null) return null;
  const own = exponentOf(prediction, process);
  const follows = own !== null && measured.interval[0] <= own.interval[1] && own.interval[0] <= measured.interval[1];
  const agreement = follows ? 'agrees with the prediction' : 'still departs from it, so the start is not the cause';
  return {
    says: `from ${nearer} times nearer the measured exponent is the one given here, which ${agreement}`,
    evidence: { value: measured.mean, interval: measured.interval, level: measured.level },
  };
}

function exponentOf({ exponents, baseMoves }: Prediction, process: Process): Exponent | null {
  if (process === 'sgd') return baseMoves ? null : exponents.sgd;
  return baseMoves ? exponents.sdeAveraged : exponents.eulerMaruyama;
}
