import type { ComparisonOperator } from '../syntax/expression.js';
import type { FunctionName } from '../syntax/functionName.js';

/** One step of a program; operands are the positions of earlier steps. */
export type Operation =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'input'; readonly name: string }
  /** a value that each sample has of its own */
  | { readonly kind: 'sampled'; readonly name: string }
  /** the operand's values at the samples added up, one after the other from 0 on */
  | { readonly kind: 'sum'; readonly operands: readonly number[] }
  | { readonly kind: ArithmeticKind; readonly operands: readonly number[] }
  | { readonly kind: 'call'; readonly function: FunctionName; readonly operands: readonly number[] }
  | { readonly kind: 'compare'; readonly operator: ComparisonOperator; readonly operands: readonly number[] }
  /** operands of `select`: condition, then, otherwise; all are worked out and one is chosen */
  | { readonly kind: 'and' | 'or' | 'not' | 'select'; readonly operands: readonly number[] };

/** The arithmetic of two numbers, or of one. */
export type ArithmeticKind = 'add' | 'subtract' | 'multiply' | 'divide' | 'power' | 'negate';

/** The positions that a step reads. */
export function operandsOf(operation: Operation): readonly number[] {
  return 'operands' in operation ? operation.operands : [];
}
