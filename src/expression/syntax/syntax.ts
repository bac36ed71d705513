import type { Rational } from '../../arithmetic/rational.js';
import type { ComparisonOperator } from './expression.js';

/**
 * A formula as it is written: what parseSyntax makes of a text and elaborate gives shapes and a meaning.
 *
 * `column` is where in the text it begins, from 1.
 */
export type Syntax = { readonly column: number } & (
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negation' | 'not' | 'transposed' | 'magnitude'; readonly of: Syntax }
  | { readonly kind: 'sum'; readonly parts: readonly (readonly ['+' | '-', Syntax])[] }
  | { readonly kind: 'product'; readonly parts: readonly (readonly ['*' | '/' | '@', Syntax])[] }
  | { readonly kind: 'power'; readonly base: Syntax; readonly exponent: Syntax }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Syntax;
      readonly right: Syntax;
    }
  | { readonly kind: 'and' | 'or' | 'list'; readonly operands: readonly Syntax[] }
  | { readonly kind: 'conditional'; readonly condition: Syntax; readonly then: Syntax; readonly otherwise: Syntax }
  | { readonly kind: 'element'; readonly of: Syntax; readonly subscripts: readonly Subscript[] }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly Syntax[];
      /** the axis that is named, as in sum(A, axis=1) */
      readonly axis: Syntax | null;
    }
  | { readonly kind: 'over'; readonly name: string; readonly indices: readonly IndexRange[]; readonly body: Syntax }
);

/** What stands between brackets: one index, a range with both ends, or a whole axis (two nulls). */
export type Subscript =
  | { readonly kind: 'index'; readonly at: Syntax }
  | { readonly kind: 'range'; readonly from: Syntax | null; readonly to: Syntax | null };

/** `j in 1..8`: both ends belong to it. */
export interface IndexRange {
  readonly index: string;
  readonly from: Syntax;
  readonly to: Syntax;
}
