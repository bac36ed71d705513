import { type Enclosure, exact } from '../arithmetic/enclosure.js';
import { plus, type Rational } from '../arithmetic/rational.js';
import { encloseExpression, type SampleRows } from '../expression/evaluation/enclose.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { AffineSet, Model } from '../model/model.js';
import { type EnclosedFamily, enclosedFamily } from '../prediction/certificate/enclosedFamily.js';
import type { Linearisation } from '../symbolic/derivation.js';
import { type Instance, modelAt } from './instance.js';

/** The family of a set's linearisation at an instance; null as enclosedFamily has it. */
export function familyAt(
  model: Model,
  set: AffineSet,
  linearisation: Linearisation,
  instance: Instance,
): EnclosedFamily | null {
  const there = modelAt(model, set, instance);
  return enclosedFamily(there.model, there.set.base, linearisation);
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

/** The family whose exponents are smaller by `shift`: H + shift · I. */
export function shifted({ family, radii }: EnclosedFamily, shift: Rational): EnclosedFamily {
  const curvature = family.curvature.map((row, l) => row.map((entry, m) => (l === m ? plus(entry, shift) : entry)));
  return { family: { ...family, curvature }, radii };
}
