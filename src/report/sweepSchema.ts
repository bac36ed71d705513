import * as z from 'zod';
import { causes } from '../verify/verdict.js';
import { evidence } from './resultSchema.js';
import { envelope, exponentsByName, named, type ReadOnly } from './schemaParts.js';

/* The JSON Lines of `collapse sweep` (docs/json.md): a header, then a cell a line. */

const predicted = {
  prediction: z.enum(['attractive', 'repelling', 'undecided']),
  exponents: z.strictObject(exponentsByName),
};

const steps = z.tuple([z.int(), z.int()]);

/** The first line: what all cells have in common, and what they vary. Two parts belong together when theirs are the same. */
export const sweepHeader = z.strictObject({
  ...envelope,
  kind: z.literal('sweep'),
  source: z.string(),
  model: z.string(),
  set: z.string(),
  /** the model file as read, printed in one way of writing */
  file: z.string(),
  grid: z.array(
    z.strictObject({ constant: z.string(), scale: z.enum(['linear', 'log', 'list']), values: z.array(z.number()) }),
  ),
  /** the axes as `--vary` stated them */
  vary: z.array(z.string()),
  cells: z.int(),
  measure: z.enum(['none', 'sde', 'sgd', 'both']),
  settings: z.strictObject({ trajectories: z.int(), horizon: z.number(), dt: z.number(), backend: z.string() }),
  /** the command that makes the whole sweep again */
  replay: z.string(),
});

/** Every other line: one cell. */
export const sweepLine = z.strictObject({
  cell: z.int(),
  constants: named,
  /** of a learning rate that changes: the steps of its last piece, which all else is told of */
  steps: steps.optional(),
  ...predicted,
  sufficient: z.strictObject({
    supQ: z.number().nullable(),
    infQ: z.number().nullable(),
    says: z.enum(['attractive', 'repelling', 'silent']),
  }),
  evidence: z.strictObject({ sde: evidence.nullable(), sgd: evidence.nullable() }),
  /** null where nothing was measured */
  verdict: z.enum(['agree', 'disagree', 'inconclusive']).nullable(),
  causes: z.array(z.enum(causes)),
  /** of a learning rate that changes: its pieces before */
  before: z.array(z.strictObject({ steps, ...predicted })).optional(),
  /** what the cell lacks since it takes more work than `--time-limit` allows; only where something does */
  undecided: envelope.undecided,
});

/** The first line of a sweep. */
export type SweepHeader = ReadOnly<z.infer<typeof sweepHeader>>;
/** One cell of a sweep. */
export type SweepLine = ReadOnly<z.infer<typeof sweepLine>>;

/** What the files of a sweep's parts hold. */
export const sweepParts = { name: 'sweep', header: sweepHeader, line: sweepLine } as const;
