import type { Rational } from '../arithmetic/rational.js';
import { difference, type Expression, isNumber, number } from '../expression/syntax/expression.js';
import { elementName } from '../expression/syntax/names.js';
import { printExpression } from '../expression/syntax/print.js';
import type { AffineSet, Claim, DataSet, LossDynamics, Model, SdeDynamics } from './model.js';
import type { NoiseModel } from './noise/noiseFacts.js';
import { penalty } from './readDynamics.js';
import { defaultSimulation } from './readSimulation.js';
import { shapesOf } from './shapes.js';

/** Writes a model as the YAML text of a model file; readModel gives an equal model back. Data is written as samples. */
export function printModelFile(model: Model): string {
  const lines = [
    `name: ${text(model.name)}`,
    `parameters: ${declared(model.parameters)}`,
    ...(model.constants.size === 0
      ? []
      : [`constants: ${nested([...model.constants.keys()], [...model.constants.values()].map(numeral))}`]),
    ...(model.dynamics.kind === 'loss' ? lossLines(model.dynamics, model.parameters) : sdeLines(model.dynamics)),
    ...block('noise', model.noise.map(noiseEntry)),
    ...block(
      'sets',
      model.sets.map((set) => setEntry(set, model.parameters)),
    ),
    ...block('claims', model.claims.map(claimEntry)),
    `simulate: ${simulateEntry(model)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function lossLines(dynamics: LossDynamics, parameters: readonly string[]): string[] {
  const { data, output, form, decoupledDecay } = dynamics;
  const regulariser = difference(dynamics.regulariser, penalty(decoupledDecay, parameters));
  return [
    ...(data.inputs.length === 0 ? [] : [`inputs: ${declared(data.inputs)}`]),
    ...(data.targets.length === 0 ? [] : [`targets: ${declared(data.targets)}`]),
    ...(output === null ? [] : [`output: ${list(output.map(formula))}`]),
    `loss: ${form === 'custom' ? formula(dynamics.loss) : form}`,
    ...(isNumber(regulariser, 0) ? [] : [`regulariser: ${formula(regulariser)}`]),
    ...dataLines(data),
    `learningRate: ${rateEntry(dynamics)}`,
    `momentum: ${formula(dynamics.momentum)}`,
    ...(dynamics.nesterov ? ['nesterov: true'] : []),
    ...(isNumber(decoupledDecay, 0) ? [] : [`weightDecay: { value: ${formula(decoupledDecay)}, decoupled: true }`]),
    ...(dynamics.clippingNorm === null ? [] : [`gradientClipping: ${formula(dynamics.clippingNorm)}`]),
  ];
}

function rateEntry({ schedule, learningRate }: LossDynamics): string {
  if (schedule === null) return formula(learningRate);
  const entries = schedule.stated.map(({ until, rate }) =>
    map([until !== null && ['until', String(until)], ['rate', formula(rate)]]),
  );
  return map([['schedule', list(entries)]]);
}

function dataLines({ inputs, targets, rows }: DataSet): string[] {
  if (inputs.length + targets.length === 0) return [];
  return ['data:', '  samples:', ...rows.map((row) => `    - ${list(row.map(numeral))}`)];
}

function sdeLines({ drift, potential }: SdeDynamics): string[] {
  return [potential === null ? `drift: ${list(drift.map(formula))}` : `potential: ${formula(potential)}`];
}

/** What a noise states, each under the key that it has in a file. */
function noiseEntry(noise: NoiseModel): string {
  const { kind, diffusion, subsample, ...stated } = { diffusion: null, subsample: null, ...noise };
  const rows = diffusion && list(diffusion.map((row) => list(row.map(formula))));
  return map([
    ['kind', kind],
    ...Object.entries<string | number | Expression>(stated).map(
      ([key, value]): Entry => [key, typeof value === 'object' ? formula(value) : `${value}`],
    ),
    subsample != null && ['covariance', 'subsampled'],
    subsample != null && ['samples', String(subsample)],
    rows !== null && [kind === 'explicit' ? 'diffusion' : 'factor', rows],
  ]);
}

function setEntry(set: AffineSet, parameters: readonly string[]): string {
  return map([
    ['name', text(set.name)],
    ['equations', list(set.equations.map(formula))],
    set.baseStated && ['base', nested(parameters, set.base.map(formula))],
  ]);
}

/** The claim's own wording is kept: what follows `kind: ` in its text. */
function claimEntry(claim: Claim): string {
  const written = claim.text.slice(`${claim.kind}: `.length);
  const isCondition = 'condition' in claim && typeof claim.condition !== 'boolean';
  const range = [...claim.range].map(([name, [from, to]]): Entry => [name, list([numeral(from), numeral(to)])]);
  return map([
    ['set', text(claim.set)],
    [claim.kind, isCondition ? JSON.stringify(written) : written],
    'condition' in claim && ['process', claim.process],
    (isCondition || claim.kind === 'invariant') && ['data', claim.data],
    range.length > 0 && ['for', map(range)],
  ]);
}

function simulateEntry({ simulation, parameters, dynamics }: Model): string {
  const schedule = dynamics.kind === 'loss' ? dynamics.schedule : null;
  const { horizon, dt, scheme, trajectories, initialScale, initialPoint, epsilon, radius, averagingSteps } = simulation;
  const start = map([
    ['normal', String(initialScale)],
    initialPoint && ['point', nested(parameters, initialPoint.map(String))],
  ]);
  return map([
    ['horizon', String(schedule?.horizon ?? horizon)],
    ['dt', String(dt)],
    scheme !== defaultSimulation.scheme && ['scheme', scheme],
    ['trajectories', String(trajectories)],
    ['init', start],
    ['epsilon', String(epsilon)],
    radius !== epsilon && ['radius', String(radius)],
    averagingSteps !== defaultSimulation.averagingSteps && ['averaging', map([['steps', String(averagingSteps)]])],
  ]);
}

function block(key: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : [`${key}:`, ...entries.map((entry) => `  - ${entry}`)];
}

function list(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}

type Entry = readonly [key: string, value: string];

/** A map of those of some entries that there are. */
function map(entries: readonly (Entry | null | false)[]): string {
  return `{ ${entries.flatMap((entry) => (entry ? [`${entry[0]}: ${entry[1]}`] : [])).join(', ')} }`;
}

/** A list of names, or a map to shapes where there are arrays among them. */
function declared(names: readonly string[]): string {
  const shapes = shapesOf(names);
  const isPlain = [...shapes.values()].every((shape) => shape.length === 0);
  return isPlain ? list(names.map(text)) : map([...shapes].map(([name, shape]) => [name, list(shape.map(String))]));
}

/** A map from names to what is written of each, of an array in lists of lists. */
function nested(names: readonly string[], written: readonly string[]): string {
  const values = new Map(names.map((name, i) => [name, written[i]]));
  const lists = (name: string, shape: readonly number[], before: readonly number[]): string =>
    before.length === shape.length
      ? values.get(elementName(name, before))!
      : list(Array.from({ length: shape[before.length] }, (_, i) => lists(name, shape, [...before, i + 1])));
  return map([...shapesOf(names)].map(([name, shape]) => [name, lists(name, shape, [])]));
}

function formula(expression: Expression): string {
  return text(printExpression(expression));
}

function numeral(value: Rational): string {
  return printExpression(number(value));
}

/** A text as YAML: bare where it can only be read as that text, else in double quotes, whose escapes are JSON's. */
function text(value: string): string {
  return /^[A-Za-z_][\w ]*\w$|^[A-Za-z_]$/.test(value) && !/^(true|false|null)$/i.test(value)
    ? value
    : JSON.stringify(value).replace(
        /[\u007f-\u009f\u2028\u2029\ufeff]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
}
