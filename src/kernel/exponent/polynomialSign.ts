import type { Rational } from '../../arithmetic/rational.js';

/** Whether Σ_l coefficients_l s^l ≤ 0 for 0 ≤ s ≤ end, by Bernstein coefficients and so many bisections; false where that is not established. */
export function isNonPositive(coefficients: readonly bigint[], end: Rational, bisections: number): boolean {
  if (coefficients.every((value) => value <= 0n)) return true;
  if (coefficients[0] > 0n) return false;
  const degree = coefficients.length - 1;
  const { numerator: a, denominator: b } = end;
  const onUnit = coefficients.map((value, l) => value * a ** BigInt(l) * b ** BigInt(degree - l));
  const bernstein = bernsteinCoefficients(onUnit);
  return isNonPositiveOnUnit(bernstein, bisections);
}

/** B_i = Σ_{l ≤ i} C(i, l)/C(n, l) c_l, times n!. */
function bernsteinCoefficients(coefficients: readonly bigint[]): bigint[] {
  const degree = coefficients.length - 1;
  const scaled = coefficients.map((value, l) => value * factorial(l) * factorial(degree - l));
  return coefficients.map((_, i) => {
    let sum = 0n;
    for (let l = 0; l <= i; l++) sum += binomial(i, l) * scaled[l];
    return sum;
  });
}

function isNonPositiveOnUnit(bernstein: readonly bigint[], depth: number): boolean {
  if (bernstein.every((value) => value <= 0n)) return true;
  if (bernstein[0] > 0n || bernstein[bernstein.length - 1] > 0n || depth === 0) return false;
  return halved(bernstein).every((half) => isNonPositiveOnUnit(half, depth - 1));
}

/** De Casteljau at ½, both halves times 2^n. */
function halved(bernstein: readonly bigint[]): [bigint[], bigint[]] {
  const degree = bernstein.length - 1;
  const left: bigint[] = [];
  const right: bigint[] = [];
  let row = [...bernstein];
  for (let round = 0; round <= degree; round++) {
    const factor = 2n ** BigInt(degree - round);
    left.push(row[0] * factor);
    right.unshift(row[row.length - 1] * factor);
    row = row.slice(1).map((value, i) => value + row[i]);
  }
  return [left, right];
}

function binomial(n: number, k: number): bigint {
  return factorial(n) / (factorial(k) * factorial(n - k));
}

function factorial(n: number): bigint {
  let result = 1n;
  for (let i = 2n; i <= BigInt(n); i++) result *= i;
  return result;
}
