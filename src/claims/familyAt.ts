import { type Enclosure, exact } from '../arithmetic/enclosure.js';
import { compare, minus, plus, type Rational, rational, times, zero } from '../arithmetic/rational.js';
import { encloseExpression, type SampleRows } from '../expression/evaluation/enclose.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { EntryRadii } from '../kernel/exponent/certificate.js';
import type { ExactLinearFamily, WeightedMatrix } from '../prediction/matrices/linearFamily.js';
import type { Linearisation } from '../symbolic/derivation.js';
import { withSamples } from './instance.js';

/** The linearised normal dynamics at exact values, and how far its true entries may be from the stated ones. */
export interface EnclosedFamily {
  readonly family: ExactLinearFamily;
  /** null when every entry is exact */
  readonly radii: EntryRadii<Rational> | null;
}

/**
 * H and the C_j at exact values of the names and exact samples, in rationals with a bound on what irrational entries are
 * off by. Null where an entry is not defined, or a weight or the learning rate is irrational.
 */
export function familyAt(
  { curvature, noise, learningRate }: Linearisation,
  values: ReadonlyMap<string, Rational>,
  samples: SampleRows | null,
): EnclosedFamily | null {
  const rate = evaluateExact(learningRate, values);
  const drift = matrixAt(curvature, values, samples);
  if (rate === null || drift === null) return null;
  const matrices: WeightedMatrix[] = [];
  const radii: Rational[] = [];
  for (const { over, weight, matrix } of noise) {
    const total = evaluateExact(weight, values);
    if (total === null) return null;
    const instances = withSamples(values, over === 'once' ? null : samples);
    const share = times(total, rational(1, instances.length));
    for (const instance of instances) {
      const entries = matrixAt(matrix, instance, samples);
      if (entries === null) return null;
      matrices.push({ weight: share, matrix: entries.middle });
      radii.push(entries.radius);
    }
  }
  const isExact = [drift.radius, ...radii].every(({ numerator }) => numerator === 0n);
  return {
    family: { curvature: drift.middle, noise: matrices, learningRate: rate },
    radii: isExact ? null : { curvature: drift.radius, noise: radii },
  };
}

/** Exact where the value is rational and can be told as one, else an enclosure; null where it is not defined. */
export function boundsAt(
  expression: Expression,
  values: ReadonlyMap<string, Rational>,
  samples: SampleRows | null,
  bits: number = defaultBits,
): Enclosure | null {
  const value = evaluateExact(expression, values, samples ?? undefined);
  return value === null ? encloseExpression(expression, values, bits, samples) : exact(value);
}

/** Leaves entries wrong by less than any margin that a certificate has. */
const defaultBits = 96;

function matrixAt(
  matrix: readonly (readonly Expression[])[],
  values: ReadonlyMap<string, Rational>,
  samples: SampleRows | null,
): { readonly middle: Rational[][]; readonly radius: Rational } | null {
  let radius = zero;
  const middle: Rational[][] = [];
  for (const row of matrix) {
    const entries: Rational[] = [];
    for (const entry of row) {
      const bounds = boundsAt(entry, values, samples);
      if (bounds === null) return null;
      const centre = times(plus(bounds.lower, bounds.upper), rational(1, 2));
      const off = minus(bounds.upper, centre);
      if (compare(off, radius) > 0) radius = off;
      entries.push(centre);
    }
    middle.push(entries);
  }
  return { middle, radius };
}

/** The family whose exponents are smaller by `shift`: H + shift · I. */
export function shifted({ family, radii }: EnclosedFamily, shift: Rational): EnclosedFamily {
  const curvature = family.curvature.map((row, l) => row.map((entry, m) => (l === m ? plus(entry, shift) : entry)));
  return { family: { ...family, curvature }, radii };
}
