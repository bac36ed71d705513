import { leastCommonMultiple } from '../../arithmetic/integers.js';
import type { Rational } from '../../arithmetic/rational.js';
import type { Normaliser } from './normaliser.js';
import type { Polynomial } from './polynomial.js';
import type { Fraction } from './ring.js';

/**
 * radicand^(p/q) for a radicand that is not negative: a whole power of one root atom. For a proof all roots of one
 * radicand are powers of the same atom, so that √u = (⁴√u)² is seen; a new q asks for another pass.
 */
export function rootPower(normaliser: Normaliser, radicand: Polynomial, exponent: Rational): Fraction {
  const { ring } = normaliser;
  const text = ring.textOf(radicand);
  const degree = commonDegree(normaliser, `root ${text}`, exponent.denominator);
  const index = Number(degree);
  const root = normaliser.atom(
    `root${index}(${text})`,
    { kind: 'root', index, radicand },
    ring.polynomialHasData(radicand),
  );
  return ring.power(root, Number((exponent.numerator * degree) / exponent.denominator)) as Fraction;
}

function commonDegree({ facts, options }: Normaliser, key: string, degree: bigint): bigint {
  if (options.purpose === 'display') return degree;
  const before = facts.granularity.get(key);
  const common = leastCommonMultiple(before ?? degree, degree);
  if (before !== undefined && common !== before) facts.areNew = true;
  facts.granularity.set(key, common);
  return common;
}
