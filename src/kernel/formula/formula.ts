import { bitLength } from '../../arithmetic/integers.js';
import { dividedBy, isZero, plus, power, type Rational, rational, times } from '../../arithmetic/rational.js';

/** A formula as it was typed: nothing is collected, cancelled or dropped; functions stand for their definitions. */
export type Formula =
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'pi' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'sum' | 'product'; readonly parts: readonly Formula[] }
  | { readonly kind: 'inverse'; readonly of: Formula }
  | { readonly kind: 'power'; readonly base: Formula; readonly exponent: Formula }
  | { readonly kind: 'function'; readonly name: ElementaryFunction; readonly of: Formula }
  | {
      readonly kind: 'conditional';
      readonly condition: Condition;
      readonly then: Formula;
      readonly otherwise: Formula;
    }
  | { readonly kind: 'moment'; readonly moment: 'mean' | 'var'; readonly of: Formula };

/** The functions that others are defined by. */
export type ElementaryFunction = 'exp' | 'log' | 'sqrt' | 'sin' | 'cos' | 'arctan' | 'tanh' | 'erf' | 'abs' | 'sign';

/** What is true or false; a comparison is of `gap` with 0. */
export type Condition =
  | { readonly kind: 'comparison'; readonly operator: Comparison; readonly gap: Formula }
  | { readonly kind: 'not' | 'and' | 'or'; readonly operands: readonly Condition[] };

/** The sign between the two sides of a comparison. */
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** Whether `gap operator 0` holds, given the sign of the gap. */
export function holds(operator: Comparison, sign: -1 | 0 | 1): boolean {
  return signsOf[operator].includes(sign);
}

const signsOf: Readonly<Record<Comparison, readonly number[]>> = {
  '<': [-1],
  '<=': [-1, 0],
  '>': [1],
  '>=': [0, 1],
  '==': [0],
  '!=': [-1, 1],
};

/** The formulas directly inside a formula, those of its condition among them. */
export function partsOf(formula: Formula): readonly Formula[] {
  const parts: Formula[] = [];
  mapParts(formula, (part) => {
    parts.push(part);
    return part;
  });
  return parts;
}

/** A formula with its parts replaced; the same one where none is. */
export function mapParts(formula: Formula, replace: (part: Formula) => Formula): Formula {
  let isSame = true;
  const of = (part: Formula): Formula => {
    const other = replace(part);
    isSame &&= other === part;
    return other;
  };
  const replaced = withParts(formula, of);
  return isSame ? formula : replaced;
}

function withParts(formula: Formula, of: (part: Formula) => Formula): Formula {
  switch (formula.kind) {
    case 'sum':
    case 'product':
      return { ...formula, parts: formula.parts.map(of) };
    case 'power':
      return { ...formula, base: of(formula.base), exponent: of(formula.exponent) };
    case 'conditional': {
      const condition = mapGaps(formula.condition, of);
      const [then, otherwise] = [of(formula.then), of(formula.otherwise)];
      return { ...formula, condition, then, otherwise };
    }
    case 'inverse':
    case 'function':
    case 'moment':
      return { ...formula, of: of(formula.of) };
    default:
      return formula;
  }
}

function mapGaps(condition: Condition, of: (part: Formula) => Formula): Condition {
  return condition.kind === 'comparison'
    ? { ...condition, gap: of(condition.gap) }
    : { ...condition, operands: condition.operands.map((operand) => mapGaps(operand, of)) };
}

/** All formulas that are reached from some by going into parts, each once. */
export function reached(from: Formula, into: (formula: Formula) => readonly Formula[] = partsOf): ReadonlySet<Formula> {
  const found = new Set([from]);
  for (const formula of found) for (const part of into(formula)) found.add(part);
  return found;
}

/** Tells of formulas, each looked at once, whether one of their parts, or they themselves, fit. */
export function someWithin(fits: (formula: Formula) => boolean): (formula: Formula) => boolean {
  const known = new Map<Formula, boolean>();
  const look = (formula: Formula): boolean => {
    const found = known.get(formula);
    if (found !== undefined) return found;
    const result = fits(formula) || partsOf(formula).some(look);
    known.set(formula, result);
    return result;
  };
  return look;
}

/** Tells of formulas whether one of some names stands in them. */
export function dependsOn(names: readonly string[]): (formula: Formula) => boolean {
  return someWithin((formula) => formula.kind === 'name' && names.includes(formula.name));
}

/** The exact number that arithmetic of numerals writes, such as 1/3; null for anything else. */
export function numeralOf(formula: Formula): Rational | null {
  switch (formula.kind) {
    case 'number':
      return formula.value;
    case 'sum':
    case 'product': {
      const values = formula.parts.map(numeralOf);
      if (!values.every((value) => value !== null)) return null;
      return values.reduce(formula.kind === 'sum' ? plus : times);
    }
    case 'inverse': {
      const value = numeralOf(formula.of);
      return value === null || isZero(value) ? null : dividedBy(rational(1), value);
    }
    case 'power': {
      const [base, exponent] = [numeralOf(formula.base), numeralOf(formula.exponent)];
      if (base === null || exponent === null || exponent.denominator !== 1n) return null;
      const whole = Number(exponent.numerator);
      const bits = (bitLength(base.numerator) + bitLength(base.denominator)) * Math.abs(whole);
      const isTooLong = Math.abs(whole) > largestPower || bits > mostBits;
      return isTooLong || (whole < 0 && isZero(base)) ? null : power(base, whole);
    }
    default:
      return null;
  }
}

/** Longer numbers are not worked out. */
const mostBits = 20_000;

/** Larger whole powers are not followed: they only cost time. */
export const largestPower = 64;

/** A number as a formula. */
export function numeral(value: Rational | number): Formula {
  return { kind: 'number', value: typeof value === 'number' ? rational(value) : value };
}

/** A formula with the other sign, −formula. */
export function minus(formula: Formula): Formula {
  return { kind: 'product', parts: [numeral(-1), formula] };
}
