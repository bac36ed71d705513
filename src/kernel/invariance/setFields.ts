import type { Rational } from '../../arithmetic/rational.js';
import type { Formula } from '../formula/formula.js';
import { valuesIn } from '../formula/valueIn.js';
import { Work } from '../notFollowed.js';
import { Atoms } from '../quotients/atoms.js';
import { type Quotient, QuotientField } from '../quotients/quotientField.js';
import type { StatedModel } from './statedModel.js';

/** A datum's values by name; those that are left out may have any. */
export type Sample = ReadonlyMap<string, Rational>;

/** The fields that the formulas of one certificate are looked at in, with the values that it holds fixed. */
export class SetFields {
  readonly atoms: Atoms;

  constructor(
    private readonly model: StatedModel,
    private readonly restriction: ReadonlyMap<string, Formula>,
    cases: number,
  ) {
    this.atoms = new Atoms(new Work(cases + Math.min(model.set.rows.length, mostNormals)));
  }

  /** All names open but for what is replaced or held fixed. */
  anywhere(sample: Sample, replaced?: ReadonlyMap<string, Quotient>): QuotientField {
    return new QuotientField(this.atoms, this.numbers(sample), replaced);
  }

  /** With the restricted parameters as they are on the set. */
  onSet(sample: Sample): QuotientField {
    const evaluate = valuesIn(this.anywhere(sample));
    return this.anywhere(sample, new Map([...this.restriction].map(([name, formula]) => [name, evaluate(formula)])));
  }

  /** What is held fixed. */
  numbers(sample: Sample): Sample {
    return new Map([...this.model.values, ...sample]);
  }
}

/** Normals that add steps: beyond, a certificate takes longer than anyone waits for. */
const mostNormals = 256;
