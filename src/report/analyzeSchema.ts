import { z } from 'zod';
import type { ReadOnly } from './schemaParts.js';

/* What `collapse analyze --json` prints (docs/json.md). */

const count = z.int().nonnegative();

/** One layer of one file. */
export const analyzedLayer = z.strictObject({
  name: z.string(),
  kind: z.enum(['dense', 'convolution', 'heads']),
  /** the tensor whose weights are a unit's outgoing ones, or null */
  outgoing: z.string().nullable(),
  units: count,
  vanishing: count,
  independent: count,
  greedy: count,
  vanishedSinceStart: count,
  mirrored: count,
  rotations: count,
  longest: z.number(),
  initialLength: z.number(),
  entropy: z.number(),
  effectiveRank: z.number(),
});

/** The layers of every file. */
export const analyzeResult = z.strictObject({
  schema: z.literal(1),
  version: z.string(),
  /** nothing is drawn */
  seed: z.null(),
  tau1: z.number(),
  tau2: z.number(),
  files: z.array(z.strictObject({ source: z.string(), layers: z.array(analyzedLayer) })),
});

/** What `collapse analyze --json` prints. */
export type AnalyzeResult = ReadOnly<z.infer<typeof analyzeResult>>;
