import { toNumber } from '../src/arithmetic/rational.js';
import { evaluate } from '../src/expression/evaluation/evaluate.js';
import { functions } from '../src/expression/functions/functions.js';
import { childrenOf, type Expression } from '../src/expression/syntax/expression.js';

/**
 * A bound of first order on the error of evaluating an expression in floating point: every operation and every value
 * taken in rounds by `unit` relative to its result, and functions by functionRoundings of them, relative to the result
 * or 1, whichever is larger. Infinity where a condition, a kink or an overflow is within the error.
 */
export function roundingErrorBound(expression: Expression, values: ReadonlyMap<string, number>, unit: number): number {
  const known = new Map<Expression, Rounded>();
  const visit = (node: Expression): Rounded => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const computed = roundedOf(node, Number(evaluate(node, values)), childrenOf(node).map(visit), unit);
    const isBeyond = !Number.isFinite(computed.value) || Math.abs(computed.value) > largestPart;
    const result = isBeyond ? { value: computed.value, error: Infinity } : computed;
    known.set(node, result);
    return result;
  };
  return visit(expression).error;
}

interface Rounded {
  readonly value: number;
  readonly error: number;
}

/** Library functions are off by a few units in the last place; some of float32 by an absolute error of this size. */
const functionRoundings = 8;

/** Squares and cubes of larger parts overflow float32. */
const largestPart = 1e9;

function roundedOf(node: Expression, value: number, parts: readonly Rounded[], unit: number): Rounded {
  const own = unit * Math.abs(value);
  switch (node.kind) {
    case 'number':
      return { value: toNumber(node.value), error: own };
    case 'constant':
    case 'symbol':
      return { value, error: own };
    case 'sum': {
      const size = parts.reduce((total, part) => total + Math.abs(part.value), 0);
      return { value, error: total(parts) + unit * parts.length * size };
    }
    case 'product': {
      const errors = parts.map((part, i) => part.error * magnitudeOfOthers(parts, i));
      return { value, error: errors.reduce((a, b) => a + b, 0) + parts.length * own };
    }
    case 'power': {
      const [base, exponent] = parts;
      const byBase = base.error * Math.abs(exponent.value * base.value ** (exponent.value - 1));
      // the error of a whole exponent is none: it is a number of multiplications
      const isWhole = Number.isInteger(exponent.value) && node.exponent.kind === 'number';
      const byExponent = isWhole ? 0 : exponent.error * Math.abs(value * Math.log(Math.abs(base.value)));
      return { value, error: byBase + byExponent + functionRoundings * own };
    }
    case 'call': {
      const names = parts.map((_, i) => `argument${i}`);
      const slopes = functions[node.function].derivative(names.map((name) => ({ kind: 'symbol', name })));
      const at = new Map(parts.map((part, i) => [names[i], part.value]));
      const carried = parts.reduce((sum, { error }, i) => sum + error * Math.abs(Number(evaluate(slopes[i], at))), 0);
      return { value, error: carried + functionRoundings * unit * Math.max(1, Math.abs(value)) };
    }
    case 'conditional': {
      const [condition, then, otherwise] = parts;
      return condition.error > 0 ? { value, error: Infinity } : value === then.value ? then : otherwise;
    }
    case 'comparison': {
      const [left, right] = parts;
      const isOpen = left.error + right.error > 0 && Math.abs(left.value - right.value) <= left.error + right.error;
      return { value, error: isOpen ? Infinity : 0 };
    }
    case 'logical':
      return { value, error: total(parts) };
    case 'moment':
      return { value, error: Infinity };
  }
}

function total(parts: readonly Rounded[]): number {
  return parts.reduce((sum, { error }) => sum + error, 0);
}

function magnitudeOfOthers(parts: readonly Rounded[], skipped: number): number {
  return parts.reduce((product, { value }, i) => (i === skipped ? product : product * Math.abs(value)), 1);
}
