import * as z from 'zod';
import { causes } from '../verify/verdict.js';
import { analyzeResult } from './analyzeSchema.js';
import { certificateResult, checkResult } from './checkSchema.js';
import { predictResult } from './predictSchema.js';
import { probeResult } from './probeSchema.js';
import { propertiesResult } from './propertiesSchema.js';
import { reproduceResult } from './reproduceSchema.js';
import { backends, exponentsByName, interval, modelsResult, type ReadOnly } from './schemaParts.js';
import { derivedParts, exponents, settings } from './setSchema.js';

/* The JSON of `--json` (docs/json.md): every key is always there, null where it does not apply, and no number is NaN. */

const matrix = z.array(z.array(z.string()));

const histogramParts = z.strictObject({ low: z.number(), width: z.number(), counts: z.array(z.int()) });

/** Null stands for what the horizon did not show. */
const passage = z.strictObject({
  radius: z.number(),
  share: z.number(),
  interval,
  censored: z.int(),
  shares: z.array(z.number()),
  level: z.number(),
  median: z.number().nullable(),
  medianInterval: z.tuple([z.number(), z.number().nullable()]).nullable(),
  medianLevel: z.number(),
  mean: z.number().nullable(),
  meanInterval: interval.nullable(),
  meanLevel: z.number().nullable(),
});

/** What one ensemble measured. */
export const evidence = z.strictObject({
  process: z.enum(['sde', 'sgd']),
  method: z.enum(['nonlinear', 'linearised', 'block']),
  /** what the steps of a simulated SDE drew for drift and covariance; null where they took all samples */
  subsampled: z.strictObject({ samples: z.int(), drawn: z.literal('every step') }).nullable(),
  backend: backends,
  fraction: z.number().nullable(),
  interval: interval.nullable(),
  level: z.number(),
  exponent: z.number().nullable(),
  exponentInterval: interval.nullable(),
  exponentLevel: z.number().nullable(),
  trajectories: z.int(),
  dt: z.number(),
  horizon: z.number(),
  diverged: z.int(),
  floorReached: z.int(),
  completed: z.number(),
  /** when single precision parts from doubles that draw the same; null where all is in doubles */
  parting: z.strictObject({ replicas: z.int(), median: z.int().nullable() }).nullable(),
  /** log-distances at the horizon: cells of one width from `low` on */
  distances: histogramParts.nullable(),
  /** directions near a set of codimension 2: angles in [0, π) */
  directions: histogramParts.nullable(),
  /** first passage times since the series began; null where none ran from the start, or some were cut short */
  passages: z.strictObject({ within: passage, leaving: passage }).nullable(),
  /** one entry a recorded time */
  series: z.strictObject({
    t: z.array(z.number()),
    median: z.array(z.number()),
    quantiles: z.array(z.array(z.number())),
    fraction: z.array(z.number()),
  }),
  replay: z.string(),
});

const disagreement = z.strictObject({
  between: z.array(z.string()),
  cause: z.enum(causes),
  test: z.string(),
  evidence: z.strictObject({
    value: z.number().nullable(),
    interval: interval.nullable(),
    level: z.number().nullable(),
  }),
});

const verifiedSet = z.strictObject({
  ...derivedParts,
  settings,
  exponents,
  evidence: z.strictObject({ sde: evidence.nullable(), sgd: evidence.nullable(), others: z.array(evidence) }),
  prediction: z.enum(['attractive', 'repelling', 'undecided']),
  verdict: z.enum(['agree', 'disagree', 'inconclusive']),
  disagreements: z.array(disagreement),
  remarks: z.array(z.string()),
});

const derivedSet = z.strictObject({
  ...derivedParts,
  curvature: matrix.nullable(),
  noise: z.array(matrix).nullable(),
  steps: z.array(
    z.strictObject({
      title: z.string(),
      what: z.string(),
      expression: z.string().nullable(),
      latex: z.string().nullable(),
    }),
  ),
});

/** What `collapse verify --json` prints, and what a table in JSON is. */
export const verifyResult = modelsResult({ sets: z.array(verifiedSet) });

/** What `collapse derive --json` prints. */
export const deriveResult = modelsResult({ sets: z.array(derivedSet) });

const family = z.strictObject({
  family: z.string(),
  parameters: z.array(z.string()),
  equations: z.array(z.string()),
  invariance: derivedParts.invariance,
});

/** What `collapse discover --json` prints. */
export const discoverResult = modelsResult({
  parameters: z.array(z.string()),
  sets: z.array(
    z.strictObject({
      ...derivedParts,
      equations: z.array(z.string()),
      reason: z.enum(['symmetry', 'vanishing gradient']),
      generator: z.string(),
      /** names of the discovered sets that contain it */
      within: z.array(z.string()),
      /** sets that the model's symmetries make of it and that are not listed */
      unlistedImages: z.int(),
      /** those sets; and the continuous families that the set belongs to, each proved as a family */
      images: z.array(z.union([z.strictObject({ equations: z.array(z.string()) }), family])),
      /** rotations that leave the formulas unchanged at every angle and carry the set into others: it is one of a family */
      rotations: z.array(z.string()),
      /** sets that the model's symmetries carry into one another share a number, from 1 in order of appearance */
      orbit: z.int(),
      /** false beyond the bound `formulas`: then no condition, threshold or exponent is known */
      derived: z.boolean(),
      /** whether the base point moves, so that what holds at it decides nothing, and the exponent along where it goes */
      baseMoves: z.boolean().nullable(),
      averaged: exponentsByName.sdeAveraged,
    }),
  ),
  /** bounds of the search that the model goes beyond, so that there are, or may be, more sets */
  bounds: z.array(
    z.enum(['symmetries', 'vanishing gradients', 'intersections', 'listed intersections', 'time limit', 'formulas']),
  ),
});

/** The result of `collapse verify` and of `collapse table`, as data. */
export type VerifyResult = ReadOnly<z.infer<typeof verifyResult>>;

/** The result of `collapse derive`, as data. */
export type DeriveResult = ReadOnly<z.infer<typeof deriveResult>>;

/** The result of `collapse discover`, as data. */
export type DiscoverResult = ReadOnly<z.infer<typeof discoverResult>>;

/** A bound of the search for sets that a model went beyond. */
export type ReachedBound = DiscoverResult['models'][number]['bounds'][number];

/** One discovered set. */
export type DiscoveredSet = DiscoverResult['models'][number]['sets'][number];

/** One set with its prediction, evidence and verdict. */
export type VerifiedSet = ReadOnly<z.infer<typeof verifiedSet>>;

/** One set with its derivation step by step. */
export type DerivedSet = ReadOnly<z.infer<typeof derivedSet>>;

/** The JSON Schema of all these results, which ships as schema/result.json. */
export function resultJsonSchema(): Record<string, unknown> {
  const schema: object = z.toJSONSchema(
    z.union([
      verifyResult,
      deriveResult,
      predictResult,
      checkResult,
      certificateResult,
      discoverResult,
      propertiesResult,
      reproduceResult,
      analyzeResult,
      probeResult,
    ]),
    {
      reused: 'ref',
    },
  );
  return {
    ...schema,
    title:
      'Result of collapse verify, derive, predict, check, discover, properties, reproduce, analyze or probe with --json',
  };
}
