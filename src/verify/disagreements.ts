import type { Evidence } from '../model/evidence.js';
import type { Prediction } from '../prediction/prediction.js';
import { tangentialText } from '../prediction/tangential.js';
import { isLeft } from '../symbolic/derivation.js';
import { causeOf } from './causes.js';
import { type Comparison, isExponentOf } from './comparison.js';
import { isMeasured, type Quantity, signOf } from './quantities.js';
import type { Cause, Disagreement } from './verdict.js';

/** Every disagreement and every reason for `inconclusive`, each with its probable cause (theory §7). */
export function findDisagreements(comparison: Comparison): Disagreement[] {
  return [
    ...whatTheoryLeavesOpen(comparison),
    ...comparison.conflicts.map((conflict) => {
      const { cause, suspects, test, by } = causeOf(comparison, conflict);
      return disagreement('conflict', [conflict.first.path, conflict.second.path], cause, test, by, suspects);
    }),
    ...comparison.undecided
      .filter(({ path }) => path !== 'exponents.sdeAveraged')
      .map((one) => undecided(comparison, one)),
    ...strayingFractions(comparison),
    ...withoutMeasurement(comparison),
  ];
}

function whatTheoryLeavesOpen(comparison: Comparison): Disagreement[] {
  const { derivation, prediction, quantities } = comparison;
  const { invariance, smoothness, codimension, degenerate } = derivation;
  const decisive = quantities.find(({ path }) => path === 'exponents.sde') ?? null;
  if (isLeft(invariance)) {
    const test = `invariance is refuted: ${invariance.reason}; of a set that is not invariant there is nothing to predict or to measure`;
    return [disagreement('gap', ['invariance'], 'sufficient-gap', test, null)];
  }
  if (invariance.status === 'undecided') {
    const test = `invariance is ${invariance.status}: ${invariance.reason}; no criterion speaks of a set that is not known to be invariant`;
    return [disagreement('gap', ['invariance', 'exponents.sde'], 'sufficient-gap', test, null)];
  }
  if (smoothness.status === 'non-smooth') {
    const measured = quantities.find(isMeasured) ?? null;
    if (decisive !== null || quantities.some(({ path }) => path === 'exponents.sgd')) {
      const test = `${smoothness.reason}; the exponents are those of the dynamics that are linear in each cone between the kinks (theory §5)`;
      return [disagreement('note', ['condition', 'exponents.sde'], 'non-smooth', test, decisive)];
    }
    const test = [`${smoothness.reason}; what was measured is all there is`, ...prediction.remarks].join(': ');
    return [disagreement('gap', ['condition', 'exponents.sde'], 'non-smooth', test, measured)];
  }
  if (prediction.baseMoves) return [movingBase(prediction, quantities)];
  if (quantities.every(isMeasured)) {
    const test = ['no exponent could be computed', ...prediction.remarks].join(': ');
    return [disagreement('gap', ['exponents.sde', 'exponents.sgd'], 'sufficient-gap', test, null)];
  }
  if (codimension > 1 && degenerate === null && prediction.sufficient.says === 'silent' && decisive !== null) {
    const test =
      'the log-distance condition is sufficient, not necessary (theory §4.2), and is silent here; the exponent of the SDE decides (theory §5)';
    return [disagreement('note', ['condition', 'exponents.sde'], 'sufficient-gap', test, decisive)];
  }
  return [];
}

const beyondLimit = 'budget: it takes more work than --time-limit allows';

function movingBase({ tangential, cut }: Prediction, quantities: readonly Quantity[]): Disagreement {
  const averaged = quantities.find(({ path }) => path === 'exponents.sdeAveraged') ?? null;
  const why = cut.includes('tangential')
    ? `whether the base point holds the process is undecided: ${beyondLimit}`
    : tangential === null
      ? 'drift or noise along the set moves the base point, so the exponents at the stated base decide nothing'
      : tangentialText(tangential);
  const isDecided = averaged !== null && signOf(averaged.interval) !== 0;
  const test =
    averaged === null || averaged.value === null
      ? `${why}; the average over the dynamics on the set, which would, was not computed (theory §5)`
      : `${why}; base point and direction simulated together do (theory §5)`;
  const between = ['exponents.sde', 'exponents.sdeAveraged'];
  return disagreement(isDecided ? 'note' : 'gap', between, 'moving-base', test, averaged);
}

function undecided(comparison: Comparison, one: Quantity): Disagreement {
  const { derivation, measurements } = comparison;
  if (!isMeasured(one)) {
    if (one.value === null) return disagreement('gap', [one.path], 'finite-time', beyondLimit, one);
    if (one.level !== null && one.level < 1) {
      const test = 'the interval of the simulated exponent holds 0: a longer simulation of it would decide';
      return disagreement('gap', [one.path], 'finite-time', test, one);
    }
    const test = derivation.degenerate ?? 'the exponent is 0 within its enclosure: undecided at leading order';
    return disagreement('gap', [one.path], 'sufficient-gap', test, one);
  }
  const evidence = one.path === 'evidence.sde' ? measurements.sde : measurements.sgd;
  if (evidence === null) return disagreement('gap', [one.path], 'finite-time', 'stopped before this was measured', one);
  if (one.value === null || one.interval === null) {
    if (derivation.degenerate !== null) {
      return disagreement('gap', [one.path], 'sufficient-gap', 'very near the set nothing moves at first order', one);
    }
    const test = 'no growth rate could be measured near the set';
    const suspects: readonly Cause[] = one.path === 'evidence.sgd' ? ['float-floor', 'basin'] : ['basin'];
    return disagreement('gap', [one.path], 'basin', test, one, suspects);
  }
  const test = `the measured interval holds 0: ${effortToDecide(one.value, one.interval, evidence)}`;
  return disagreement('gap', [one.path], 'finite-time', test, one, ['finite-time']);
}

