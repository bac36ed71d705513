import { z } from 'zod';
import { envelope, type ReadOnly } from './schemaParts.js';

/* What `collapse reproduce` writes (docs/json.md): its result, and the lines of its parts. */

const size = z.enum(['quick', 'full']);
const found = z.record(z.string(), z.union([z.number(), z.array(z.number())]));

/** The first line of a part: parts belong together when theirs are the same. */
export const reproduceHeader = z.strictObject({
  ...envelope,
  kind: z.literal('reproduce'),
  experiment: z.string(),
  size,
  cells: z.array(z.string()),
});

/** Every other line: what was found in one cell. */
export const reproduceLine = z.strictObject({ cell: z.string(), found });

/** A claim with the number that decides it. */
export const reproducedCheck = z.strictObject({
  id: z.string(),
  statement: z.string(),
  statistic: z.string(),
  /** `reported` checks decide nothing */
  kind: z.enum(['gating', 'reported']),
  /** null where it came out as no number */
  value: z.number().nullable(),
  /** where the value has to lie; null is an open end */
  interval: z.tuple([z.number().nullable(), z.number().nullable()]),
  /** null: what is asked for has none */
  level: z.null(),
  detail: z.string().nullable(),
  pass: z.boolean(),
});

/** An experiment with its checks, and the names of the pictures that `--out` holds. */
export const reproduceResult = z.strictObject({
  ...envelope,
  experiment: z.string(),
  title: z.string(),
  source: z.string(),
  size,
  checks: z.array(reproducedCheck),
  figures: z.array(z.strictObject({ name: z.string(), title: z.string() })),
  cells: z.array(reproduceLine),
  /** the command that makes it again */
  replay: z.string(),
});

/** The first line of a part. */
export type ReproduceHeader = ReadOnly<z.infer<typeof reproduceHeader>>;
/** One cell of a part. */
export type ReproduceLine = ReadOnly<z.infer<typeof reproduceLine>>;
/** What `collapse reproduce --json` prints. */
export type ReproduceResult = ReadOnly<z.infer<typeof reproduceResult>>;
/** One check of it. */
export type ReproducedCheck = ReadOnly<z.infer<typeof reproducedCheck>>;

/** What the files of an experiment's parts hold. */
export const reproduceParts = { name: 'reproduce', header: reproduceHeader, line: reproduceLine } as const;
