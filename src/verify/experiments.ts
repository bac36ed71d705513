import { fraction, product } from '../expression/syntax/expression.js';
import { valueAt } from '../model/constants.js';
import type { RunOptions } from '../model/evidence.js';
import type { Model } from '../model/model.js';
import { evaluateLinearisation } from '../prediction/linearisation/evaluatedLinearisation.js';
import { noiseMoments } from '../prediction/linearisation/noiseMoments.js';
import type { Exponent, Prediction } from '../prediction/prediction.js';
import type { Derivation } from '../symbolic/derivation.js';
import { largestAlong } from './alongDirections.js';
import type { Engines } from './engines.js';
import {
  departureFinding,
  type ExperimentOutcome,
  fractionFinding,
  measure,
  type Subject,
  shown,
} from './experimentFindings.js';
import { longerHorizon } from './longerHorizon.js';
import { signOf } from './quantities.js';
import type { Cause, Disagreement } from './verdict.js';

/** Runs the experiment that isolates a cause; null when it could not be run. */
export type Experiment = (subject: Subject, engines: Engines, options: RunOptions) => Promise<ExperimentOutcome | null>;

/** The experiments, by the cause that they isolate (theory §7). */
export const experiments: Readonly<Partial<Record<Cause, Experiment>>> = {
  'step-error': halveStep,
  'sde-not-sgd': halveLearningRate,
  'float-floor': doublePrecision,
  'reducible-rounding': perBlock,
  'finite-time': longerHorizon,
  basin: startNearer,
};

/** The exponent of the Euler–Maruyama chain at half the step: on the way to the SDE's, or not. */
async function halveStep(
  { model, derivation, prediction }: Subject,
  engines: Engines,
  { seed }: RunOptions,
): Promise<ExperimentOutcome | null> {
  const { sde, eulerMaruyama } = prediction.exponents;
  const dt = model.simulation.dt / 2;
  const halved = await engines.predict({ ...model, simulation: { ...model.simulation, dt } }, derivation, {
    seed,
    certify: false,
  });
  const chain = halved.exponents.eulerMaruyama;
  if (sde === null || eulerMaruyama === null || chain === null) return null;
  const settled = signOf(chain.interval) === signOf(sde.interval);
  const nearer = Math.abs(chain.value - sde.value) < closing * Math.abs(eulerMaruyama.value - sde.value);
  const sign = settled ? 'has the sign of the SDE' : 'still has not the sign of the SDE';
  return {
    says: `at dt = ${dt} the exponent of the chain is the one given here, which ${sign}`,
    explains: settled || nearer,
    evidence: ofExponent(chain),
  };
}

/** A difference of first order in the step halves with it; three quarters leave room for higher orders. */
const closing = 0.75;

/** SGD and its SDE at half the learning rate, in the same time t: the difference between them vanishes with it. */
async function halveLearningRate(
  { model, set, derivation, prediction }: Subject,
  engines: Engines,
  { seed }: RunOptions,
): Promise<ExperimentOutcome | null> {
  if (model.dynamics.kind === 'sde') return null;
  const learningRate = product(fraction(1, 2), model.dynamics.learningRate);
  const slower: Model = { ...model, dynamics: { ...model.dynamics, learningRate } };
  const halved = await engines.predict(slower, engines.derive(slower, set), { seed, certify: false });
  const { sde, sgd } = prediction.exponents;
  const { sde: slowSde, sgd: slowSgd } = halved.exponents;
  if (sde === null || sgd === null || slowSde === null || slowSgd === null) return null;
  const gap = Math.abs(sgd.value - sde.value);
  const slowGap = Math.abs(slowSgd.value - slowSde.value);
  return {
    says: `at half the learning rate the exponent of SGD is the one given here and that of its SDE ${shown(slowSde.value)}: ${shown(slowGap)} apart instead of ${shown(gap)}${shapeOfNoise(model, derivation, prediction)}`,
    explains: slowGap < closing * gap,
    evidence: ofExponent(slowSgd),
  };
}

/** How far the noise of a step is from the Gaussian noise of the SDE, along the first common eigenvector. */
function shapeOfNoise(model: Model, { set, linearisation }: Derivation, { directions }: Prediction): string {
  const evaluated = linearisation && evaluateLinearisation(model, set.base, linearisation);
  const moments = evaluated && directions && noiseMoments(evaluated, directions[0]);
  if (!moments) return '';
  return `; the noise of a step has skewness ${shown(moments.skewness)} and excess kurtosis ${shown(moments.excessKurtosis)}, that of the SDE none`;
}

/** The same training in doubles, with gradients from the formula. */
async function doublePrecision(
  subject: Subject,
  engines: Engines,
  options: RunOptions,
): Promise<ExperimentOutcome | null> {
  if (subject.process !== 'sgd') return null;
  const evidence = await engines.train(subject.model, subject.set, { ...options, precision: 'double' });
  return departureFinding(subject, evidence?.exponent ?? null, 'in double precision the measured exponent');
}

/** Every common eigen-direction by itself: rounding then couples it with no other. */
async function perBlock(subject: Subject, engines: Engines, options: RunOptions): Promise<ExperimentOutcome | null> {
  const { directions } = subject.prediction;
  if (directions === null || directions.length < 2) return null;
  const measured = await largestAlong(directions, (subspace) =>
    measure(subject, subject.model, engines, { ...options, subspace }),
  );
  const what = `measured along each of the ${directions.length} invariant subspaces alone, the largest`;
  return departureFinding(subject, measured, what);
}

/** The same ensemble from a hundred times nearer: what follows the linearisation there was a matter of the start. */
async function startNearer(subject: Subject, engines: Engines, options: RunOptions): Promise<ExperimentOutcome | null> {
  const { model, set } = subject;
  const { simulation } = model;
  const base = set.base.map((value) => valueAt(value, model.constants));
  const initialPoint = simulation.initialPoint?.map((value, j) => base[j] + (value - base[j]) / nearer) ?? null;
  const near = { ...simulation, initialScale: simulation.initialScale / nearer, initialPoint };
  const epsilon = subject.quantity === 'fraction' ? simulation.epsilon : simulation.epsilon / nearer ** 2;
  const moved: Model = { ...model, simulation: { ...near, epsilon } };
  const evidence = await measure(subject, moved, engines, options);
  const when = `from ${nearer} times nearer to the base point`;
  return subject.quantity === 'fraction'
    ? fractionFinding(subject, evidence, when)
    : departureFinding(subject, evidence?.exponent ?? null, `${when} the measured exponent`);
}

/** Linear terms gain this factor over quadratic ones when a start is moved nearer by it. */
const nearer = 100;

function ofExponent({ value, interval, level }: Exponent): Disagreement['evidence'] {
  return { value, interval, level };
}
