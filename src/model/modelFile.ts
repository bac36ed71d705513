import * as z from 'zod';

/**
 * The shape of a model file, before its names and formulas are read.
 *
 * Every description completes the sentence "expected …" in an error message, and is the text of the JSON Schema.
 */

const expression = z.union([z.string(), z.number()]).describe('an expression (text or a number)');
const decimal = z.union([z.number(), z.string()]).describe('a number (a decimal, or an exact fraction such as "1/3")');
const count = z.int().min(1);

/** One value, or lists of lists of them: an array, row after row. */
function arrayOf<T extends z.ZodType<string | number>>(value: T, description: string) {
  type Nested = z.infer<T> | Nested[];
  const nested: z.ZodType<Nested> = z.lazy(() => z.union([value, z.array(nested)])).describe(description);
  return nested;
}

const decimals = arrayOf(decimal, 'a number (a decimal, or an exact fraction such as "1/3"), or lists of them');
const expressions = arrayOf(expression, 'an expression, or a list with one an element');
const names = z
  .union([
    z.array(z.string().describe('a name')),
    z.record(z.string(), z.union([count.max(100_000), z.array(count.max(100_000))])),
  ])
  .describe('a list of names, or a map from names to shapes such as { W: [8, 5], b: [8], c: [] }');
const values = z
  .record(z.string(), expressions)
  .describe('a map from parameters, arrays or slices of them to expressions in the constants');

const batch = z
  .union([count, z.literal('full')])
  .describe('a whole number of samples from 1 upward, or `full` for all of them');
const drawing = ['with-replacement', 'without-replacement', 'epochs'] as const;

const statedCovariance = {
  covariance: z
    .array(z.array(expression).describe('a list of expressions, one a parameter'))
    .optional()
    .describe(
      'a list of rows, one a parameter, with one expression a parameter: the covariance of the noise on the gradient',
    ),
  factor: z
    .array(z.array(expression).describe('a list of expressions, one a normal number'))
    .optional()
    .describe('in place of the covariance, S with S times its transpose equal to it: rows, one a parameter'),
};

const noise = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('minibatch'),
      batch,
      sampling: z
        .enum(drawing)
        .optional()
        .describe(`${drawing.join(', ')} (with-replacement when left out)`),
      covariance: z
        .enum(['exact', 'subsampled'])
        .optional()
        .describe('exact or subsampled: whether simulated steps of the SDE take all samples (exact when left out)'),
      samples: z.int().min(2).optional().describe('a whole number from 2 upward: samples that a subsampled step draws'),
    }),
    z.strictObject({
      kind: z.literal('label'),
      std: expression.describe('an expression in the constants: the standard deviation of the noise on the targets'),
      batch: batch.optional(),
      sampling: z
        .enum(['none', ...drawing])
        .optional()
        .describe(`none, ${drawing.join(', ')} (none when left out)`),
    }),
    z.strictObject({
      kind: z.literal('label-flip'),
      probability: expression.describe('an expression in the constants, from 0 to 1: how likely a target is replaced'),
      batch,
      sampling: z.literal('with-replacement').optional().describe('with-replacement'),
    }),
    z.strictObject({
      kind: z.literal('residual'),
      std: expression.describe('an expression in the constants: the standard deviation of the noise on the residuals'),
    }),
    z.strictObject({ kind: z.literal('gaussian'), ...statedCovariance }),
    z.strictObject({
      kind: z.literal('student-t'),
      degreesOfFreedom: expression.describe('an expression in the constants, above 2: the degrees of freedom'),
      ...statedCovariance,
    }),
    z.strictObject({
      kind: z.literal('explicit'),
      diffusion: z
        .array(z.array(expression).describe('a list of expressions, one a Brownian motion'))
        .describe('a list of rows, one a parameter, with one expression a Brownian motion'),
      calculus: z.enum(['ito', 'stratonovich']).optional().describe('ito or stratonovich (ito when left out)'),
    }),
  ])
  .describe('a noise with a `kind`: minibatch, label, label-flip, residual, gaussian, student-t or explicit');

const set = z
  .strictObject({
    name: z.string().min(1).describe('the name of the set'),
    equations: z
      .array(expression)
      .min(1)
      .describe(
        'a list of expressions, each of them (and each element of an array) 0 on the set and linear in the parameters',
      ),
    base: values.optional().describe('a map from parameters to the base point, in constants; the others follow'),
  })
  .describe('a set with `name` and `equations`');

const interval = z.tuple([decimal, decimal]).describe('an interval [from, to]');
const process = z.enum(['sde', 'sgd']).describe('sde or sgd');

const claim = z
  .strictObject({
    set: z.string().describe('the name of a set of this file'),
    invariant: z.boolean().optional().describe('true or false'),
    attractive: z.union([z.boolean(), z.string()]).optional().describe('true, false or a condition such as eta > 2'),
    meanSquareStable: z
      .union([z.boolean(), z.string()])
      .optional()
      .describe('true, false or a condition: where E (distance)^2 falls'),
    exponent: z
      .strictObject({
        sde: decimal.optional(),
        sgd: decimal.optional(),
        tolerance: decimal.optional().describe('a number from 0 upward (1e-6 when left out)'),
      })
      .optional()
      .describe('a map with `sde` or `sgd`, and `tolerance`'),
    process: process.optional(),
    data: z.enum(['every', 'given']).optional().describe('every or given'),
    for: z.record(z.string(), interval).optional().describe('a map from constants or parameters to [from, to]'),
  })
  .describe('a claim with `set` and one of `invariant`, `attractive`, `meanSquareStable`, `exponent`');

