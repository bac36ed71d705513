import * as z from 'zod';
import { exponentsByName, interval, modelsResult, named, normalGradientWitness, type ReadOnly } from './schemaParts.js';

/* The JSON of `collapse check --json` (docs/json.md, docs/conjectures.md). */

const simulation = z.strictObject({
  process: z.enum(['sde', 'sgd']),
  backend: z.string(),
  exponent: z.number().nullable(),
  interval: interval.nullable(),
  level: z.number().nullable(),
  fraction: z.number().nullable(),
  trajectories: z.int(),
  dt: z.number(),
  horizon: z.number(),
});

const statement = z.union([
  z.enum([
    'attractive',
    'not attractive',
    'repelling',
    'not invariant',
    'mean-square stable',
    'not mean-square stable',
  ]),
  z.number(),
]);

const attractionWitness = z.strictObject({
  constants: named,
  /** null: the file's data */
  samples: z.array(z.array(z.number())).nullable(),
  base: named,
  claimed: statement,
  derived: statement,
  exponents: z.strictObject({ sde: exponentsByName.sde, sgd: exponentsByName.sgd }),
  simulation: simulation.nullable(),
});

const claim = z.strictObject({
  /** its place in the file, from 1 */
  number: z.int(),
  set: z.string(),
  kind: z.enum(['invariant', 'attractive', 'meanSquareStable', 'exponent']),
  claim: z.string(),
  status: z.enum(['proved', 'refuted', 'undecided']),
  reason: z.string(),
  witness: z.union([normalGradientWitness, attractionWitness]).nullable(),
  certificate: z.record(z.string(), z.unknown()).nullable(),
  search: z.strictObject({ seed: z.int(), path: z.string() }).nullable(),
  replay: z.string(),
});

/** What `collapse check --json` prints. */
export const checkResult = modelsResult({ claims: z.array(claim) });

/** What `collapse check --certificate --json` prints. */
export const certificateResult = z.strictObject({
  schema: z.literal(1),
  version: z.string(),
  certificate: z.strictObject({
    file: z.string(),
    valid: z.boolean(),
    reason: z.string(),
    statement: z.array(z.strictObject({ name: z.string(), text: z.string() })),
  }),
});

/** The result of `collapse check`, as data. */
export type CheckResult = ReadOnly<z.infer<typeof checkResult>>;

/** The result of `collapse check --certificate`, as data. */
export type CertificateResult = ReadOnly<z.infer<typeof certificateResult>>;

/** What became of one claim. */
export type CheckedClaim = CheckResult['models'][number]['claims'][number];
