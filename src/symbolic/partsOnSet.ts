import { memoised } from '../arithmetic/memoised.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { substitute } from '../expression/calculus/substitute.js';
import { type Expression, keyOf, symbol, symbolsOf } from '../expression/syntax/expression.js';
import { isAtomic, type NamedPart, type NamedParts, type Part } from './namedParts.js';

/** Named parts restricted to the set: those that are equal there share a name, those that are numbers have none. */
export class PartsOnSet {
  private readonly canonical = new Map<string, NamedPart>();
  private readonly shown = new Map<string, NamedPart>();

  /** What a part is on the set: a number, a name, or the name of itself or of a part that is equal to it there. */
  private readonly settle = memoised<Part, Expression>(
    (part) => (part.derivative === null ? this.settlePlain(part) : this.settleDerivative(part, part.derivative)),
    (part) => part.symbol.name,
  );

  private readonly outOf = memoised<NamedPart, Expression>(
    ({ definition }) => this.writtenOut(definition),
    ({ name }) => name,
  );

  constructor(private readonly named: NamedParts) {}

  /** A formula over names on the set. */
  onSet(formula: Expression): Expression {
    const used = symbolsOf(formula).flatMap((name) => {
      const part = this.named.parts.get(name);
      return part === undefined ? [] : [[name, this.settle(part)] as const];
    });
    return substitute(formula, new Map([...this.named.statement.restriction, ...used]));
  }

  /** The names in a formula that stand for what differs from sample to sample. */
  dataOf(formula: Expression): string[] {
    const { data } = this.named.statement;
    return symbolsOf(formula).filter(
      (name) => data.includes(name) || symbolsOf(this.writtenOut(symbol(name))).some((inner) => data.includes(inner)),
    );
  }

  /** A formula on the set with all names written out. */
  writtenOut(formula: Expression): Expression {
    const values = symbolsOf(formula).flatMap((name) => {
      const part = this.shown.get(name);
      return part === undefined ? [] : [[name, this.outOf(part)] as const];
    });
    return values.length === 0 ? formula : substitute(formula, new Map(values));
  }

  /** The parts that formulas on the set are written with, in the order of the formulas of the model. */
  partsOf(formulas: readonly Expression[]): NamedPart[] {
    const used = new Set<NamedPart>();
    const visit = (formula: Expression): void => {
      for (const name of symbolsOf(formula)) {
        const part = this.shown.get(name);
        if (part === undefined || used.has(part)) continue;
        visit(this.named.parts.get(name)?.derivative?.of ?? part.definition);
        used.add(part);
      }
    };
    formulas.forEach(visit);
    return [...this.named.parts.keys()]
      .map((name) => this.shown.get(name))
      .filter((part) => part !== undefined)
      .filter((part) => used.has(part));
  }

  private settlePlain({ symbol: own, definition: anywhere }: Part): Expression {
    const definition = simplify(this.onSet(anywhere));
    if (isAtomic(definition)) return definition;
    const equal = this.named.known.get(keyOf(definition));
    const known = this.canonical.get(keyOf(definition));
    if (known !== undefined) return symbol(known.name);
    const shown = { name: (equal?.symbol ?? own).name, definition, isDerivative: false };
    this.canonical.set(keyOf(definition), shown);
    this.shown.set(shown.name, shown);
    return symbol(shown.name);
  }

  private settleDerivative(
    { definition }: Part,
    { function: name, order, of }: NonNullable<Part['derivative']>,
  ): Expression {
    const at = this.onSet(of);
    if (at.kind !== 'symbol' || !this.named.parts.has(at.name)) return this.onSet(definition);
    const there = substitute(definition, new Map([[of.name, at]]));
    const own = this.named.derivative(name, order, at, there);
    const shown = { name: own.name, definition: there, isDerivative: true };
    this.shown.set(shown.name, shown);
    return own;
  }
}
