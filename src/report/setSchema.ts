import * as z from 'zod';
import { backends, exponentParts, exponentsByName, named, normalGradientWitness } from './schemaParts.js';

/* What the results of several commands say of one set (docs/json.md). */

const invariance = z.strictObject({
  status: z.enum(['proved', 'refuted', 'undecided']),
  reason: z.string(),
  /** what the kernel followed; null where nothing is proved */
  certificate: z.record(z.string(), z.unknown()).nullable(),
  counterexample: normalGradientWitness.nullable(),
});

const condition = z.strictObject({
  expression: z.string().nullable(),
  latex: z.string().nullable(),
  value: z.number().nullable(),
  supQ: z.number().nullable(),
  infQ: z.number().nullable(),
  says: z.enum(['attractive', 'repelling', 'silent']),
});

/** An interval of one constant in which the exponent has one sign, at the file's other constants (theory §5). */
const thresholdRegion = z.strictObject({
  /** null: no end on this side */
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** null where there is none in closed form, or values begin there */
  fromExpression: z.string().nullable(),
  toExpression: z.string().nullable(),
  /** as a condition in the grammar of the model file */
  expression: z.string(),
  attractive: z.boolean(),
});

/** A zero of an exponent in one name, in closed form. */
export const closedFormZero = z.strictObject({
  parameter: z.string(),
  expression: z.string(),
  latex: z.string(),
  value: z.number().nullable(),
  attractive: z.enum(['above', 'below']).nullable(),
  domain: z.string().nullable(),
});

/** Such a zero of the SDE's exponent, with the regions that all its zeros in that name make. */
const threshold = closedFormZero.extend({ regions: z.array(thresholdRegion) });

/** What is said of every set that is derived. */
export const derivedParts = {
  name: z.string(),
  codimension: z.int(),
  invariance,
  condition,
  thresholds: z.array(threshold),
  dataThresholds: z.array(threshold),
};

/** What is said of every set that is predicted. */
export const exponents = z.strictObject({
  ...exponentsByName,
  sde: z
    .strictObject({
      ...exponentParts,
      lowest: z.number(),
      certificate: z.unknown(),
      expression: z.string().nullable(),
      latex: z.string().nullable(),
    })
    .nullable(),
  eulerMaruyama: z.strictObject({ ...exponentParts, dt: z.number() }).nullable(),
  /** along the set at its base point; null where nothing moves along it, it is a point, or the base moves anyway */
  tangential: z.strictObject({ sde: exponentsByName.sde, sgd: exponentsByName.sgd }).nullable(),
});

/** What the numbers of one set are at. */
export const settings = z.strictObject({
  constants: named,
  learningRate: z.number(),
  momentum: z.number(),
  /** one a noise that draws or divides by one; null for the others */
  batch: z.array(z.int().nullable()),
  samples: z.int().nullable(),
  dt: z.number(),
  /** null where nothing was measured */
  trajectories: z.int().nullable(),
  horizon: z.number().nullable(),
  scheme: z.enum(['euler-maruyama', 'milstein', 'exponential']),
  /** that trained; null where nothing did */
  backend: backends.nullable(),
});
