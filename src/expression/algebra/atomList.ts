import { toText } from '../../arithmetic/rational.js';
import type { Atom, Fraction } from './fraction.js';
import { TooLarge } from './normalFormErrors.js';
import { forEachPower, type Monomial, type Polynomial } from './polynomial.js';
import { Relations } from './relations.js';
import { shortText } from './shortText.js';

/** The growing list of atoms that polynomials are written in, their texts and relations. */
export class AtomList {
  readonly atoms: Atom[] = [];
  /** whether the atom's value depends on the sample */
  readonly dependsOnData: boolean[] = [];
  private readonly texts: string[] = [];
  private readonly ids = new Map<string, number>();
  private readonly fullTexts: string[] = [];
  readonly relations = new Relations();

  /** The variable of an atom; the text identifies it, whatever ring it stands in. */
  variable(fullText: string, make: () => { atom: Atom; dependsOnData: boolean }): number {
    const text = shortText(fullText);
    const known = this.ids.get(text);
    if (known !== undefined) {
      if (this.fullTexts[known] !== fullText) throw new TooLarge('two atoms that their short texts do not tell apart');
      return known;
    }
    const { atom, dependsOnData } = make();
    const id = this.atoms.length;
    if (id > 60000) throw new TooLarge('more than 60,000 atoms');
    this.atoms.push(atom);
    this.dependsOnData.push(dependsOnData);
    this.texts.push(text);
    this.fullTexts.push(fullText);
    this.ids.set(text, id);
    const excluded = excludedBy[atom.kind];
    const partner = excluded === undefined ? undefined : this.ids.get(shortText(fullText.replace(/^\w+/, excluded)));
    this.relations.state(id, atom, partner ?? null);
    return id;
  }

  /** A text that identifies a polynomial whatever ring it stands in. */
  textOf(a: Polynomial): string {
    const parts: string[] = [];
    for (const [monomial, coefficient] of a) {
      const powers: string[] = [];
      forEachPower(monomial, (variable, exponent) => powers.push(`${this.texts[variable]}^${exponent}`));
      parts.push(`${toText(coefficient)}*${powers.sort().join('*')}`);
    }
    return parts.sort().join('+');
  }

  /** The same of one variable, in full. */
  textOfAtom(variable: number): string {
    return this.fullTexts[variable];
  }

  fractionText(a: Fraction): string {
    const factors = [...a.denominator.values()].map(({ factor, exponent }) => `(${this.textOf(factor)})^${exponent}`);
    return `${this.textOf(a.numerator)}/${factors.sort().join('*')}`;
  }

  isIndicator(variable: number): boolean {
    const { kind } = this.atoms[variable];
    return kind === 'positive' || kind === 'vanishing';
  }

  /** Whether a variable obeys a relation, so that its powers are not free. */
  isRelated(variable: number): boolean {
    return this.relations.powerOf(variable) !== null;
  }

  hasData(a: Fraction): boolean {
    return (
      this.polynomialHasData(a.numerator) ||
      [...a.denominator.values()].some(({ factor }) => this.polynomialHasData(factor))
    );
  }

  polynomialHasData(a: Polynomial): boolean {
    for (const monomial of a.keys()) if (this.monomialHasData(monomial)) return true;
    return false;
  }

  monomialHasData(monomial: Monomial): boolean {
    let found = false;
    forEachPower(monomial, (variable) => {
      found ||= this.dependsOnData[variable];
    });
    return found;
  }
}

/** The kind of atom whose product with one of this kind is zero, the argument being the same. */
const excludedBy: Partial<Record<Atom['kind'], Atom['kind']>> = { positive: 'vanishing', vanishing: 'positive' };
