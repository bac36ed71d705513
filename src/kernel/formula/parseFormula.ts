import { equal, fromDecimal, one, rational } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
import { definitions, extremes } from './definitions.js';
import {
  type Comparison,
  type Condition,
  type ElementaryFunction,
  type Formula,
  minus,
  numeral,
  numeralOf,
} from './formula.js';
import { type Token, tokensOf } from './tokens.js';

/** Reads a number-valued formula of the grammar (docs/expressions.md) as a plain tree. Throws NotFollowed. */
export function parseFormula(text: string): Formula {
  return numberOf(parsed(text, new Map()));
}

/** Reads a condition of the grammar. Throws NotFollowed. */
export function parseCondition(text: string): Condition {
  return conditionOf(parsed(text, new Map()));
}

type Parsed = Formula | Condition;

function parsed(text: string, bound: ReadonlyMap<string, Formula>): Parsed {
  return new Parser(tokensOf(text), bound).whole();
}

/** The formula of a definition, with values for its names. */
function defined(text: string, names: readonly string[], values: readonly Formula[]): Formula {
  return numberOf(parsed(text, new Map(names.map((name, i) => [name, values[i]]))));
}

function isCondition(value: Parsed): value is Condition {
  return ['comparison', 'not', 'and', 'or'].includes(value.kind);
}

function numberOf(value: Parsed): Formula {
  if (isCondition(value)) throw new NotFollowed('a condition stands where a number is expected');
  return value;
}

function conditionOf(value: Parsed): Condition {
  if (!isCondition(value)) throw new NotFollowed('a number stands where a condition is expected');
  return value;
}

const elementary = /^(exp|log|sqrt|sin|cos|arctan|tanh|erf|abs|sign)$/;
const words = /^(and|or|not|mean|var|pi|e)$/;

