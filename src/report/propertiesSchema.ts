import * as z from 'zod';
import { modelsResult, type ReadOnly } from './schemaParts.js';

/* The JSON of `collapse properties --json` (docs/json.md, docs/properties.md). */

const property = z.strictObject({
  name: z.string(),
  statement: z.string(),
  status: z.enum(['passed', 'failed', 'inapplicable', 'exhausted', 'foreign path', 'interrupted']),
  /** the sentence that a failure refutes, or why the property says nothing of the model */
  reason: z.string().nullable(),
  /** of a failure, up to the first case that failed */
  runs: z.int(),
  /** cases that the property does not speak of */
  skipped: z.int().nullable(),
  /** fast-check's, of a failure */
  seed: z.int().nullable(),
  path: z.string().nullable(),
  shrinks: z.int().nullable(),
  /** the smallest model that fails, as a model file */
  model: z.string().nullable(),
  replay: z.string(),
});

/** What `collapse properties --json` prints. */
export const propertiesResult = modelsResult({ properties: z.array(property) });

/** The result of `collapse properties`, as data. */
export type PropertiesResult = ReadOnly<z.infer<typeof propertiesResult>>;
