/** What is known of the sign of a real number; null says nothing. */
export type Sign = 'positive' | 'nonnegative' | 'zero' | 'nonpositive' | 'negative' | null;

/** What −1, 0 or 1 says of a number. */
export function signFrom(order: -1 | 0 | 1): Sign {
  return order > 0 ? 'positive' : order < 0 ? 'negative' : 'zero';
}

/** The sign of the number's negative. */
export function opposite(sign: Sign): Sign {
  return sign === null ? null : opposites[sign];
}

const opposites = {
  positive: 'negative',
  nonnegative: 'nonpositive',
  zero: 'zero',
  nonpositive: 'nonnegative',
  negative: 'positive',
} as const;

/** Whether nothing of this sign is negative. */
export function isAtLeastZero(sign: Sign): boolean {
  return sign === 'positive' || sign === 'nonnegative' || sign === 'zero';
}

/** Whether nothing of this sign is positive. */
export function isAtMostZero(sign: Sign): boolean {
  return isAtLeastZero(opposite(sign));
}

/** What is known of a sum. */
export function signOfSum(left: Sign, right: Sign): Sign {
  if (left === 'zero') return right;
  if (right === 'zero') return left;
  if (isAtLeastZero(left) && isAtLeastZero(right)) {
    return left === 'positive' || right === 'positive' ? 'positive' : 'nonnegative';
  }
  return isAtMostZero(left) && isAtMostZero(right) ? opposite(signOfSum(opposite(left), opposite(right))) : null;
}

/** What is known of a product. */
export function signOfProduct(left: Sign, right: Sign): Sign {
  if (left === 'zero' || right === 'zero') return 'zero';
  if (left === null || right === null) return null;
  if (isAtMostZero(left)) return opposite(signOfProduct(opposite(left), right));
  if (isAtMostZero(right)) return opposite(signOfProduct(left, opposite(right)));
  return left === 'positive' && right === 'positive' ? 'positive' : 'nonnegative';
}

/** What is known of a power where it is defined; `whole` is null for an exponent that is not a whole number. */
export function signOfPower(base: Sign, whole: number | null): Sign {
  // a power that is not whole is defined where its base is not negative
  if (whole === null) return base === 'positive' ? 'positive' : 'nonnegative';
  const isStrict = whole < 0 || base === 'positive' || base === 'negative';
  if (whole % 2 === 0) return isStrict ? 'positive' : 'nonnegative';
  if (whole > 0 || base === null) return base;
  return isAtLeastZero(base) ? 'positive' : 'negative';
}
