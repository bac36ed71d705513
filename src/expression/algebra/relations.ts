import type { Rational } from '../../arithmetic/rational.js';
import { one, rational } from '../../arithmetic/rational.js';
import { type Annihilator, annihilatorOf, applicable, type Rewriting } from './annihilator.js';
import type { Atom } from './fraction.js';
import {
  addTerm,
  forEachPower,
  invertMonomial,
  type Monomial,
  monomialOf,
  multiplyMonomials,
  multiplyPolynomials,
  type Polynomial,
  polynomialKey,
  scalePolynomial,
  unitMonomial,
  variablePolynomial,
  zeroPolynomial,
} from './polynomial.js';

/** The relations between the variables of a ring, each stated once. */
export class Relations {
  private readonly powers = new Map<number, { readonly index: number; readonly value: Polynomial }>();
  private readonly partners = new Map<number, number>();
  private readonly annihilators = new Map<number, Annihilator[]>();
  private readonly zeros = new Map<number, Polynomial[]>();
  private readonly usedSets = new Map<string, readonly number[]>();

  get isEmpty(): boolean {
    return this.powers.size === 0;
  }

  /** variable^index = value, or null */
  powerOf(variable: number): { readonly index: number; readonly value: Polynomial } | null {
    return this.powers.get(variable) ?? null;
  }

  /** The relations of a new atom; `partner` is the atom that it excludes. */
  state(variable: number, atom: Atom, partner: number | null): void {
    switch (atom.kind) {
      case 'root':
        this.powers.set(variable, { index: atom.index, value: atom.radicand });
        break;
      case 'absolute':
        this.powers.set(variable, { index: 2, value: multiplyPolynomials(atom.argument, atom.argument) });
        break;
      case 'positive':
      case 'vanishing':
        this.powers.set(variable, { index: 2, value: variablePolynomial(variable) });
        if (atom.kind === 'vanishing') this.stateVanishing(variable, atom.argument);
        if (partner === null) break;
        this.partners.set(variable, partner);
        this.partners.set(partner, variable);
        break;
      default:
    }
  }

  /** the variable that excludes this one, or null */
  partnerOf(variable: number): number | null {
    return this.partners.get(variable) ?? null;
  }

  /** States that a polynomial is 0 wherever a `vanishing` variable is 1; with a root or a sine alone, its power is too. */
  stateVanishing(variable: number, polynomial: Polynomial): void {
    const known = this.zerosOf(variable);
    const key = polynomialKey(polynomial);
    if (known.some((other) => polynomialKey(other) === key)) return;
    this.zeros.set(variable, [...known, polynomial]);
    const all = [...(this.annihilators.get(variable) ?? []), annihilatorOf(polynomial)];
    for (const [related, { value }] of this.powers) {
      if (polynomial.size === 1 && polynomial.has(monomialOf(related, 1))) all.push(annihilatorOf(value));
    }
    this.annihilators.set(variable, all);
  }

  /** The polynomials that are stated to be 0 where a `vanishing` variable is 1, its argument first. */
  zerosOf(variable: number): readonly Polynomial[] {
    return this.zeros.get(variable) ?? [];
  }

  /** The sets of `vanishing` variables in whose monomials it has been used that something is 0. */
  get used(): readonly (readonly number[])[] {
    return [...this.usedSets.values()];
  }

  /** States that it has been used of this monomial that something is 0 where its `vanishing` variables are 1. */
  noteUse(monomial: Monomial): void {
    const variables: number[] = [];
    forEachPower(monomial, (variable) => {
      if (this.annihilators.has(variable)) variables.push(variable);
    });
    this.usedSets.set(variables.join(' '), variables);
  }

  /** sine² = 1 − cosine² */
  stateSine(sine: number, cosine: number): void {
    const value = new Map([[unitMonomial, one]]);
    addTerm(value, monomialOf(cosine, 2), rational(-1));
    this.powers.set(sine, { index: 2, value });
  }

  /** Applies the relations until none applies; `spend` is told the number of terms that each step makes. */
  reduced(a: Polynomial, spend: (terms: number) => void): Polynomial {
    if (this.isEmpty) return a;
    let applies = false;
    for (const monomial of a.keys()) {
      if (this.rewriting(monomial) !== null) {
        applies = true;
        break;
      }
    }
    if (!applies) return a;
    const result = new Map<Monomial, Rational>();
    const open: [Monomial, Rational][] = [...a];
    for (let item = open.pop(); item !== undefined; item = open.pop()) {
      const [monomial, coefficient] = item;
      const rewriting = this.rewriting(monomial);
      if (rewriting === null) {
        addTerm(result, monomial, coefficient);
        continue;
      }
      spend(rewriting.value.size);
      const left = multiplyMonomials(monomial, invertMonomial(rewriting.of));
      for (const term of scalePolynomial(rewriting.value, coefficient, left)) open.push(term);
    }
    return result;
  }

  /** A relation that applies to a monomial, or null. */
  private rewriting(monomial: Monomial): Rewriting | null {
    let found: Rewriting | null = null;
    let isZero = false;
    forEachPower(monomial, (variable, exponent) => {
      const power = this.powers.get(variable);
      if (power === undefined) return;
      if (exponent >= power.index) found ??= { of: monomialOf(variable, power.index), value: power.value };
      const partner = this.partners.get(variable);
      if (partner !== undefined && partner > variable) {
        forEachPower(monomial, (other) => {
          isZero ||= other === partner;
        });
      }
    });
    if (isZero) return { of: monomial, value: zeroPolynomial };
    return found ?? this.annihilation(monomial);
  }

  private annihilation(monomial: Monomial): Rewriting | null {
    if (this.annihilators.size === 0) return null;
    let found: Rewriting | null = null;
    forEachPower(monomial, (variable) => {
      for (const annihilator of this.annihilators.get(variable) ?? []) found ??= applicable(annihilator, monomial);
    });
    if (found !== null) this.noteUse(monomial);
    return found;
  }
}
