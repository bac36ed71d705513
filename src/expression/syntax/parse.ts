import { InputError } from '../../arithmetic/inputError.js';
import { shapeText } from './arrayValue.js';
import { elaborate } from './elaborate.js';
import type { Expression } from './expression.js';
import { parseSyntax } from './parseSyntax.js';
import { type Elaborated, laws, type Scope } from './scope.js';

/**
 * Reads a formula of the grammar of docs/expressions.md; nothing is ever executed.
 *
 * `where` names the place (file, line, key) in messages. Throws InputError with the column of what is wrong, also where
 * the formula is an array.
 */
export function parseExpression(text: string, where = 'expression', scope: Scope = {}): Expression {
  return singleNumber(parseArray(text, where, scope), where);
}

/** Reads a formula that may be an array of `scope`'s names, with the conditions of parseDomain. Throws InputError. */
export function parseArray(text: string, where: string, scope: Scope = {}): Elaborated {
  return elaborate(parseSyntax(text, where, scope.draw === undefined ? [] : Object.keys(laws)), where, scope);
}

/**
 * The conditions under which a formula has a value as it is written, before anything in it cancels: what is divided by is
 * not 0, roots are of what is not negative, logarithms of what is positive. Within a branch they are asked for where the
 * branch is taken. Throws InputError like parseArray.
 */
export function parseDomain(text: string, where = 'expression', scope: Scope = {}): readonly Expression[] {
  return parseArray(text, where, scope).domain;
}

/** The one formula of what is no array. Throws InputError for an array. */
export function singleNumber({ value }: Elaborated, where: string): Expression {
  if (value.shape.length === 0) return value.elements[0];
  throw new InputError(
    where,
    `this is an array of ${shapeText(value.shape)}`,
    'a single number, such as its sum(…) or norm2(…)',
  );
}
