import { dividedBy, equal, isZero, minus, negated, type Rational, rational } from '../arithmetic/rational.js';
import { substitute } from '../expression/calculus/substitute.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import {
  comparison,
  conditional,
  type Expression,
  number,
  symbol,
  symbolsOf,
} from '../expression/syntax/expression.js';
import type { AffineSet, Model } from '../model/model.js';
import type { NoiseModel } from '../model/noise/noiseFacts.js';
import { deriveSet } from '../symbolic/derive.js';
import type { SmoothWhere } from '../symbolic/region.js';
import { applicabilityOf } from './applicability.js';
import { type SignClaim, theoryOf } from './meanSquareTheory.js';

/** A value of a constant at which the formulas have a kink, with the exponent that is derived anew there. */
export interface Stratum {
  readonly constant: string;
  readonly value: Rational;
  readonly closedForm: Expression;
}

/**
 * The exponents at the borders of the region on which an exponent was derived, for the borders at which one constant has
 * one value and the set is smooth once it has it: relu(c + w^2) at c = 0 is w^2. With what is left of the region.
 */
export function strataOf(
  model: Model,
  set: AffineSet,
  region: readonly SmoothWhere[],
  claim: SignClaim,
  open: readonly string[],
): { readonly strata: readonly Stratum[]; readonly rest: readonly SmoothWhere[] } {
  const strata: Stratum[] = [];
  const rest: SmoothWhere[] = [];
  for (const border of region) {
    const found = valueOfConstant(border.condition, model);
    if (
      found !== null &&
      strata.some(({ constant, value }) => constant === found.constant && equal(value, found.value))
    ) {
      continue;
    }
    const closedForm = found && closedFormAt(model, set, found.constant, found.value, claim, open);
    if (found === null || closedForm === null) rest.push(border);
    else strata.push({ ...found, closedForm });
  }
  return { strata, rest };
}

/** The closed form with those of the strata in their places. */
export function overStrata(closedForm: Expression, strata: readonly Stratum[]): Expression {
  return strata.reduce(
    (form, { constant, value, closedForm: there }) =>
      conditional(comparison('==', symbol(constant), number(value)), there, form),
    closedForm,
  );
}

/** The one constant, and its value, at which `left != right` does not hold, where the sides differ by a linear form in it alone. */
function valueOfConstant(condition: Expression, { constants }: Model): { constant: string; value: Rational } | null {
  if (condition.kind !== 'comparison') return null;
  const [constant, ...others] = symbolsOf(condition);
  if (others.length > 0 || !constants.has(constant)) return null;
  const [zeroth, first, second] = [0, 1, 2].map((value) => {
    const at = new Map([[constant, rational(value)]]);
    const [left, right] = [condition.left, condition.right].map((side) => evaluateExact(side, at));
    return left === null || right === null ? null : minus(left, right);
  });
  if (zeroth === null || first === null || second === null) return null;
  const slope = minus(first, zeroth);
  if (isZero(slope) || !equal(minus(second, first), slope)) return null;
  return { constant, value: negated(dividedBy(zeroth, slope)) };
}

function closedFormAt(
  model: Model,
  set: AffineSet,
  constant: string,
  value: Rational,
  claim: SignClaim,
  open: readonly string[],
): Expression | null {
  const there = withConstant(model, constant, value);
  const derivation = deriveSet(there, set);
  const applicability = applicabilityOf(there, derivation, { ...claim, frozen: open.length > 0 });
  if (applicability.kind !== 'decides' || derivation.region.length > 0) return null;
  if (derivation.tangential !== null && derivation.tangential.kind !== 'rests') return null;
  return theoryOf(claim, there, set, applicability.derivation, open).closedForm;
}

/** The model with a number in place of one of its constants. */
function withConstant(model: Model, constant: string, value: Rational): Model {
  const at = (formula: Expression): Expression => substitute(formula, new Map([[constant, number(value)]]));
  const { dynamics } = model;
  const noise = model.noise.map((one): NoiseModel => {
    if ('diffusion' in one) return { ...one, diffusion: one.diffusion.map((row) => row.map(at)) };
    return 'std' in one ? { ...one, std: at(one.std) } : one;
  });
  return {
    ...model,
    noise,
    constants: new Map([...model.constants, [constant, value]]),
    domain: model.domain.map(at),
    dynamics:
      dynamics.kind === 'sde'
        ? { ...dynamics, drift: dynamics.drift.map(at), potential: dynamics.potential && at(dynamics.potential) }
        : {
            ...dynamics,
            loss: at(dynamics.loss),
            output: dynamics.output?.map(at) ?? null,
            regulariser: at(dynamics.regulariser),
            learningRate: at(dynamics.learningRate),
            momentum: at(dynamics.momentum),
            decoupledDecay: at(dynamics.decoupledDecay),
          },
  };
}
