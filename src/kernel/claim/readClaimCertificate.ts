import { z } from 'zod';
import { InputError } from '../../arithmetic/inputError.js';
import { type Rational, rational } from '../../arithmetic/rational.js';
import type {
  CounterexampleCertificate,
  EquivalenceCertificate,
  InvarianceCertificate,
  SignCase,
} from '../certificate.js';

const number = z.string().regex(/^-?\d+(\/0*[1-9]\d*)?$/);
const numbers = z.array(number);
const texts = z.array(z.string());
const values = z.record(z.string(), number);
const samples = z.array(numbers).nullable();
const stated = { model: z.string(), set: z.string(), claim: z.string(), data: texts };
const statedModel = {
  ...stated,
  parameters: texts,
  equations: texts,
  fields: z.array(
    z.strictObject({ role: z.enum(['loss', 'regulariser', 'output', 'drift', 'diffusion']), formulas: texts }),
  ),
};

const invariance = z.strictObject({
  version: z.literal(1),
  kind: z.literal('invariance'),
  ...statedModel,
  values,
  cases: z.array(values).min(1),
  restriction: z.record(z.string(), z.string()),
  chains: z.array(
    z.strictObject({
      field: z.int().nonnegative(),
      normal: numbers,
      steps: z.array(z.strictObject({ expression: z.string(), by: z.string() })).min(1),
    }),
  ),
});

const counterexample = z.strictObject({
  version: z.literal(1),
  kind: z.literal('counterexample'),
  ...statedModel,
  values,
  field: z.int().nonnegative(),
  normal: numbers,
  bounds: z.tuple([number, number]),
});

const signCase: z.ZodType<SignCase> = z.lazy(() =>
  z.union([
    z.strictObject({ split: z.string(), negative: signCase, zero: signCase, positive: signCase }),
    z.strictObject({ product: z.string(), factors: texts, inside: signCase }),
    z.strictObject({ agree: z.literal(true) }),
    z.strictObject({ undefined: z.literal(true) }),
    z.strictObject({ contradiction: z.array(z.strictObject({ of: z.string(), multiplier: number })) }),
  ]),
);

const equivalence = z.strictObject({
  version: z.literal(1),
  kind: z.literal('equivalence'),
  ...stated,
  condition: z.string(),
  exponent: z.string(),
  assumptions: z.array(
    z.strictObject({ expression: z.string(), sign: z.enum(['positive', 'nonnegative']), because: z.string() }),
  ),
  proof: signCase,
});

const sign = z.enum(['negative', 'positive']);

const difference = z.strictObject({
  version: z.literal(1),
  kind: z.literal('difference'),
  ...stated,
  condition: z.string(),
  values,
  samples,
  holds: z.boolean(),
  exponent: z.union([z.strictObject({ sign, closedForm: z.string() }), z.strictObject({ sign, family: z.unknown() })]),
});

const steps = z.strictObject({
  learningRate: z.string(),
  over: z.enum(['samples', 'once']),
  directions: z.array(z.strictObject({ mean: z.string(), variance: z.string() })).min(1),
});

const bounds = z.strictObject({
  version: z.literal(1),
  kind: z.literal('bounds'),
  ...stated,
  values,
  samples,
  bounds: z.array(
    z.union([
      z.strictObject({ value: number, side: z.enum(['above', 'below', 'equal']), closedForm: z.string() }),
      z.strictObject({ value: number, side: z.enum(['above', 'below', 'equal']), steps }),
      z.strictObject({ value: number, side: z.enum(['above', 'below']), family: z.unknown() }),
    ]),
  ),
});

const kinds = { invariance, counterexample, equivalence, difference, bounds };

/** A certificate of a claim as this checker takes it; certificates inside stay unread. */
export type ReadCertificate =
  | InvarianceCertificate
  | CounterexampleCertificate
  | EquivalenceCertificate
  | z.infer<typeof difference>
  | z.infer<typeof bounds>;

/** A certificate of a difference between claim and theory, as its JSON holds it. */
export type ReadDifference = z.infer<typeof difference>;

/** A certificate of bounds of an exponent, as its JSON holds it. */
export type ReadBounds = z.infer<typeof bounds>;

/** Throws InputError where the JSON has another shape. */
export function readClaimCertificate(json: unknown): ReadCertificate {
  const kind = typeof json === 'object' && json !== null && 'kind' in json ? json.kind : null;
  const schema = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : null;
  if (schema === null) throw new InputError('kind', 'unknown', Object.keys(kinds).join(', '));
  const read = schema.safeParse(json);
  if (read.success) return read.data as ReadCertificate;
  const [issue] = read.error.issues;
  throw new InputError(issue.path.join('.') || 'certificate', issue.message);
}

/** The number that `p` or `p/q` writes. */
export function rationalOf(text: string): Rational {
  const [numerator, denominator = '1'] = text.split('/');
  return rational(BigInt(numerator), BigInt(denominator));
}
