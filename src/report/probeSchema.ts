import { z } from 'zod';
import { envelope, exponentParts, interval, type ReadOnly } from './schemaParts.js';

/* What `collapse probe --json` prints (docs/json.md). */

const tendency = z.enum(['attracted', 'repelled', 'undecided']);
const count = z.int().nonnegative();
const elsewhere = z.array(z.strictObject({ factor: z.number(), tendency }));

/** One set of a hidden unit. */
export const probedSet = z.strictObject({
  layer: z.string(),
  kind: z.enum(['vanishing', 'merging']),
  /** units count from 1 */
  unit: z.int().positive(),
  twin: z.int().positive().nullable(),
  /** −1 where a pair merges up to its sign */
  sign: z.union([z.literal(1), z.literal(-1)]).nullable(),
  separation: z.number(),
  predicted: z.strictObject({ ...exponentParts, tendency }).nullable(),
  measured: z.strictObject({ value: z.number(), interval, level: z.number(), samples: count, tendency }).nullable(),
  expected: z.enum(['collapse', 'later', 'repelled', 'undecided', 'collapsed']),
  /** continuations in which it had collapsed at the horizon */
  collapsed: count,
  elsewhere: z.strictObject({ noise: elsewhere, labelNoise: elsewhere }),
});

/** The sets of a network, and what became of them. */
export const probeResult = z.strictObject({
  ...envelope,
  source: z.string(),
  settings: z.strictObject({
    activation: z.string(),
    loss: z.enum(['squared', 'cross-entropy']),
    learningRate: z.number(),
    batch: count,
    momentum: z.number(),
    weightDecay: z.number(),
    labelNoise: z.number(),
    steps: count,
    horizon: count,
    replicas: count,
    tau1: z.number(),
    tau2: z.number(),
  }),
  sets: z.array(probedSet),
  /** sets by the sign of their predicted exponent and that of the measured one */
  signs: z.array(z.strictObject({ predicted: tendency, measured: tendency, sets: count })),
  /** sets by what was expected of them, and how many had collapsed in at least half of the continuations */
  outcomes: z.array(
    z.strictObject({
      expected: z.enum(['collapse', 'later', 'undecided', 'repelled']),
      sets: count,
      collapsed: count,
      share: z.number().nullable(),
      interval,
      level: z.number(),
    }),
  ),
});

/** What `collapse probe --json` prints. */
export type ProbeResult = ReadOnly<z.infer<typeof probeResult>>;
