/* What is known of signs, and how it multiplies. */

/** The sign of a number. */
export type Sign = -1 | 0 | 1;
/** What is known of a sign at least: the number itself, or a side that includes 0. */
export type Known = Sign | 'nonnegative' | 'nonpositive';

/** Whether what is known is the sign itself. */
export function isExact(known: Known): known is Sign {
  return typeof known === 'number';
}

/** The first that is no mere side, else the first that says something. */
export function firstExact(known: readonly (Known | null)[]): Known | null {
  const said = known.filter((one) => one !== null);
  return said.find(isExact) ?? said[0] ?? null;
}

/** What is known of the product with something of that sign. */
export function timesSign(known: Known, sign: Sign): Known {
  if (sign === 0) return 0;
  if (sign > 0) return known;
  if (known === 'nonnegative') return 'nonpositive';
  return known === 'nonpositive' ? 'nonnegative' : ((0 - known) as Sign);
}

/** What is known of the product with something that is not negative. */
export function timesNonnegative(known: Known): Known {
  return known === 1 ? 'nonnegative' : known === -1 ? 'nonpositive' : known;
}

/** What is known of a product. */
export function multiplied(a: Known, b: Known): Known {
  if (a === 0 || b === 0) return 0;
  if (typeof b === 'number') return timesSign(a, b);
  const weak = timesNonnegative(a);
  return b === 'nonnegative' ? weak : timesSign(weak, -1);
}
