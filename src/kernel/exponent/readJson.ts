import { InputError } from '../../arithmetic/inputError.js';
import { type Rational, rational } from '../../arithmetic/rational.js';

/* Parts of a certificate's JSON; each function throws InputError, with the place `where`, for what has another shape. */

/** An object of JSON. Throws InputError. */
export function object(json: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new InputError(where, 'is no object');
  return json as Readonly<Record<string, unknown>>;
}

/** A list of JSON. Throws InputError. */
export function list(json: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(json)) throw new InputError(where, 'is no list');
  return json;
}

/** A whole number from 0 upward. Throws InputError. */
export function count(json: unknown, where: string): number {
  if (typeof json !== 'number' || !Number.isSafeInteger(json) || json < 0) {
    throw new InputError(where, 'is no count', 'a whole number, 0 or more');
  }
  return json;
}

/** A whole number that is written as text. Throws InputError. */
export function integer(json: unknown, where: string): bigint {
  if (typeof json !== 'string' || !/^-?\d+$/.test(json)) {
    throw new InputError(where, 'is no integer', 'text such as -3');
  }
  return BigInt(json);
}

/** A rational that is written as text, p or p/q. Throws InputError. */
export function rationalText(json: unknown, where: string): Rational {
  const match = typeof json === 'string' ? /^(-?\d+)(?:\/(\d+))?$/.exec(json) : null;
  if (!match || /^0+$/.test(match[2] ?? '1')) throw new InputError(where, 'is no rational', 'text such as -3/4');
  return rational(BigInt(match[1]), BigInt(match[2] ?? 1));
}
