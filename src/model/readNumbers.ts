import { InputError } from '../arithmetic/inputError.js';
import { fromDecimal, type Rational, toNumber } from '../arithmetic/rational.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import { parseExpression } from '../expression/syntax/parse.js';
import type { ModelSource, Path } from './modelSource.js';

/**
 * The exact number written at a path: a decimal with all its digits, or arithmetic of numbers such as "1/3".
 *
 * Throws InputError for anything else, and for a number beyond the range of doubles.
 */
export function readRational(source: ModelSource, path: Path): Rational {
  return rationalFromText(source.text(path), source.where(path));
}

/** As readRational, from a text whose place is known. */
export function rationalFromText(text: string, where: string): Rational {
  const value = fromDecimal(text.trim()) ?? evaluateExact(parseExpression(text, where), new Map());
  if (value === null) throw new InputError(where, `${JSON.stringify(text)} is no exact number`, expectedNumber);
  if (!Number.isFinite(toNumber(value))) {
    throw new InputError(where, `${JSON.stringify(text)} is beyond the range of doubles`, 'a number below 1.8e308');
  }
  return value;
}

const expectedNumber = 'a decimal such as 0.1 or 1e-3, or a fraction such as "1/3"';
