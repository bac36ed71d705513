import { InputError } from '../../arithmetic/inputError.js';
import { memoised } from '../../arithmetic/memoised.js';
import { absolute, one, type Rational, toNumber } from '../../arithmetic/rational.js';
import { functions } from '../functions/functions.js';
import { type ComparisonOperator, type Expression, isNegative, smallInteger } from '../syntax/expression.js';
import { type FractionParts, fractionParts } from '../syntax/fractionParts.js';
import type { FunctionName } from '../syntax/functionName.js';
import { type ArithmeticKind, type Operation, operandsOf } from './operation.js';
import { FactorSplitter } from './sumFactors.js';

/** A list of steps in which nothing is worked out twice; every target of compilation starts from it. */
export interface Program {
  readonly operations: readonly Operation[];
  /** for each output, the position of its step */
  readonly results: readonly number[];
}

/**
 * The steps that work out several expressions together in double precision.
 *
 * Equal subexpressions are one step, whole powers are multiplications, x^(1/2) is a square root, and a fraction is one
 * division. Throws InputError for mean(…) and var(…), which need data.
 */
export function compileProgram(outputs: readonly Expression[]): Program {
  const builder = new ProgramBuilder();
  return builder.program(outputs.map((output) => builder.lower(output)));
}

/** Whole powers up to this one are multiplications: eight at most, which is faster than the library's power. */
const largestMultipliedPower = 64;

/** Collects the steps of a program, from expressions and one by one; equal steps are one. */
export class ProgramBuilder {
  private readonly operations: Operation[] = [];
  readonly lower = memoised<Expression, number>((node) => this.build(node));
  private readonly byText = new Map<string, number>();
  private readonly bound = new Map<string, number>();
  private readonly keptInside = new Set<number>();
  private readonly splitter = new FactorSplitter(this, this.keptInside);

  /** Lets a symbol stand for a step; before anything that holds the symbol is lowered. Unbound ones are inputs. */
  bind(name: string, position: number): void {
    this.bound.set(name, position);
  }

  /** The finished program, without steps that no result needs. */
  program(results: readonly number[]): Program {
    return withoutUnused(this.operations, results);
  }

  input(name: string): number {
    return this.add({ kind: 'input', name }, `$${name}`);
  }

  sampled(name: string): number {
    return this.add({ kind: 'sampled', name }, `#${name}`);
  }

  /**
   * The sum over the samples; an operand may not hold another such sum. What is the same at all of them is multiplied by
   * the sum.
   */
  sumOverSamples(operand: number): number {
    const { shared, own } = this.splitter.factors(operand);
    if (own === null || shared === null) return this.add({ kind: 'sum', operands: [operand] }, `sum ${operand}`);
    return this.multiply(shared, this.add({ kind: 'sum', operands: [own] }, `sum ${own}`));
  }

  /** Lets sums keep a product in one piece, whose factors may be too large or too small to be squared. */
  keepInSums(product: number): void {
    this.keptInside.add(product);
  }

  operation(position: number): Operation {
    return this.operations[position];
  }

  /** Left to right; no term at all is 0. */
  total(terms: readonly number[]): number {
    return terms.length === 0 ? this.number(0) : terms.reduce((left, right) => this.arithmetic('add', left, right));
  }

  multiply(...factors: readonly number[]): number {
    return factors.reduce((left, right) => this.arithmetic('multiply', left, right));
  }

  call(name: FunctionName, ...operands: readonly number[]): number {
    return this.step({ kind: 'call', function: name, operands }, functions[name].evaluate);
  }

  compare(operator: ComparisonOperator, left: number, right: number): number {
    return this.add({ kind: 'compare', operator, operands: [left, right] }, `${operator} ${[left, right]}`);
  }

  /** Operands of `select`: condition, then, otherwise. */
  logical(kind: 'and' | 'or' | 'not' | 'select', ...operands: readonly number[]): number {
    return this.add({ kind, operands }, `${kind} ${operands}`);
  }

  private build(node: Expression): number {
    switch (node.kind) {
      case 'number':
        return this.number(toNumber(node.value));
      case 'constant':
        return this.number(node.name === 'pi' ? Math.PI : Math.E);
      case 'symbol':
        return this.bound.get(node.name) ?? this.input(node.name);
      case 'sum':
        return this.sum(node.terms);
      case 'product': {
        const parts = fractionParts(node);
        return this.fraction(parts.coefficient, parts);
      }
      case 'power': {
        const parts = fractionParts(node);
        return parts.denominators.length > 0 ? this.fraction(one, parts) : this.power(node.base, node.exponent);
      }
      case 'call':
        return this.call(node.function, ...node.arguments.map((argument) => this.lower(argument)));
      case 'comparison':
        return this.compare(node.operator, this.lower(node.left), this.lower(node.right));
      case 'logical': {
        const { operator } = node;
        const operands = node.operands.map((operand) => this.lower(operand));
        if (operator === 'not') return this.logical('not', ...operands);
        return operands.reduce((left, right) => this.logical(operator, left, right));
      }
      case 'conditional':
        return this.logical('select', this.lower(node.condition), this.lower(node.then), this.lower(node.otherwise));
      case 'moment':
        throw new InputError('expression', `${node.moment}(…) where there are no data to range over`);
    }
  }

