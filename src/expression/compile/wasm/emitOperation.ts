import type { Operation } from '../operation.js';
import type { Body } from './body.js';
import type { Code } from './encode.js';
import { power } from './power.js';
import { bits, f64x2 } from './vector.js';
import { vectorFunctions } from './vectorFunctions.js';

/** Works out one operation on vectors that are named already; returns the code that reads its value. */
export function operationCode(
  body: Body,
  operation: Exclude<Operation, { kind: 'number' | 'input' | 'sampled' | 'sum' }>,
  operands: readonly Code[],
): Code {
  const [a, b, c] = operands;
  switch (operation.kind) {
    case 'negate':
      return body.let(f64x2.neg(a));
    case 'compare':
      return body.let(comparison[operation.operator](a, b));
    case 'not':
      return body.let(bits.not(a));
    case 'select':
      return body.let(bits.select(a, b, c));
    case 'call': {
      const vectorFunction = vectorFunctions[operation.function];
      if (vectorFunction !== undefined) return vectorFunction(body, ...operands);
      throw new RangeError(`emitVector: no ${operation.function} in WebAssembly`);
    }
    case 'power':
      return power(body, a, b);
    default:
      return body.let(binary[operation.kind](a, b));
  }
}

const binary = {
  add: f64x2.add,
  subtract: f64x2.sub,
  multiply: f64x2.mul,
  divide: f64x2.div,
  and: bits.and,
  or: bits.or,
} as const;

const comparison = {
  '<': f64x2.lt,
  '<=': f64x2.le,
  '>': f64x2.gt,
  '>=': f64x2.ge,
  '==': f64x2.eq,
  '!=': f64x2.ne,
} as const;
