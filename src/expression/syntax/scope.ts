import type { ArrayValue } from './arrayValue.js';
import type { Expression } from './expression.js';

/** What names stand for while a formula is given its meaning. */
export interface Scope {
  /** the sizes of declared arrays, by name */
  readonly shapes?: ReadonlyMap<string, readonly number[]>;
  /** what stands for a random number of a law; without it laws are refused */
  readonly draw?: (law: string, values: readonly [Expression, Expression]) => Expression;
}

/** A formula with its meaning, and the conditions under which all of it has a value as it is written. */
export interface Elaborated {
  readonly value: ArrayValue;
  readonly domain: readonly Expression[];
}

/** The laws of random numbers in formulas for data, and how each is written. */
export const laws: Readonly<Record<string, string>> = { normal: 'normal(mean, std)', uniform: 'uniform(from, to)' };
