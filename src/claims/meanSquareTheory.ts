import { toText } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { substitute } from '../expression/calculus/substitute.js';
import { type Expression, isNumber } from '../expression/syntax/expression.js';
import { dataNames } from '../model/constants.js';
import type { AffineSet, Claim, Model } from '../model/model.js';
import { certifyMeanSquare } from '../prediction/certificate/certifyMeanSquare.js';
import { largestExponent } from '../symbolic/condition.js';
import type { Derivation, Linearisation } from '../symbolic/derivation.js';
import { meanSquareGrowths, stepsAlike } from '../symbolic/meanSquare.js';
import { type ExponentTheory, exponentTheory, theoryFrom } from './exponentTheory.js';
import { familyAt } from './familyAt.js';
import type { AttractionStatement } from './finding.js';
import { statedBase, valuesAt } from './instance.js';
import { stepFamily } from './stepFamily.js';

/** A claim about the sign of an exponent, of λ or of the mean square. */
export type SignClaim = Extract<Claim, { kind: 'attractive' | 'meanSquareStable' }>;

/** The theory that decides a claim: of λ, or of the growth of the mean square. `inPlaces` puts other closed forms where theirs hold. */
export function theoryOf(
  claim: SignClaim,
  model: Model,
  set: AffineSet,
  derivation: Derivation & { readonly linearisation: Linearisation },
  open: readonly string[],
  inPlaces: (closedForm: Expression) => Expression = (form) => form,
): ExponentTheory {
  const theory = claim.kind === 'attractive' ? exponentTheory : meanSquareTheory;
  return theory(model, set, derivation, claim.process, open, inPlaces);
}

/** What is said of a set of whose claim the exponent is below 0, above it, and what the claim's contrary says. */
export function statementsOf({ kind }: SignClaim): readonly AttractionStatement[] {
  return kind === 'attractive'
    ? ['attractive', 'repelling', 'not attractive']
    : ['mean-square stable', 'not mean-square stable', 'not mean-square stable'];
}

/** What the formula of a claim's theory is called. */
export function quantityOf({ kind }: SignClaim, { dynamics }: Model): string {
  if (kind === 'attractive') return 'the exponent';
  const hasMomentum = dynamics.kind === 'loss' && !isNumber(dynamics.momentum, 0);
  return hasMomentum ? 'what has the sign of the growth of the mean square' : 'the growth of the mean square';
}

/** The growth of the mean square as a formula; without one its sign is that of a family, with a proof. */
function meanSquareTheory(
  model: Model,
  set: AffineSet,
  { eigenDirections, linearisation }: Derivation & { readonly linearisation: Linearisation },
  process: 'sde' | 'sgd',
  open: readonly string[],
  inPlaces: (closedForm: Expression) => Expression,
): ExponentTheory {
  const base = statedBase(model, set, open);
  const data = dataNames(model);
  const { dynamics } = model;
  const growths = eigenDirections && meanSquareGrowths(model, linearisation, eigenDirections, process, data);
  const plain = growths && simplify(substitute(largestExponent(growths, data), base), data);
  const closedForm = plain && inPlaces(plain);
  return theoryFrom(model, closedForm, null, (instance, value) => {
    if (closedForm !== null || !(process === 'sde' || stepsAlike(model))) return null;
    const stated = familyAt(model, set, linearisation, instance);
    const isStated = dynamics.kind === 'sde' || process === 'sde';
    const followed = stated && (isStated ? stated : stepFamily(stated, dynamics, valuesAt(instance)));
    const found = followed && certifyMeanSquare(followed.family, followed.radii, value);
    if (found === null) return null;
    const { side, proof } = found;
    return { sign: side === 'above' ? 1 : -1, proof: { value: toText(value), side, meanSquare: proof } };
  });
}
