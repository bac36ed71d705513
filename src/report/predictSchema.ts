import * as z from 'zod';
import { exponentParts, interval, modelsResult, named, type ReadOnly } from './schemaParts.js';
import { closedFormZero, derivedParts, exponents, settings } from './setSchema.js';

/* The JSON of `collapse predict --json` (docs/json.md). */

const processes = ['sde', 'eulerMaruyama', 'sgd'] as const;

/** process after process, largest first; null unless asked for */
const spectrum = z.array(z.strictObject({ process: z.enum([...processes, 'product']), ...exponentParts })).nullable();

const tailIndex = z.strictObject({ value: z.number(), interval, level: z.number() }).nullable();

const moment = z.strictObject({
  process: z.enum([...processes, 'product']),
  p: z.number(),
  ...exponentParts,
  /** null, and no interval, where the moment is infinite */
  value: z.number().nullable(),
  interval: interval.nullable(),
  method: z.enum([...exponentParts.method.options, 'convexity']),
});

const predictedExponents = exponents.extend({
  /** Λ(p) of each process, where it is to be had; null where nothing is predicted */
  moments: z.array(moment).nullable(),
  tailIndex: z.strictObject({ sde: tailIndex, eulerMaruyama: tailIndex, sgd: tailIndex }).nullable(),
  spectrum,
});

const orientation = z.enum(['below', 'above']);

/** zeros of an exponent in one constant, each between two values at which its sign is known */
const numericThreshold = z.strictObject({
  process: z.enum([...processes, 'product']),
  /** null: of λ; else the p of Λ(p) */
  moment: z.number().nullable(),
  parameter: z.string(),
  /** where zeros were looked for */
  from: z.number(),
  to: z.number(),
  /** zeros in closed form, where there are any */
  closedForms: z.array(closedFormZero),
  /** whether enclosures show that the exponent changes its sign nowhere else in that range */
  complete: z.boolean(),
  zeros: z.array(
    z.strictObject({
      bracket: interval,
      level: z.number(),
      attractive: orientation,
      /** of the signs of the SDE's λ at the two ends of the bracket; null where none was found */
      certificates: z.tuple([z.unknown(), z.unknown()]),
    }),
  ),
});

const boundary = z.strictObject({
  parameters: z.tuple([z.string(), z.string()]),
  from: interval,
  to: interval,
  points: z.array(z.strictObject({ at: z.number(), bracket: interval, level: z.number(), attractive: orientation })),
});

const neighbourhood = z.union([
  z.strictObject({ status: z.literal('none'), reason: z.string() }),
  z.strictObject({
    status: z.literal('proved'),
    statement: z.string(),
    /** p, δ, C and c of theory §4.4 */
    exponent: z.number(),
    radius: z.number(),
    factor: z.number(),
    rate: z.number(),
    certificate: z.unknown(),
  }),
]);

const predictedSet = z.strictObject({
  ...derivedParts,
  settings,
  exponents: predictedExponents,
  prediction: z.enum(['attractive', 'repelling', 'undecided']),
  remarks: z.array(z.string()),
  numericThresholds: z.array(numericThreshold),
  /** null unless it was asked for */
  boundary: boundary.nullable(),
  neighbourhood: neighbourhood.nullable(),
});

/** of a file that states a random matrix product, per step */
const product = z.strictObject({
  dimension: z.int(),
  matrices: z.int(),
  constants: named,
  /** null where it is −∞, or not to be had */
  exponent: z.strictObject(exponentParts).nullable(),
  moments: z.array(moment),
  tailIndex,
  spectrum,
  numericThresholds: z.array(numericThreshold),
  remarks: z.array(z.string()),
});

/** What `collapse predict --json` prints. */
export const predictResult = modelsResult({
  sets: z.array(predictedSet),
  /** null for a model with sets */
  product: product.nullable(),
});

/** The result of `collapse predict`, as data. */
export type PredictResult = ReadOnly<z.infer<typeof predictResult>>;

/** What was predicted of one set. */
export type PredictedSet = ReadOnly<z.infer<typeof predictedSet>>;

/** What was predicted of a random matrix product. */
export type PredictedProduct = ReadOnly<z.infer<typeof product>>;
