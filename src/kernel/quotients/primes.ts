/** Prime factors, each as often as it divides; what is left beyond small primes counts as one. */
export function primesOf(n: bigint): bigint[] {
  const primes: bigint[] = [];
  let rest = n;
  for (let p = 2n; p <= largestPrime && p * p <= rest; p++) {
    for (; rest % p === 0n; rest /= p) primes.push(p);
  }
  return rest === 1n ? primes : [...primes, rest];
}

/** Square roots of numbers in formulas are those of small ones. */
const largestPrime = 1000n;
