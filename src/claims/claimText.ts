import type { Enclosure } from '../arithmetic/enclosure.js';
import { type Rational, sign, toNumber, toText } from '../arithmetic/rational.js';
import { decimalText } from '../expression/syntax/decimal.js';
import type { Expression } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { AffineSet, Model } from '../model/model.js';
import { type Instance, instanceOfFile } from './instance.js';
import { predictedAt } from './witness.js';

/** An exact number as a decimal where it is one. */
export function numberText(value: Rational): string {
  const size = decimalText(value);
  return size === null ? toText(value) : sign(value) < 0 ? `-${size}` : size;
}

/** A number known up to its interval, to the digits that a reader wants. */
export function intervalText({ lower, upper }: Enclosure): string {
  const middle = (toNumber(lower) + toNumber(upper)) / 2;
  return String(Number(middle.toPrecision(shownDigits)));
}

const shownDigits = 6;

/** What double precision says of an exponent, which is no proof; empty where it says nothing. */
export function predictedText(model: Model, set: AffineSet, process: 'sde' | 'sgd'): string {
  const exponent = predictedAt(model, set, instanceOfFile(model)).exponents[process];
  if (exponent === null) return '';
  const { value, interval } = exponent;
  const [low, high] = interval.map((end) => Number(end.toPrecision(shownDigits)));
  return `; ${exponent.method} in double precision gives ${Number(value.toPrecision(shownDigits))} in [${low}, ${high}], which is no proof`;
}

/** The constants, base point and samples of an instance, as a reader would write them down. */
export function instanceText(data: readonly string[], { constants, base, rows }: Instance): string {
  const values = [...constants, ...base].map(([name, value]) => `${name} = ${numberText(value)}`);
  if (rows === null) return values.join(', ');
  const samples = rows.map((row) => `(${row.map(numberText).join(', ')})`).join(', ');
  return [...values, `(${data.join(', ')}) = ${samples}`].join(', ');
}

/** A formula within a sentence: as it is printed, or its size where it would fill pages. */
export function formulaText(formula: Expression): string {
  const text = printExpression(formula);
  return text.length <= longestFormula ? text : `a formula of ${text.length} characters`;
}

/** A paragraph. */
const longestFormula = 1000;
