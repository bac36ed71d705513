import { isInteger, toNumber } from '../../arithmetic/rational.js';
import { functions } from '../functions/functions.js';
import { ArrayAssertions, type Combine } from './arrayAssertions.js';
import { operations, reductions, sumOfSquares } from './arrayFunctions.js';
import type { ArrayValue, Selection } from './arrayValue.js';
import * as arrays from './arrayValue.js';
import { Demands, demanded, demandedBase } from './demands.js';
import type { Expression } from './expression.js';
import * as to from './expression.js';
import { type FunctionName, isFunctionName } from './functionName.js';
import { elementName } from './names.js';
import { type Elaborated, laws, type Scope } from './scope.js';
import type { IndexRange, Subscript, Syntax } from './syntax.js';

/**
 * Gives a formula its meaning: shapes are inferred, arrays are written out element by element in the scalar grammar.
 *
 * Throws InputError with the column for shapes that do not fit (both are stated), indices out of range, a condition for a
 * number or a number for a condition, and a formula that would grow beyond bounds.
 */
export function elaborate(syntax: Syntax, where: string, scope: Scope = {}): Elaborated {
  const elaboration = new Elaboration(where, scope);
  const value = elaboration.of(syntax);
  return { value, domain: elaboration.demands.conditions };
}

/** So many elements may be made on the way; a network of a thousand weights needs some ten thousand. */
const mostElements = 1_000_000;

type Of<Kind extends Syntax['kind']> = Syntax & { readonly kind: Kind };

class Elaboration extends ArrayAssertions {
  readonly demands = new Demands();
  private readonly bound = new Map<string, number>();
  private readonly known = new Map<string, ArrayValue>();
  private made = 0;

  constructor(
    where: string,
    private readonly scope: Scope,
  ) {
    super(where);
  }

  of(node: Syntax): ArrayValue {
    const value = this.meaning(node);
    // what a name stands for is made once
    if (node.kind !== 'name') this.made += value.elements.length;
    if (this.made > mostElements)
      this.fail(node, 'the formula grows beyond bounds', `at most ${mostElements} elements`);
    return value;
  }

  private meaning(node: Syntax): ArrayValue {
    switch (node.kind) {
      case 'number':
        return arrays.scalar(to.number(node.value));
      case 'name':
        return this.named(node.name);
      case 'negation':
        return this.each(node, [this.number(node.of)], '-', ([of]) => to.negate(of));
      case 'magnitude':
        return this.each(node, [this.number(node.of)], 'abs', ([of]) => to.call('abs', of));
      case 'not':
        return this.each(node, [this.condition(node.of)], 'not', ([of]) => to.logical('not', of));
      case 'sum': {
        const terms = node.parts.map(([, of]) => this.number(of));
        return this.each(node, terms, `\`${node.parts[1][0]}\``, (elements) =>
          to.sum(...elements.map((element, i) => (node.parts[i][0] === '-' ? to.negate(element) : element))),
        );
      }
      case 'product':
        return this.product(node);
      case 'power':
        return this.power(node);
      case 'comparison': {
        const sides = [this.number(node.left), this.number(node.right)];
        return this.each(node, sides, `\`${node.operator}\``, ([a, b]) => to.comparison(node.operator, a, b));
      }
      case 'and':
      case 'or': {
        const { kind } = node;
        const operands = node.operands.map((operand) => this.condition(operand));
        return this.each(node, operands, kind, (elements) => to.logical(kind, ...elements));
      }
      case 'conditional':
        return this.conditional(node);
      case 'element':
        return this.element(node);
      case 'transposed':
        return this.demands.merged(() => arrays.transposed(this.number(node.of), this.misfit(node)));
      case 'list':
        if (node.operands.length === 0) this.fail(node, 'an empty list', 'one item or more');
        return this.demands.merged(() =>
          arrays.stacked(
            node.operands.map((item) => this.number(item)),
            this.misfit(node),
          ),
        );
      case 'over':
        return this.demands.merged(() => this.over(node));
      case 'call':
        return this.call(node);
    }
  }

  private named(name: string): ArrayValue {
    if (name === 'pi') return arrays.scalar(to.pi);
    if (name === 'e') return arrays.scalar(to.e);
    const index = this.bound.get(name);
    if (index !== undefined) return arrays.scalar(to.number(index));
    const shape = this.scope.shapes?.get(name);
    if (shape === undefined) return arrays.scalar(to.symbol(name));
    const array = this.known.get(name) ?? arrays.namedArray(name, shape);
    this.known.set(name, array);
    return array;
  }

