import { type Rational, rational } from '../arithmetic/rational.js';
import { malformed } from './notFollowed.js';

/* Parts of a certificate's JSON; each function throws NotFollowed, with the place `where`, for what has another shape. */

/** An object of JSON. Throws NotFollowed. */
export function object(json: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw malformed(where, 'is no object');
  return json as Readonly<Record<string, unknown>>;
}

/** A list of JSON. Throws NotFollowed. */
export function list(json: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(json)) throw malformed(where, 'is no list');
  return json;
}

/** A list of JSON whose entries are read alike. Throws NotFollowed. */
export function each<T>(json: unknown, where: string, read: (json: unknown, where: string) => T): T[] {
  return list(json, where).map((one, i) => read(one, `${where}[${i}]`));
}

/** A whole number from 0 upward. Throws NotFollowed. */
export function count(json: unknown, where: string): number {
  if (typeof json !== 'number' || !Number.isSafeInteger(json) || json < 0) {
    throw malformed(where, 'is no count', 'a whole number, 0 or more');
  }
  return json;
}

/** A rational that is written as text, p or p/q. Throws NotFollowed. */
export function rationalText(json: unknown, where: string): Rational {
  const match = typeof json === 'string' && json.length <= longest ? /^(-?\d+)(?:\/(\d+))?$/.exec(json) : null;
  if (!match || /^0+$/.test(match[2] ?? '1')) throw malformed(where, 'is no rational', 'text such as -3/4');
  return rational(BigInt(match[1]), BigInt(match[2] ?? 1));
}

/** An object with exactly the named entries. Throws NotFollowed. */
export function entries<Name extends string>(
  json: unknown,
  where: string,
  names: readonly Name[],
): Readonly<Record<Name, unknown>> {
  const read = object(json, where);
  const missing = names.find((name) => !Object.hasOwn(read, name));
  if (missing !== undefined) throw malformed(where, `${missing} is missing`);
  const odd = Object.keys(read).find((name) => !names.some((known) => known === name));
  if (odd !== undefined) throw malformed(where, `${odd} is unknown`);
  return read as Readonly<Record<Name, unknown>>;
}

/** A text. Throws NotFollowed. */
export function text(json: unknown, where: string): string {
  if (typeof json !== 'string') throw malformed(where, 'is no text');
  return json;
}

/** A list of texts. Throws NotFollowed. */
export function texts(json: unknown, where: string): string[] {
  return each(json, where, text);
}

/** A list of rationals. Throws NotFollowed. */
export function rationals(json: unknown, where: string): Rational[] {
  return each(json, where, rationalText);
}

/** Rationals by name. Throws NotFollowed. */
export function namedRationals(json: unknown, where: string): Map<string, Rational> {
  return new Map(
    Object.entries(object(json, where)).map(([name, value]) => [name, rationalText(value, `${where}.${name}`)]),
  );
}

/** Longer numbers only cost time. */
const longest = 20_000;
