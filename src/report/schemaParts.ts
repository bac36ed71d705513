import * as z from 'zod';

/* What the results of several commands are made of. */

/** Data that nobody writes into. */
export type ReadOnly<T> = T extends object ? { readonly [Key in keyof T]: ReadOnly<T[Key]> } : T;

/** Lower and upper end. */
export const interval = z.tuple([z.number(), z.number()]);

/** Numbers by name. */
export const named = z.record(z.string(), z.number());

/** What computes trajectories: this package in doubles, or a backend of TensorFlow.js. */
export const backends = z.enum(['float64', 'tfjs-node', 'tfjs-wasm', 'tfjs-cpu']);

/** What refutes the invariance of a set: a point of it and a sample, and the gradient's components normal to it there. */
export const normalGradientWitness = z.strictObject({
  theta: named,
  constants: named,
  sample: named,
  /** into the region beside a kink whose gradient tends to the stated one; null where there is none */
  toward: named.nullable(),
  normalGradient: z.array(z.number()),
});

/** An exponent per unit of t = η·step: value, interval, the interval's level (1: an enclosure), and how it was found. */
export const exponentParts = {
  value: z.number(),
  interval,
  level: z.number(),
  method: z.enum(['closed-form', 'sum', 'quadrature', 'spectral', 'simulation']),
};

/** The exponents of a set across it, in the order in which they are told: each process at the base point and averaged. */
export const exponentNames = [
  'sde',
  'eulerMaruyama',
  'sgd',
  'sdeAveraged',
  'eulerMaruyamaAveraged',
  'sgdAveraged',
] as const;

const exponent = z.strictObject(exponentParts).nullable();

/** One exponent a name. */
export const exponentsByName = {
  sde: exponent,
  eulerMaruyama: exponent,
  sgd: exponent,
  sdeAveraged: exponent,
  eulerMaruyamaAveraged: exponent,
  sgdAveraged: exponent,
} satisfies Record<(typeof exponentNames)[number], typeof exponent>;

const undecided = z.strictObject({ what: z.string(), reason: z.string() });

/** A set or a model that was left undecided, and why. */
export type Undecided = z.infer<typeof undecided>;

/** What every result starts with: the schema's version, the package's, the seed, and what the budget left undecided, if anything. */
export const envelope = {
  schema: z.literal(1),
  version: z.string(),
  seed: z.int().nonnegative(),
  undecided: z.array(undecided).optional(),
};

/** A result that says something of each of some models. */
export function modelsResult<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({
    ...envelope,
    models: z.array(z.strictObject({ name: z.string(), source: z.string(), ...shape })),
  });
}
