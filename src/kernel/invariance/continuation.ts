import { isZero } from '../../arithmetic/rational.js';
import { type Formula, someWithin } from '../formula/formula.js';
import { valuesIn } from '../formula/valueIn.js';
import { followed } from '../notFollowed.js';
import type { Quotient, QuotientField } from '../quotients/quotientField.js';
import { linearPivot } from './affineSet.js';
import { expansion, type WithLimits, withLimits } from './limits.js';
import type { StatedModel } from './statedModel.js';

/** The two fields that a formula is looked at in: where only a gap is 0, and on the whole set. */
export interface Surroundings {
  readonly anywhere: QuotientField;
  readonly onSet: QuotientField;
}

/** Formulas continued to a set on which parts of them are 0/0. */
export class Continuation {
  /** whether a limit was taken */
  isUsed = false;
  private readonly divides: (formula: Formula) => boolean;

  constructor(
    private readonly model: StatedModel,
    moves: (formula: Formula) => boolean,
  ) {
    this.divides = someWithin((formula) => formula.kind === 'inverse' && moves(formula.of));
  }

  /** A formula with the parts that are 0/0 on the set, which stand for their limits there. Throws NotFollowed. */
  of(formula: Formula, { anywhere, onSet }: Surroundings): WithLimits {
    if (!this.divides(formula)) return { formula, limits: [] };
    const { parameters, data } = this.model;
    const [here, there] = [valuesIn(onSet), valuesIn(anywhere)];
    const isUnit = (value: Quotient) => onSet.isNowhereZero(value);
    const found = withLimits(formula, {
      vanishes: (part) => followed(() => onSet.isZero(here(part))) ?? false,
      multiple: (part, of) =>
        followed(() => {
          const factor = anywhere.numberIn(anywhere.multiply(there(part), anywhere.invert(there(of))));
          return factor === null || isZero(factor) ? null : factor;
        }),
      linear: (part) => linearPivot(part, parameters, data),
      follows: (limit) => followed(() => expansion(limit, anywhere, onSet, isUnit)) !== null,
    });
    this.isUsed ||= found.limits.length > 0;
    return found;
  }

  /** The value of a formula at the set, its limits taken in the same field. Throws NotFollowed. */
  value(formula: Formula, surroundings: Surroundings, field: QuotientField): Quotient {
    const { formula: continued, limits } = this.of(formula, surroundings);
    const isUnit = (value: Quotient) => field.isNowhereZero(value);
    const given = limits.map(
      (limit) => [limit.of, expansion(limit, surroundings.anywhere, field, isUnit).value[1]] as const,
    );
    return valuesIn<Quotient>(field, given)(continued);
  }
}
