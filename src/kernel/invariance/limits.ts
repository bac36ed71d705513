import { dividedBy, one, type Rational } from '../../arithmetic/rational.js';
import { type Formula, mapParts, minus, numeral, partsOf, reached } from '../formula/formula.js';
import { type Pair, pairField } from '../formula/pairField.js';
import { type CoefficientTests, SeriesField } from '../formula/seriesField.js';
import { type Field, valuesIn } from '../formula/valueIn.js';
import { NotFollowed } from '../notFollowed.js';

/** A part of a formula that is 0/0 on the set: what it is in u and other names, and what u stands for, which is 0 there. */
export interface Limit {
  readonly of: Formula;
  readonly inside: Formula;
  readonly gap: Formula;
}

/** What is known of formulas on the set. */
export interface OnSet {
  /** whether a formula is 0 all over the set */
  vanishes(formula: Formula): boolean;
  /** a parameter and what stands before it, where a formula is linear in the parameters; else null */
  linear(formula: Formula): { readonly name: string; readonly coefficient: Rational } | null;
  /** the number that a formula is of another, everywhere; null where it is none */
  multiple(formula: Formula, of: Formula): Rational | null;
  /** whether such a part is followed to be analytic about the set */
  follows(limit: Limit): boolean;
}

/** A formula in which each part that needs a limit on the set is one node, and these parts. */
export interface WithLimits {
  readonly formula: Formula;
  readonly limits: readonly Limit[];
}

/**
 * The first two terms of a limit's expansion, in a field at the set: a value and a slope in u. In `anywhere`, where u alone is
 * 0, every term of a pole has to vanish identically; `isUnit` tells of values that are not 0 (docs/trusted.md). Throws NotFollowed.
 */
export function expansion<A, B>(
  { inside }: Limit,
  anywhere: Field<A> & { isZero(a: A): boolean },
  here: Field<B>,
  isUnit: (value: B) => boolean,
): { readonly value: Pair<A, B>; readonly slope: Pair<A, B> } {
  const tests: CoefficientTests<Pair<A, B>> = { isZero: ([a]) => anywhere.isZero(a), isUnit: ([, b]) => isUnit(b) };
  const field = new SeriesField(pairField(anywhere, here), tests, gapName, terms);
  const series = valuesIn(field)(inside);
  return { value: field.requireAnalytic(series), slope: field.at(series, 1) };
}

/** Finds the parts that need limits, the smallest first, and follows each. Throws NotFollowed where one has none. */
export function withLimits(formula: Formula, onSet: OnSet): WithLimits {
  const search = new LimitSearch(onSet);
  const found = search.visit(formula);
  if (found.gap !== null) throw new NotFollowed('a quotient without a limit on the set');
  return { formula: found.formula, limits: search.limits };
}

/** With a gap where 1/0 is still open. */
interface Visited {
  readonly formula: Formula;
  readonly gap: Formula | null;
}

class LimitSearch {
  readonly limits: Limit[] = [];
  private readonly known = new Map<Formula, Visited>();

  constructor(private readonly onSet: OnSet) {}

  visit(formula: Formula): Visited {
    const found = this.known.get(formula) ?? this.visited(formula);
    this.known.set(formula, found);
    return found;
  }

  private visited(formula: Formula): Visited {
    if (formula.kind === 'inverse') {
      const { of } = formula;
      if (of.kind === 'product')
        return this.visit({ ...of, parts: of.parts.map((part) => ({ kind: 'inverse', of: part })) });
      if (this.visit(of).gap === null && this.onSet.vanishes(of)) return { formula, gap: this.gapOf(of) };
    }
    const parts = partsOf(formula).map((part) => this.visit(part));
    const gaps = new Map(parts.flatMap(({ gap }) => (gap === null ? [] : [[keyOf(gap), gap] as const])));
    const rebuilt = mapParts(formula, (part) => this.visit(part).formula);
    if (gaps.size === 0) return { formula: rebuilt, gap: null };
    if (rebuilt.kind === 'product') return this.grouped(rebuilt.parts, [...gaps.values()]);
    const [gap, ...others] = gaps.values();
    if (others.length > 0) throw new NotFollowed('two limits at once');
    return rebuilt.kind === 'sum' ? this.closed(rebuilt, gap) : { formula: rebuilt, gap };
  }

  /** The factors of a product by what vanishes in them; those that hold nothing of it stay outside. */
  private grouped(parts: readonly Formula[], gaps: readonly Formula[]): Visited {
    const groups = gaps.map((gap) => parts.filter((part) => this.inGap(part, gap) !== part));
    if (groups.flat().length > new Set(groups.flat()).size) throw new NotFollowed('two limits in one factor');
    const closed = groups.map((group, i) => this.closed({ kind: 'product', parts: group }, gaps[i]));
    const rest = parts.filter((part) => !groups.some((group) => group.includes(part)));
    const open = closed.filter(({ gap }) => gap !== null);
    if (open.length > 0 && gaps.length > 1) throw new NotFollowed('two limits at once');
    const formula: Formula = { kind: 'product', parts: [...rest, ...closed.map((one) => one.formula)] };
    return { formula, gap: open[0]?.gap ?? null };
  }

  private closed(of: Formula, gap: Formula): Visited {
    const limit: Limit = { of, inside: this.inGap(of, gap), gap };
    if (!this.onSet.follows(limit)) return { formula: of, gap };
    this.limits.push(limit);
    return { formula: of, gap: null };
  }

  /** What vanishes in a denominator: the one linear form in it that does, or else itself. */
  private gapOf(below: Formula): Formula {
    const isForm = (part: Formula) => this.onSet.linear(part) !== null && this.onSet.vanishes(part);
    const forms = [...reached(below, (part) => (isForm(part) ? [] : partsOf(part)))].filter(isForm);
    const [form, ...others] = new Map(forms.map((one) => [keyOf(one), one])).values();
    if (form !== undefined && others.length === 0) return form;
    return below.kind === 'power' ? below.base : below;
  }

  /** The formula with u for what vanishes: a parameter put in terms of u where that is linear, else every multiple of it. */
  private inGap(formula: Formula, gap: Formula): Formula {
    const u: Formula = { kind: 'name', name: gapName };
    const linear = this.onSet.linear(gap);
    if (linear === null) {
      return replaced(formula, (part) => {
        const factor = this.onSet.multiple(part, gap);
        return factor && { kind: 'product', parts: [numeral(factor), u] };
      });
    }
    const { name, coefficient } = linear;
    const isName = (part: Formula) => part.kind === 'name' && part.name === name;
    const others = replaced(gap, (part) => (isName(part) ? numeral(0) : null));
    const moved: Formula = {
      kind: 'product',
      parts: [numeral(dividedBy(one, coefficient)), { kind: 'sum', parts: [u, minus(others)] }],
    };
    return replaced(formula, (part) => (isName(part) ? moved : null));
  }
}

/** A limit that cancels to more orders is not followed. */
const terms = 10;

/** No name of the grammar starts with a digit. */
const gapName = '0';

/** The same formula, if nothing in it is replaced. */
function replaced(formula: Formula, by: (part: Formula) => Formula | null): Formula {
  return by(formula) ?? mapParts(formula, (part) => replaced(part, by));
}

/** A text that two formulas share when they are written alike. */
function keyOf(formula: Formula): string {
  return JSON.stringify(formula, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
