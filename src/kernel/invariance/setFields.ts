import type { Rational } from '../../arithmetic/rational.js';
import type { Formula } from '../formula/formula.js';
import { valuesIn } from '../formula/valueIn.js';
import { Work } from '../notFollowed.js';
import { Atoms } from '../quotients/atoms.js';
import { type Quotient, QuotientField, type QuotientOptions } from '../quotients/quotientField.js';
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
  anywhere(sample: Sample, replaced: ReadonlyMap<string, Quotient> = new Map()): QuotientField {
    return new QuotientField(this.atoms, this.options(sample, replaced));
  }

  /** With the restricted parameters as they are on the set. */
  onSet(sample: Sample, open = (options: QuotientOptions) => new QuotientField(this.atoms, options)): QuotientField {
    const evaluate = valuesIn<Quotient>(open(this.options(sample)));
    const values = new Map([...this.restriction].map(([name, formula]) => [name, evaluate(formula)]));
    return open(this.options(sample, values));
  }

  /** What is held fixed, beside values of other names. */
  options(sample: Sample, values: ReadonlyMap<string, Quotient> = new Map()): QuotientOptions {
    const plain = new QuotientField(this.atoms);
    const numbers = [...this.model.values, ...sample].map(([name, value]) => [name, plain.constant(value)] as const);
    return { values: new Map([...values, ...numbers]) };
  }
}

/** Normals that add steps: beyond, a certificate takes longer than anyone waits for. */
const mostNormals = 256;