  private product(node: Of<'product'>): ArrayValue {
    let run: ArrayValue[] = [];
    const multiplied = (): ArrayValue =>
      run.length === 1 ? run[0] : this.each(node, run, '`*` or `/`', (elements) => to.product(...elements));
    for (const [operator, of] of node.parts) {
      if (operator === '@') {
        run = [this.demands.merged(() => arrays.matrixProduct(multiplied(), this.number(of), this.misfit(of)))];
        continue;
      }
      const factor = this.number(of);
      if (operator === '/') this.ask(of, [factor], ([divisor]) => [demanded(divisor, '!=')]);
      run.push(operator === '/' ? this.each(of, [factor], '/', ([divisor]) => to.power(divisor, -1)) : factor);
    }
    return multiplied();
  }

  private power(node: Of<'power'>): ArrayValue {
    const { base, exponent } = node;
    // the square of a norm is a polynomial, though the norm has a kink
    const isSquare = exponent.kind === 'number' && isInteger(exponent.value) && exponent.value.numerator === 2n;
    if (isSquare && base.kind === 'call' && base.name === 'norm2') return this.reduction(base, sumOfSquares);
    const values = [this.number(base), this.number(exponent)];
    this.ask(node, values, ([one, by]) => [demandedBase(one, by)]);
    return this.each(node, values, '`^`', ([one, by]) => to.power(one, by));
  }

  private conditional(node: Of<'conditional'>): ArrayValue {
    const condition = this.condition(node.condition);
    const negated = this.each(node.condition, [condition], 'not', ([one]) => to.logical('not', one));
    const then = this.demands.within(negated, () => this.of(node.then));
    const otherwise = this.demands.within(condition, () => this.of(node.otherwise));
    if (to.isCondition(then.elements[0]) !== to.isCondition(otherwise.elements[0])) {
      const what = 'a number and a condition as branches of one `?` meet';
      this.fail(node.otherwise, what, 'two numbers or two conditions');
    }
    return this.each(node, [condition, then, otherwise], '`?`', ([one, yes, no]) => to.conditional(one, yes, no));
  }

  private element(node: Of<'element'>): ArrayValue {
    const { of } = node;
    const selections = node.subscripts.map((subscript) => this.selection(subscript));
    if (of.kind === 'name' && this.scope.shapes?.has(of.name) !== true && !this.bound.has(of.name)) {
      const indices = selections.filter((one) => typeof one === 'number');
      if (indices.length === selections.length) return arrays.scalar(to.symbol(elementName(of.name, indices)));
      this.fail(node, `${of.name} is not declared with a shape`, 'an array');
    }
    return this.demands.merged(() => arrays.selected(this.of(of), selections, this.misfit(node)));
  }

  private selection(subscript: Subscript): Selection {
    if (subscript.kind === 'index') return this.index(subscript.at);
    const { from, to: end } = subscript;
    return { from: from === null ? null : this.index(from), to: end === null ? null : this.index(end) };
  }

  private index(node: Syntax): number {
    const { shape, elements } = this.of(node);
    const [value] = elements;
    if (shape.length === 0 && value.kind === 'number' && isInteger(value.value)) return toNumber(value.value);
    return this.fail(node, 'this is no index', 'a whole number, or an index as in sum(j in 1..8, …)');
  }

  private over(node: Of<'over'>): ArrayValue {
    const reduction = Object.hasOwn(reductions, node.name) ? reductions[node.name] : null;
    if (reduction === null) return this.fail(node, `${node.name} over an index`, Object.keys(reductions).join(', '));
    const bodies: ArrayValue[] = [];
    const visit = ([range, ...others]: readonly IndexRange[]): void => {
      if (range === undefined) {
        bodies.push(this.number(node.body));
        return;
      }
      const [from, last] = [this.index(range.from), this.index(range.to)];
      if (from > last) this.fail(range.from, `the range ${from}..${last} is empty`, 'from..to with from <= to');
      const outer = this.bound.get(range.index);
      for (let value = from; value <= last; value++) {
        this.bound.set(range.index, value);
        visit(others);
      }
      if (outer === undefined) this.bound.delete(range.index);
      else this.bound.set(range.index, outer);
    };
    visit(node.indices);
    return arrays.reduced(arrays.stacked(bodies, this.misfit(node)), 1, reduction, this.misfit(node));
  }

