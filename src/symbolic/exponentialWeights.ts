import {
  call,
  type Expression,
  keyOf,
  number,
  numberOne,
  numberZero,
  power,
  product,
  quotient,
  splitCoefficient,
  sum,
} from '../expression/syntax/expression.js';

/** c · exp(a) */
export interface ExponentialTerm {
  readonly coefficient: Expression;
  readonly exponent: Expression;
}

/**
 * A product with one quotient by a sum S = Σ c_j exp(a_j) written with the weights p_j = c_j exp(a_j)/S, which `weigh` names:
 * (x1 exp(a1) + x2 exp(a2))/S as x1 p1/c1 + x2 p2/c2. As it is where what stands above has terms without an exponential of S.
 */
export function exponentialWeights(
  node: Expression,
  weigh: (terms: readonly ExponentialTerm[]) => readonly Expression[],
): Expression {
  const factors = node.kind === 'product' ? node.factors : [node];
  for (const [i, factor] of factors.entries()) {
    if (factor.kind !== 'power' || factor.exponent.kind !== 'number' || factor.exponent.value.numerator >= 0n) continue;
    const terms = exponentialTerms(factor.base);
    if (terms === null) continue;
    const others = factors.length === 1 ? [numberOne] : factors.filter((_, j) => j !== i);
    for (const [j, above] of others.entries()) {
      const shares = sharesOf(above, terms);
      if (shares === null) continue;
      const weights = weigh(terms);
      const average = sum(...shares.map((share, k) => quotient(product(share, weights[k]), terms[k].coefficient)));
      const rest = power(factor.base, sum(factor.exponent, numberOne));
      return product(...others.filter((_, k) => k !== j), average, rest);
    }
  }
  return node;
}

/** The terms of a sum of exponentials with numbers in front; null for another formula. */
function exponentialTerms(node: Expression): ExponentialTerm[] | null {
  if (node.kind !== 'sum') return null;
  const terms = node.terms.map((term): ExponentialTerm | null => {
    if (term.kind === 'number') return { coefficient: term, exponent: numberZero };
    const { coefficient, rest } = splitCoefficient(term);
    const isExponential = rest.kind === 'call' && rest.function === 'exp';
    return isExponential ? { coefficient: number(coefficient), exponent: rest.arguments[0] } : null;
  });
  return terms.every((term) => term !== null) ? terms : null;
}

/** What each exponential stands beside in a sum, every term of which holds one; else null. */
function sharesOf(above: Expression, terms: readonly ExponentialTerm[]): Expression[] | null {
  const shares = terms.map((): Expression[] => []);
  const exponentials = terms.map(({ exponent }) => (exponent === numberZero ? null : keyOf(call('exp', exponent))));
  for (const term of above.kind === 'sum' ? above.terms : [above]) {
    const factors = term.kind === 'product' ? term.factors : [term];
    const found = factors.findIndex((factor) => exponentials.includes(keyOf(factor)));
    // a plain term stands beside exp(0)
    const index = exponentials.indexOf(found < 0 ? null : keyOf(factors[found]));
    if (index < 0) return null;
    shares[index].push(product(...factors.filter((_, k) => k !== found)));
  }
  return shares.map((parts) => sum(...parts));
}
