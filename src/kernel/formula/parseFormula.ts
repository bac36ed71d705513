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

/** Operands with signs between them, which do something to the operand that follows. */
interface Level {
  readonly signs: Readonly<Record<string, (operand: Parsed) => Parsed>>;
  readonly join: (operands: readonly Parsed[], lastSign: string) => Parsed;
}

const same = (operand: Parsed): Parsed => operand;

/** By precedence, loosest first. */
const levels: readonly Level[] = [
  { signs: { or: same, '|': same }, join: (parts) => ({ kind: 'or', operands: parts.map(conditionOf) }) },
  { signs: { and: same, '&': same }, join: (parts) => ({ kind: 'and', operands: parts.map(conditionOf) }) },
  {
    signs: { '<': same, '<=': same, '>': same, '>=': same, '==': same, '!=': same },
    join: ([left, right, ...others], sign) => {
      if (others.length > 0) throw new NotFollowed('a comparison of a comparison');
      const gap: Formula = { kind: 'sum', parts: [numberOf(left), minus(numberOf(right))] };
      return { kind: 'comparison', operator: sign as Comparison, gap };
    },
  },
  {
    signs: { '+': same, '-': (part) => minus(numberOf(part)) },
    join: (parts) => ({ kind: 'sum', parts: parts.map(numberOf) }),
  },
  {
    signs: { '*': same, '/': (part) => ({ kind: 'inverse', of: numberOf(part) }) },
    join: (parts) => ({ kind: 'product', parts: parts.map(numberOf) }),
  },
  {
    signs: { '^': same },
    join: (parts) => {
      const [base, exponent] = parts.map(numberOf);
      // e^z is exp(z)
      if (base === euler) return { kind: 'function', name: 'exp', of: exponent };
      const power: Formula = { kind: 'power', base, exponent };
      return equal(numeralOf(exponent) ?? one, rational(1, 2)) ? rootOf(base, power) : power;
    },
  },
];
const [comparisons, powers] = [2, 5];

const euler: Formula = { kind: 'function', name: 'exp', of: numeral(1) };

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
    this.require('');
    return result;
  }

  private conditional(): Parsed {
    const condition = this.level(0);
    if (!this.accept('?')) return condition;
    const then = this.conditional();
    this.require(':');
    const otherwise = this.conditional();
    const chosen = conditionOf(condition);
    if (!isCondition(then)) return { kind: 'conditional', condition: chosen, then, otherwise: numberOf(otherwise) };
    const not: Condition = { kind: 'not', operands: [chosen] };
    const both = [[chosen, then] as const, [not, conditionOf(otherwise)] as const];
    return { kind: 'or', operands: both.map((operands) => ({ kind: 'and', operands })) };
  }

  private level(i: number): Parsed {
    if (i === levels.length) return this.operand();
    const { signs, join } = levels[i];
    const operands = [this.level(i + 1)];
    let sign = '';
    while (Object.hasOwn(signs, this.next)) {
      sign = this.take();
      // powers from the right
      operands.push(signs[sign](this.level(i === powers ? i : i + 1)));
    }
    return operands.length === 1 ? operands[0] : join(operands, sign);
  }

  private operand(): Parsed {
    if (++this.depth > deepestNesting) throw new NotFollowed('a formula is nested too deeply');
    const value = this.operandOf(this.take());
    this.depth--;
    return value;
  }

  private operandOf(text: string): Parsed {
    if (text === 'not') return { kind: 'not', operands: [conditionOf(this.level(comparisons))] };
    if (text === '-') return minus(numberOf(this.level(powers)));
    if (text === '+') return numberOf(this.level(powers));
    if (text === '(') {
      const inner = this.conditional();
      this.require(')');
      return inner;
    }
    if (/^[A-Za-z_]/.test(text)) return this.named(text);
    const value = text.length > mostDigits ? null : fromDecimal(text);
    if (value === null)
      throw new NotFollowed(`a number or a name is expected, not ${JSON.stringify(text.slice(0, 20))}`);
    return { kind: 'number', value };
  }

  private named(text: string): Formula {
    if (text === 'pi') return { kind: 'pi' };
    if (text === 'e') return euler;
    if (!this.accept('(')) {
      if (isFunction(text)) throw new NotFollowed(`${text} stands without its argument`);
      return this.bound.get(text) ?? { kind: 'name', name: text };
    }
    const values: Formula[] = [];
    do values.push(numberOf(this.conditional()));
    while (this.accept(','));
    this.require(')');
    return applied(text, values);
  }

  private get next(): Token {
    return this.tokens[this.position];
  }

  private take(): Token {
    return this.tokens[this.position++];
  }

  private accept(text: string): boolean {
    const isNext = this.next === text;
    if (isNext) this.position++;
    return isNext;
  }

  private require(text: string): void {
    if (this.accept(text)) return;
    throw new NotFollowed(this.next === '' ? 'a formula ends too early' : `unexpected ${this.next} in a formula`);
  }
}

/** A function of formulas, by its definition if it has one. */
function applied(text: string, values: readonly Formula[]): Formula {
  if (Object.hasOwn(extremes, text)) return values.reduce((a, b) => defined(extremes[text], ['a', 'b'], [a, b]));
  const [names, formula, ...defaults] = Object.hasOwn(definitions, text) ? definitions[text] : [['z'], null];
  const given = values.length < names.length ? [...values, ...defaults.map((one = '') => parseFormula(one))] : values;
  if (given.length !== names.length) throw new NotFollowed(`${text} of ${values.length} arguments`);
  if (formula !== null) return defined(formula, names, given);
  const [of] = given;
  if (text === 'mean' || text === 'var') return { kind: 'moment', moment: text, of };
  if (!elementary.test(text)) throw new NotFollowed(`the function ${text} is not known to the kernel`);
  const value: Formula = { kind: 'function', name: text as ElementaryFunction, of };
  return text === 'sqrt' ? rootOf(of, value) : value;
}

/** The root of a square is its size, with the same domain; `root` is the one that is written. */
function rootOf(of: Formula, root: Formula): Formula {
  const size = rootOfSquare(of);
  return size === null ? root : { kind: 'function', name: 'abs', of: size };
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
