import { type Rational, toText } from '../arithmetic/rational.js';
import type { Expression } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { EquivalenceCertificate, SignCase } from '../kernel/certificate.js';
import { type Proved, prove, type Unproved } from '../kernel/proved.js';
import { dataNames } from '../model/constants.js';
import type { Claim, Model } from '../model/model.js';
import { textValues } from '../symbolic/invarianceCertificate.js';
import type { ClaimDomain, TerritoryAssumption } from './claimDomain.js';
import { type Instance, samplesAt, valuesAt } from './instance.js';

/** A proof by sign cases as data, with a place at which the claim speaks. */
export function equivalenceCertificate(
  { model, set }: ClaimDomain,
  claim: Claim,
  condition: Expression,
  exponent: Expression,
  assumptions: readonly TerritoryAssumption[],
  proof: SignCase,
  place: StatedPlace,
): Proved<EquivalenceCertificate> | Unproved {
  return prove<EquivalenceCertificate>({
    version: 2,
    kind: 'equivalence',
    model: model.name,
    set: set.name,
    claim: claim.text,
    data: place.data,
    condition: printExpression(condition),
    exponent: printExpression(exponent),
    assumptions: assumptions.map(({ expression, strict, because }) => ({
      expression: printExpression(expression),
      sign: strict ? 'positive' : 'nonnegative',
      because,
    })),
    instance: { values: textValues(place.values), samples: place.samples?.map((row) => row.map(toText)) ?? null },
    proof,
  });
}

/** Numbers for all that a claim speaks of, at which it speaks. */
export interface StatedPlace {
  /** names that stand for the samples inside moments */
  readonly data: readonly string[];
  readonly values: ReadonlyMap<string, Rational>;
  readonly samples: readonly (readonly Rational[])[] | null;
}

/** An instance, for conditions and formulas in moments of the data. */
export function placeOfMoments(model: Model, instance: Instance): StatedPlace {
  return { data: dataNames(model), values: valuesAt(instance), samples: samplesAt(model, instance)?.rows ?? null };
}

/** An instance with its first sample, for conditions in the data themselves. */
export function placeOfSample(model: Model, instance: Instance): StatedPlace {
  const { values, data, samples } = placeOfMoments(model, instance);
  const [first] = samples ?? [[]];
  return { data: [], values: new Map([...values, ...data.map((name, i) => [name, first[i]] as const)]), samples: null };
}
