import { z } from 'zod';
import { exponentParts, normalGradientWitness } from './schemaParts.js';

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

/** A zero of an exponent in one name, in closed form. */
export const threshold = z.strictObject({
  parameter: z.string(),
  expression: z.string(),
  latex: z.string(),
  value: z.number().nullable(),
  attractive: z.enum(['above', 'below']).nullable(),
  domain: z.string().nullable(),
});

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
  sgd: z.strictObject(exponentParts).nullable(),
  sdeAveraged: z.strictObject(exponentParts).nullable(),
  eulerMaruyamaAveraged: z.strictObject(exponentParts).nullable(),
  sgdAveraged: z.strictObject(exponentParts).nullable(),
  /** along the set at its base point; null where nothing moves along it, it is a point, or the base moves anyway */
  tangential: z
    .strictObject({ sde: z.strictObject(exponentParts).nullable(), sgd: z.strictObject(exponentParts).nullable() })
    .nullable(),
});