/** One method a level of precedence, loosest first. */
class Parser {
  private position = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    /** what the names of a definition stand for */
    private readonly bound: ReadonlyMap<string, Formula>,
  ) {}

  whole(): Parsed {
    const result = this.conditional();
    if (this.next !== '') this.fail();
    return result;
  }

  private conditional(): Parsed {
    const condition = this.logical('or', '|', () => this.logical('and', '&', () => this.not()));
    if (!this.accept('?')) return condition;
    const then = this.nested(() => this.conditional());
    if (!this.accept(':')) this.fail();
    const otherwise = this.nested(() => this.conditional());
    const chosen = conditionOf(condition);
    if (!isCondition(then)) return { kind: 'conditional', condition: chosen, then, otherwise: numberOf(otherwise) };
    const not: Condition = { kind: 'not', operands: [chosen] };
    const both = [[chosen, then] as const, [not, conditionOf(otherwise)] as const];
    return { kind: 'or', operands: both.map((operands) => ({ kind: 'and', operands })) };
  }

  private logical(kind: 'and' | 'or', sign: string, operand: () => Parsed): Parsed {
    const parts = [operand()];
    while (this.accept(kind) || this.accept(sign)) parts.push(operand());
    return parts.length === 1 ? parts[0] : { kind, operands: parts.map(conditionOf) };
  }

  private not(): Parsed {
    if (!this.accept('not')) return this.comparison();
    return { kind: 'not', operands: [conditionOf(this.nested(() => this.not()))] };
  }

  private comparison(): Parsed {
    const left = this.sum();
    const operator = this.next;
    if (!/^([<>]|[<>=!]=)$/.test(operator)) return left;
    this.position++;
    const gap: Formula = { kind: 'sum', parts: [numberOf(left), minus(numberOf(this.sum()))] };
    return { kind: 'comparison', operator: operator as Comparison, gap };
  }

  private sum(): Parsed {
    const parts = [this.product()];
    while (this.at('+') || this.at('-')) {
      const isMinus = this.accept('-') || !this.accept('+');
      const term = numberOf(this.product());
      parts.push(isMinus ? minus(term) : term);
    }
    return parts.length === 1 ? parts[0] : { kind: 'sum', parts: parts.map(numberOf) };
  }

  /** A sign in front of a product belongs to the whole product. */
  private product(): Parsed {
    if (this.at('-') || this.at('+')) return this.signed(() => this.product());
    const parts = [this.power()];
    while (this.at('*') || this.at('/')) {
      const isDivision = this.accept('/') || !this.accept('*');
      const factor = numberOf(this.signedPower());
      parts.push(isDivision ? { kind: 'inverse', of: factor } : factor);
    }
    return parts.length === 1 ? parts[0] : { kind: 'product', parts: parts.map(numberOf) };
  }

  private signedPower(): Parsed {
    return this.at('-') || this.at('+') ? this.signed(() => this.signedPower()) : this.power();
  }

  private signed(operand: () => Parsed): Formula {
    const isMinus = this.accept('-') || !this.accept('+');
    const value = numberOf(this.nested(operand));
    return isMinus ? minus(value) : value;
  }

  /** Right associative; e^z is exp(z), and the root of a square is a size. */
  private power(): Parsed {
    const isEuler = this.next === 'e';
    const base = this.operand();
    if (!this.accept('^')) return base;
    const exponent = numberOf(this.nested(() => this.signedPower()));
    if (isEuler) return { kind: 'function', name: 'exp', of: exponent };
    const root = equal(numeralOf(exponent) ?? one, rational(1, 2)) ? rootOfSquare(numberOf(base)) : null;
    return root === null ? { kind: 'power', base: numberOf(base), exponent } : sizeOf(root);
  }

  private operand(): Parsed {
    if (/^[\d.]/.test(this.next)) return this.numeral();
    if (/^[A-Za-z_]/.test(this.next)) return this.name();
    if (!this.accept('(')) return this.fail();
    const inner = this.nested(() => this.conditional());
    if (!this.accept(')')) this.fail();
    return inner;
  }

  private numeral(): Formula {
    const text = this.next;
    this.position++;
    const value = text.length > mostDigits ? null : fromDecimal(text);
    if (value === null) throw new NotFollowed('a number is out of range');
    return { kind: 'number', value };
  }

  private name(): Formula {
    const text = this.next;
    this.position++;
    if (text === 'pi') return { kind: 'pi' };
    if (text === 'e') return { kind: 'function', name: 'exp', of: numeral(1) };
    if (!this.at('(')) {
      if (isFunction(text)) throw new NotFollowed(`${text} stands without its argument`);
      return this.bound.get(text) ?? { kind: 'name', name: text };
    }
    const values = this.arguments();
    if (values.length === 1) {
      const [of] = values;
      if (text === 'mean' || text === 'var') return { kind: 'moment', moment: text, of };
      if (elementary.test(text)) return elementaryOf(text as ElementaryFunction, of);
    }
    if (Object.hasOwn(extremes, text)) return values.reduce((a, b) => defined(extremes[text], ['a', 'b'], [a, b]));
    const definition = Object.hasOwn(definitions, text) ? definitions[text] : null;
    if (definition === null) throw new NotFollowed(`the function ${text} is not known to the kernel`);
    const [names, formula, last] = definition;
    if (last !== undefined && values.length === names.length - 1) values.push(parseFormula(last));
    if (names.length !== values.length) throw new NotFollowed(`${text} of ${values.length} arguments`);
    return defined(formula, names, values);
  }

  private arguments(): Formula[] {
    this.position++;
    return this.nested(() => {
      const values: Formula[] = [];
      do values.push(numberOf(this.conditional()));
      while (this.accept(','));
      if (!this.accept(')')) this.fail();
      return values;
    });
  }

  private nested<T>(inner: () => T): T {
    if (++this.depth > deepestNesting) throw new NotFollowed('a formula is nested too deeply');
    const value = inner();
    this.depth--;
    return value;
  }

  private get next(): Token {
    return this.tokens[this.position];
  }

  private at(text: string): boolean {
    return this.next === text;
  }

  private accept(text: string): boolean {
    if (!this.at(text)) return false;
    this.position++;
    return true;
  }

  private fail(): never {
    throw new NotFollowed(this.next === '' ? 'a formula ends too early' : `unexpected ${this.next} in a formula`);
  }
}

/** A function of a formula; the root of a square is its size, with the same domain. */
function elementaryOf(name: ElementaryFunction, of: Formula): Formula {
  const root = name === 'sqrt' ? rootOfSquare(of) : null;
  return root === null ? { kind: 'function', name, of } : sizeOf(root);
}

function sizeOf(of: Formula): Formula {
  return { kind: 'function', name: 'abs', of };
}

/** What a product of even powers is the square of, up to its sign; null for what is not written as one. */
function rootOfSquare(formula: Formula): Formula | null {
  switch (formula.kind) {
    case 'power': {
      const half = numeralOf({ kind: 'product', parts: [formula.exponent, numeral(rational(1, 2))] });
      if (half === null || half.denominator !== 1n || half.numerator < 1n) return null;
      return half.numerator === 1n ? formula.base : { ...formula, exponent: numeral(half) };
    }
    case 'inverse': {
      const of = rootOfSquare(formula.of);
      return of && { kind: 'inverse', of };
    }
    case 'product': {
      const parts = formula.parts.map(rootOfSquare);
      return parts.every((part) => part !== null) ? { kind: 'product', parts } : null;
    }
    default:
      return null;
  }
}

/** Whether a name is a word or a function of the grammar, so that no quantity can be called so. */
export function isFunction(text: string): boolean {
  return words.test(text) || elementary.test(text) || Object.hasOwn(definitions, text) || Object.hasOwn(extremes, text);
}

const deepestNesting = 250;
const mostDigits = 10_000;