  private call(node: Of<'call'>): ArrayValue {
    const { name } = node;
    switch (name) {
      case 'mean':
      case 'var':
        return this.moment(node, name);
      case 'max':
      case 'min':
        return node.arguments.length === 1 || node.axis !== null
          ? this.reduction(node, reductions[name])
          : this.elementwiseCall(node, name);
    }
    if (Object.hasOwn(operations, name)) {
      const { arity, of } = operations[name];
      return this.demands.merged(() => of(this.arguments(node, arity), this.misfit(node)));
    }
    if (Object.hasOwn(reductions, name)) return this.reduction(node, reductions[name]);
    return isFunctionName(name) ? this.elementwiseCall(node, name) : this.drawn(node);
  }

  /** Over the samples of the data, of a single number; of an array the mean of its elements. */
  private moment(node: Of<'call'>, name: 'mean' | 'var'): ArrayValue {
    if (node.axis === null && node.arguments.length === 1) {
      const { shape, elements } = this.number(node.arguments[0]);
      if (shape.length === 0) return arrays.scalar(to.moment(name, elements[0]));
      if (name === 'mean') return arrays.scalar(reductions.mean(elements));
    }
    if (name === 'var' || node.arguments.length === 0) {
      this.fail(
        node,
        `${name} of ${node.arguments.length === 1 ? 'an array' : `${node.arguments.length} values`}`,
        'one value',
      );
    }
    return this.reduction(node, reductions.mean);
  }

  private reduction(node: Of<'call'>, combine: Combine): ArrayValue {
    const given = node.arguments.length + (node.axis === null ? 0 : 1);
    if (node.arguments.length === 0 || given > 2) {
      const isExtreme = node.name === 'max' || node.name === 'min';
      const expected = isExtreme ? 'at least one' : 'an array, and an axis or none';
      this.fail(node, `${node.name} with ${given} arguments`, expected);
    }
    return this.demands.merged(() => {
      const value = this.number(node.arguments[0]);
      const axis = node.axis ?? node.arguments[1] ?? null;
      return arrays.reduced(value, axis === null ? null : this.index(axis), combine, this.misfit(node));
    });
  }

  private elementwiseCall(node: Of<'call'>, name: FunctionName): ArrayValue {
    const { arity, defaults, domain } = functions[name];
    const [least, most] = arity === 'any' ? [1, Number.POSITIVE_INFINITY] : [arity - defaults.length, arity];
    const given = node.arguments.length;
    if (given < least || given > most) {
      const expected = arity === 'any' ? 'at least one' : most === 1 ? 'one' : `${least} or ${most}`;
      this.fail(node, `${name} with ${given} arguments`, expected);
    }
    const values = this.arguments(node, given);
    this.ask(node, values, (elements) => domain(elements).map(({ of, relation }) => demanded(of, relation)));
    return this.each(node, values, name, (elements) => to.call(name, ...elements, ...defaults.slice(given - least)));
  }

  private drawn(node: Of<'call'>): ArrayValue {
    const { draw } = this.scope;
    if (draw === undefined) return this.fail(node, `${node.name}(…) is no function here`, 'it in formulas for data');
    const values = this.arguments(node, 2);
    return this.each(node, values, node.name, ([first, second]) => draw(node.name, [first, second]));
  }

  private arguments(node: Of<'call'>, count: number): ArrayValue[] {
    if (node.axis !== null) this.fail(node.axis, `an axis of ${node.name}`, `${node.name} without it`);
    if (node.arguments.length === count) return node.arguments.map((argument) => this.number(argument));
    const expected = Object.hasOwn(laws, node.name) ? laws[node.name] : `${count}`;
    return this.fail(node, `${node.name} with ${node.arguments.length} arguments`, expected);
  }

  private ask(
    node: Syntax,
    values: readonly ArrayValue[],
    conditions: (elements: readonly Expression[]) => (Expression | null)[],
  ): void {
    const places: (Expression | null)[][] = [];
    const { shape } = this.each(node, values, 'this', (elements) => {
      places.push(conditions(elements));
      return elements[0];
    });
    this.demands.note(shape, places);
  }
}