/** An interval shrinks as 1/√(trajectories · horizon); a fifth more than just enough, since the mean moves too. */
const margin = 1.2;
/** Beyond this factor the mean is 0 for all that the run can tell. */
const hopelessFactor = 1e4;

function effortToDecide(
  mean: number,
  [low, high]: readonly [number, number],
  { trajectories, horizon }: { readonly trajectories: number; readonly horizon: number },
): string {
  const halfWidth = (high - low) / 2;
  const factor = margin * (halfWidth / mean) ** 2;
  if (!(factor < hopelessFactor)) return 'it lies too near 0 for any affordable ensemble';
  const count = Math.ceil(trajectories * factor);
  return `if its middle stays, about ${count} trajectories or a horizon of ${Math.ceil(horizon * factor)} would decide`;
}

function withoutMeasurement({ quantities, derivation }: Comparison): Disagreement[] {
  if (quantities.some(isMeasured) || derivation.invariance.status === 'undecided' || isLeft(derivation.invariance))
    return [];
  return [disagreement('gap', ['evidence.sde', 'evidence.sgd'], 'finite-time', 'nothing was measured', null)];
}

/**
 * Trajectories from the model's own start that do not end where the exponent says: most of them off an attractive set, or
 * most of them on a repelling one. Off an attractive set they contradict what attractive means, unless a longer horizon or
 * a nearer start explains it.
 */
function strayingFractions({ quantities, measurements, prediction }: Comparison): Disagreement[] {
  return [measurements.sde, measurements.sgd].flatMap((evidence) => {
    if (evidence === null || evidence.completed < 1) return [];
    const path = evidence.process === 'sde' ? 'evidence.sde' : 'evidence.sgd';
    const measured = quantities.find((one) => one.path === path);
    const own =
      quantities.find((one) => measured !== undefined && isExponentOf(one, measured)) ??
      // of the chains of other schemes than Euler–Maruyama nothing is predicted but the SDE's sign
      quantities.find((one) => evidence.process === 'sde' && one.path.startsWith('exponents.sde'));
    const sign = signOf(own?.interval ?? null);
    const { interval, mean } = evidence.fraction;
    // a measurement that contradicts its exponent is a disagreement already
    if (own === undefined || measured === undefined || signOf(measured.interval) !== sign) return [];
    const strays = (sign < 0 && interval[1] < half) || (sign > 0 && interval[0] > half);
    if (!strays) {
      const short = sign < 0 ? shortHorizon(own, prediction, evidence) : null;
      return short === null
        ? []
        : [withShare(disagreement('note', [own.path, path], 'finite-time', short, null), evidence)];
    }
    const share = `${Number((100 * mean).toPrecision(3))} % of the trajectories end near the set, which is ${sign < 0 ? 'attractive' : 'repelling'}`;
    const suspects: readonly Cause[] = ['finite-time', 'basin'];
    const found = disagreement(sign < 0 ? 'gap' : 'note', [own.path, path], 'finite-time', share, null, suspects);
    return [withShare(found, evidence)];
  });
}

const half = 0.5;

function withShare(found: Disagreement, { fraction: { mean, interval, level } }: Evidence): Disagreement {
  return { ...found, quantity: 'fraction', evidence: { value: mean, interval, level } };
}

/** What a horizon lacks of the e-folds after which nearly all trajectories are near an attractive set; null where it lacks none, or they are. */
function shortHorizon(own: Quantity, { tangential }: Prediction, evidence: Evidence): string | null {
  const slowest = Math.max(
    own.interval?.[1] ?? 0,
    tangential?.[evidence.process]?.interval[1] ?? Number.NEGATIVE_INFINITY,
  );
  const folds = -slowest * evidence.horizon;
  if (evidence.fraction.mean >= nearlyAll || folds >= foldsToSettle || slowest >= 0) return null;
  const shown = (one: number): number => Number(one.toPrecision(3));
  return `${shown(100 * evidence.fraction.mean)} % of the trajectories end near the set; the horizon is too short, ${shown(folds)} e-folds of the slowest rate towards the base point, where ${foldsToSettle} would be a horizon of ${shown(-foldsToSettle / slowest)}`;
}

const nearlyAll = 0.99;
/** Chance holds a trajectory off for some e-folds of the mean, though it has come near. */
const foldsToSettle = 20;

function disagreement(
  role: Disagreement['role'],
  between: readonly string[],
  cause: Cause,
  test: string,
  by: Quantity | null,
  suspects: readonly Cause[] = [],
): Disagreement {
  const { value, interval, level } = by ?? { value: null, interval: null, level: null };
  return { role, between, cause, suspects, quantity: 'exponent', test, evidence: { value, interval, level } };
}
