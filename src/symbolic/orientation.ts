import { evaluate } from '../expression/evaluation/evaluate.js';
import type { Expression } from '../expression/syntax/expression.js';
import { numericSamples, valuesAtBase } from '../model/constants.js';
import type { AffineSet, Model } from '../model/model.js';
import type { Threshold } from './derivation.js';
import type { OpenedMoments } from './openedMoments.js';

/**
 * On which side of a zero the largest of some exponents is negative, by its values in doubles beside the zero, all other
 * names at the file's constants, data and base point; null where its sign does not change there.
 */
export function orientationAtFile(
  model: Model,
  set: AffineSet,
  exponents: readonly Expression[],
  moments: OpenedMoments,
  name: string,
  zero: Expression,
): Threshold['orientation'] {
  const values = valuesOfFile(model, set, moments);
  const at = Number(evaluate(zero, values));
  const offset = relativeOffset * Math.max(Math.abs(at), smallestScale);
  const beside = (side: number): number => {
    const here = new Map([...values, [name, at + side * offset]]);
    return Math.max(...exponents.map((exponent) => Number(evaluate(exponent, here))));
  };
  const above = beside(1);
  const below = beside(-1);
  if (above < 0 && below > 0) return 'above';
  if (above > 0 && below < 0) return 'below';
  return null;
}

/** Far enough from the zero for the sign to be clear in doubles, near enough for no other zero to lie between. */
const relativeOffset = 1e-6;
/** In place of the size of a zero that is 0 itself. */
const smallestScale = 1e-3;

function valuesOfFile(model: Model, set: AffineSet, { byName }: OpenedMoments): Map<string, number> {
  const values = valuesAtBase(model, set.base);
  const samples = numericSamples(model);
  if (samples === undefined) return values;
  for (const [name, moment] of byName) values.set(name, Number(evaluate(moment, values, samples)));
  return values;
}