const data = z
  .strictObject({
    samples: z
      .array(z.array(decimals).describe('a list of numbers: inputs, then targets'))
      .optional()
      .describe('a list of samples'),
    csv: z.string().min(1).optional().describe('the path of a csv file, from where the model file stands'),
    generate: z
      .object({
        n: count.max(1_000_000).describe('a whole number of samples from 1 to 1000000'),
        seed: z.int().min(0).optional().describe('a whole number from 0 upward (1 when left out)'),
      })
      .catchall(expression.describe('an expression with normal(mean, std) and uniform(from, to)'))
      .optional()
      .describe('a map with `n`, `seed`, and an expression for every input and target'),
  })
  .describe('one of `samples`, `csv`, `generate`');

const randomMatrix = z
  .strictObject({
    weight: expression
      .optional()
      .describe('an expression in the constants: the weight among all matrices (1 when left out)'),
    entries: z
      .array(z.array(expression).describe('a list of expressions in the constants, one a parameter'))
      .min(1)
      .describe('a list of rows, one a parameter'),
  })
  .describe('a matrix with `entries` and, unless all are as likely, a `weight`');

/** Results must not depend on a clock: a second of averaging is this many steps. */
export const stepsOfSecond = 131_072;

const positive = z.number().positive().describe('a number above 0');
const simulate = z
  .strictObject({
    horizon: positive.optional().describe('a time above 0, in units of t = eta * step (100 when left out)'),
    dt: positive.optional().describe('a time step above 0 (0.01 when left out)'),
    scheme: z
      .enum(['euler-maruyama', 'milstein', 'exponential'])
      .optional()
      .describe('euler-maruyama (when left out), milstein or exponential'),
    trajectories: count.max(1_000_000).optional().describe('a whole number from 1 to 1000000 (1000 when left out)'),
    init: z
      .strictObject({
        normal: z.number().min(0).optional().describe('the standard deviation of the start, from 0 upward'),
        point: values.optional().describe('a map with a value for every parameter'),
      })
      .optional()
      .describe('a map with `normal` (0.001 around the base point when left out) and `point`'),
    epsilon: positive.optional().describe('a distance above 0 (0.01 when left out)'),
    radius: positive
      .optional()
      .describe('the distance at which trajectories are timed as leaving (epsilon when left out)'),
    averaging: z
      .union([
        z.strictObject({ steps: count.describe('a whole number from 1 upward') }),
        z.strictObject({ seconds: positive.describe(`a number above 0; a second stands for ${stepsOfSecond} steps`) }),
      ])
      .optional()
      .describe('a map with `steps` or `seconds`'),
  })
  .describe('a map with horizon, dt, scheme, trajectories, init, epsilon, radius, averaging');

/** The shape of a model file (docs/model-file.md); names and formulas in it are read later. */
export const modelFile = z
  .strictObject({
    name: z.string().min(1).describe('the name of the model'),
    parameters: names,
    constants: z.record(z.string(), decimals).optional().describe('a map from names to numbers or arrays of them'),
    inputs: names.optional(),
    targets: names.optional(),
    output: z
      .union([expression, z.array(expression).min(1)])
      .optional()
      .describe('an expression in parameters, inputs and constants, or a list with one for every target'),
    loss: expression.optional().describe('squared, logistic, softmax or an expression'),
    regulariser: expression.optional().describe('an expression in parameters and constants'),
    data: data.optional(),
    drift: z.array(expression).min(1).optional().describe('a list of expressions, one a parameter or an array of them'),
    potential: expression.optional().describe('an expression in parameters and constants'),
    learningRate: z
      .union([
        expression,
        z.strictObject({
          schedule: z
            .array(
              z.strictObject({
                until: count.optional().describe('the first step that the rate is not for; the horizon when left out'),
                rate: expression.describe('an expression in the constants and the step t, from 0 upward'),
              }),
            )
            .min(1)
            .describe('a list of rates, one after the other'),
        }),
      ])
      .optional()
      .describe('an expression in the constants, above 0, or in the step t too; or a map with `schedule`'),
    momentum: expression.optional().describe('an expression in the constants, from 0 to below 1 (any beside matrices)'),
    nesterov: z.boolean().optional().describe('whether the momentum is that of Nesterov'),
    gradientClipping: expression
      .optional()
      .describe('an expression in the constants, above 0: the largest norm of a gradient'),
    weightDecay: z
      .union([
        expression,
        z.strictObject({
          value: expression.describe('an expression in the constants, from 0 upward'),
          decoupled: z
            .boolean()
            .optional()
            .describe('whether weights shrink beside the step instead of by the gradient'),
        }),
      ])
      .optional()
      .describe('an expression in the constants, or a map with `value` and `decoupled`'),
    matrices: z
      .array(randomMatrix)
      .min(1)
      .optional()
      .describe('a list of matrices of which each step draws one, in place of a loss or an SDE'),
    noise: z.array(noise).optional().describe('a list of noises; several add up'),
    sets: z.array(set).min(1).optional().describe('a list of one set or more (leave `sets` out where there is none)'),
    claims: z.array(claim).optional().describe('a list of claims'),
    simulate: simulate.optional(),
  })
  .describe('a model: a map with `name`, `parameters`, and a loss with data or an SDE');

/** A file of that shape. */
export type ModelFile = z.infer<typeof modelFile>;

/** One entry of `noise`. */
export type NoiseEntry = z.infer<typeof noise>;

/** One entry of `claims`. */
export type ClaimEntry = z.infer<typeof claim>;
