import { InputError } from '../arithmetic/inputError.js';
import { substitute } from '../expression/calculus/substitute.js';
import { compileJavaScript } from '../expression/compile/javascript.js';
import {
  type Expression,
  fraction,
  power,
  product,
  quotient,
  sum,
  symbolsOf,
} from '../expression/syntax/expression.js';
import { constantValues, valueAt } from './constants.js';
import type { LossDynamics, Model, Schedule } from './model.js';

/** What the step is called in a learning rate. */
export const stepName = 't';

/** Learning rates by steps: those that a model stands for, and those before them. */
export interface Pace {
  /** the steps of the model's piece; from 0 to the horizon where the rate is constant */
  readonly from: number;
  readonly until: number;
  /** η of a step */
  rate(step: number): number;
  /** the sum of the rates before a step, in units of t */
  time(step: number): number;
}

/** The learning rates of a model with data. Throws InputError where a rate of its schedule is no number from 0 upward. */
export function paceOf(model: Model, { schedule, learningRate }: LossDynamics): Pace {
  if (schedule !== null) {
    const { rates, times, cuts } = runOf(model, schedule);
    const { from, until } = cuts[schedule.piece];
    return { from, until, rate: (step) => rates[step], time: (step) => times[step] };
  }
  const eta = valueAt(learningRate, model.constants);
  const until = Math.max(1, Math.round(model.simulation.horizon / eta));
  return { from: 0, until, rate: () => eta, time: (step) => step * eta };
}

/**
 * A model a piece of its learning rate, in their order, each with one rate and its steps in the name; the model itself
 * where the rate is constant.
 *
 * A rate that changes from step to step is cut into stretches, whose rate is Ση²/Ση: with it and their length in t, the SDE
 * has the drift and the noise that they have together. Throws InputError like paceOf.
 */
export function piecesOf(model: Model): Model[] {
  const schedule = model.dynamics.kind === 'loss' ? model.dynamics.schedule : null;
  if (schedule === null) return [model];
  return runOf(model, schedule).cuts.map(({ from, until }, piece) => ({
    ...onPiece(model, schedule, piece),
    name: `${model.name}, steps ${from} to ${until}`,
  }));
}

/** The model on the last piece of its schedule at the values of its constants, which decides where it goes in the end. */
export function onLastPiece(model: Model): Model {
  const schedule = model.dynamics.kind === 'loss' ? model.dynamics.schedule : null;
  return schedule === null ? model : onPiece(model, schedule, runOf(model, schedule).cuts.length - 1);
}

/** The same with its steps in the name, where there are other pieces. */
export function namedLastPiece(model: Model): Model {
  const pieces = piecesOf(model);
  return pieces[pieces.length - 1];
}

/** The models on the pieces before the model's own. */
export function piecesBefore(model: Model): Model[] {
  const schedule = model.dynamics.kind === 'loss' ? model.dynamics.schedule : null;
  if (schedule === null) return [];
  return Array.from({ length: schedule.piece }, (_, piece) => onPiece(model, schedule, piece));
}

/** The model with the rate of its piece throughout, from the file's starts. */
export function atOneRate(model: Model): Model {
  return model.dynamics.kind === 'loss' ? { ...model, dynamics: { ...model.dynamics, schedule: null } } : model;
}

function onPiece(model: Model, schedule: Schedule, piece: number): Model {
  const { times, cuts } = runOf(model, schedule);
  const { from, until, rate } = cuts[piece];
  return {
    ...model,
    dynamics: { ...(model.dynamics as LossDynamics), learningRate: rate, schedule: { ...schedule, piece } },
    simulation: { ...model.simulation, horizon: times[until] - times[from] },
  };
}

/** Steps of one rate, in constants alone. */
interface Cut {
  readonly from: number;
  readonly until: number;
  readonly rate: Expression;
}

/** All rates of a run, the sums of those before each step, and where it is cut. */
interface Run {
  readonly rates: readonly number[];
  readonly times: readonly number[];
  readonly cuts: readonly Cut[];
}

function runOf(model: Model, schedule: Schedule): Run {
  const known = runs.get(schedule.stated) ?? new WeakMap<Model['constants'], Run>();
  const run = known.get(model.constants) ?? workedOut(model, schedule);
  runs.set(schedule.stated, known.set(model.constants, run));
  return run;
}

/** Every step of a long run is worked out once for all pieces. */
const runs = new WeakMap<Schedule['stated'], WeakMap<Model['constants'], Run>>();

function workedOut(model: Model, { stated, horizon }: Schedule): Run {
  const { name } = model;
  const names = [...model.constants.keys(), stepName];
  const values = Float64Array.from([...constantValues(model).values(), 0]);
  const found = new Float64Array(1);
  const rates: number[] = [];
  const times = [0];
  const cuts: Cut[] = [];
  for (const { until, rate } of stated) {
    const from = rates.length;
    const rateAt = compileJavaScript([rate], names);
    for (let step = from; step < (until ?? Infinity); step++) {
      values[names.length - 1] = step;
      rateAt(values, found);
      const [eta] = found;
      if (!(eta >= 0 && Number.isFinite(eta))) {
        throw new InputError(name, `the learning rate is ${eta} at step ${step}`, 'a finite number from 0 upward');
      }
      if (step === mostSteps) {
        const expected = `a shorter horizon; the rates of ${mostSteps} steps add up to ${times[step]}`;
        throw new InputError(name, `the schedule does not come to its horizon, ${horizon}`, expected);
      }
      // the number of steps is rounded, as of a constant rate
      if (times[step] + eta / 2 > horizon) break;
      rates.push(eta);
      times.push(times[step] + eta);
    }
    cuts.push(...cutsOf(rate, from, rates.length).filter((cut) => times[cut.until] > times[cut.from]));
  }
  if (cuts.length === 0) throw new InputError(name, 'no step of the schedule fits in the horizon', 'a longer horizon');
  return { rates, times, cuts };
}

/** Some hundred megabytes. */
const mostSteps = 5_000_000;

function cutsOf(rate: Expression, from: number, until: number): Cut[] {
  if (!symbolsOf(rate).includes(stepName)) return [{ from, until, rate }];
  const count = Math.min(stretches, until - from);
  const end = (i: number): number => from + Math.round((i * (until - from)) / count);
  return Array.from({ length: count }, (_, i) => ({
    from: end(i),
    until: end(i + 1),
    rate: effectiveRate(rate, end(i), end(i + 1)),
  }));
}

/** Between neighbours of so many, rates of a cosine or of a warm-up differ by a fraction of the largest. */
const stretches = 8;

/** Ση²/Ση over steps, both by Simpson's rule. */
function effectiveRate(rate: Expression, from: number, until: number): Expression {
  const last = until - 1;
  const nodes = last === from ? [from] : [from, (from + last) / 2, last];
  const values = nodes.map((node) => substitute(rate, new Map([[stepName, fraction(2 * node, 2)]])));
  const mean = (of: (value: Expression) => Expression): Expression =>
    sum(...values.map((value, i) => product(fraction(i === 1 ? 4 : 1, 1), of(value))));
  return quotient(
    mean((value) => power(value, fraction(2, 1))),
    mean((value) => value),
  );
}