  /** From the first term without a minus sign on, so that −x + 1 is one subtraction. */
  private sum(terms: readonly Expression[]): number {
    const start = Math.max(
      0,
      terms.findIndex((term) => !isNegative(term)),
    );
    let total = this.lower(terms[start]);
    for (const term of [...terms.slice(0, start), ...terms.slice(start + 1)]) {
      total = isNegative(term)
        ? this.arithmetic('subtract', total, this.magnitude(term))
        : this.arithmetic('add', total, this.lower(term));
    }
    return total;
  }

  private magnitude(term: Expression): number {
    if (term.kind === 'number') return this.number(Math.abs(toNumber(term.value)));
    const parts = fractionParts(term);
    return this.fraction(absolute(parts.coefficient), parts);
  }

  /** The number comes last, so that 2xy and 3xy share xy. */
  private fraction(coefficient: Rational, { numerators, denominators }: FractionParts): number {
    const factor = toNumber(coefficient);
    let above: number;
    if (numerators.length === 0) above = this.number(factor);
    else {
      above = this.multiply(...numerators.map((part) => this.lower(part)));
      if (factor === -1) above = this.arithmetic('negate', above);
      else if (factor !== 1) above = this.arithmetic('multiply', above, this.number(factor));
    }
    if (denominators.length === 0) return above;
    const below = denominators.map(({ base, exponent }) => this.wholePower(this.lower(base), exponent));
    return this.arithmetic('divide', above, this.multiply(...below));
  }

  private power(base: Expression, exponent: Expression): number {
    const whole = smallInteger(exponent);
    if (whole !== null && whole > 0) return this.wholePower(this.lower(base), whole);
    if (exponent.kind === 'number' && toNumber(exponent.value) === 0.5) {
      return this.call('sqrt', this.lower(base));
    }
    return this.arithmetic('power', this.lower(base), this.lower(exponent));
  }

  private wholePower(base: number, exponent: number): number {
    if (exponent === 1) return base;
    if (exponent > largestMultipliedPower) return this.arithmetic('power', base, this.number(exponent));
    if (exponent % 2 === 1) return this.arithmetic('multiply', this.wholePower(base, exponent - 1), base);
    const root = this.wholePower(base, exponent / 2);
    return this.arithmetic('multiply', root, root);
  }

  arithmetic(kind: ArithmeticKind, ...operands: readonly number[]): number {
    return this.step({ kind, operands }, arithmeticOf[kind]);
  }

  /** A step on known numbers is worked out at once, and one by 1 left out: the value is the one that running it would give. */
  private step(
    operation: Extract<Operation, { kind: ArithmeticKind | 'call' }>,
    evaluate: (...values: readonly number[]) => number,
  ): number {
    const values = operation.operands.map((position) => this.operations[position]);
    if (values.every((value) => value.kind === 'number')) return this.number(evaluate(...values.map((v) => v.value)));
    const isOne = values.map((value) => value.kind === 'number' && value.value === 1);
    if (operation.kind === 'multiply' && isOne[0]) return operation.operands[1];
    if ((operation.kind === 'multiply' || operation.kind === 'divide') && isOne[1]) return operation.operands[0];
    const label = operation.kind === 'call' ? operation.function : operation.kind;
    return this.add(operation, `${label} ${operation.operands}`);
  }

  number(value: number): number {
    return this.add({ kind: 'number', value }, Object.is(value, -0) ? '-0' : String(value));
  }

  private add(operation: Operation, text: string): number {
    const found = this.byText.get(text);
    if (found !== undefined) return found;
    this.byText.set(text, this.operations.length);
    return this.operations.push(operation) - 1;
  }
}

const arithmeticOf: { readonly [kind in ArithmeticKind]: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  power: (a, b) => a ** b,
  negate: (a) => -a,
};

/** Leaves out the steps that working out known numbers has made superfluous. */
function withoutUnused(operations: readonly Operation[], results: readonly number[]): Program {
  const used = new Set(results);
  for (let position = operations.length - 1; position >= 0; position--) {
    if (used.has(position)) for (const operand of operandsOf(operations[position])) used.add(operand);
  }
  const moved = new Map<number, number>();
  const kept: Operation[] = [];
  for (const [position, operation] of operations.entries()) {
    if (!used.has(position)) continue;
    moved.set(position, kept.length);
    const operands = operandsOf(operation).map((operand) => moved.get(operand) as number);
    kept.push(operands.length === 0 ? operation : ({ ...operation, operands } as Operation));
  }
  return { operations: kept, results: results.map((position) => moved.get(position) as number) };
}
