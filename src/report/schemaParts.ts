import { z } from 'zod';

/* What the results of several commands are made of. */

export const interval = z.tuple([z.number(), z.number()]);

export const named = z.record(z.string(), z.number());

export const exponentParts = {
  value: z.number(),
  interval,
  level: z.number(),
  method: z.enum(['closed-form', 'sum', 'quadrature', 'spectral', 'simulation']),
};

export const envelope = { schema: z.literal(1), version: z.string(), seed: z.int().nonnegative() };
