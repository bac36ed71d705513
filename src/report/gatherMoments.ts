import { simplify } from '../expression/algebra/fromNormalForm.js';
import { type Expression, keyOf, moment, product, sum, symbolsOf, withParts } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';

/**
 * The expression with sums of means written as the mean of a sum where that is much shorter, as of a square that the means
 * of its terms hide: `mean((x1 - x2)^4)`. For reading: what is inside a mean is no moment that a threshold names.
 * Fewer than `fewest` means of a sum stay as they are.
 */
export function gatherMoments(
  expression: Expression,
  data: readonly string[],
  fewest: number = fewestMeans,
): Expression {
  if (data.length === 0) return expression;
  const node = withParts(expression, (part) => gatherMoments(part, data, fewest));
  return node.kind === 'sum' ? gatheredSum(node.terms, data, fewest) : node;
}

interface Mean {
  readonly term: Expression;
  readonly cofactor: Expression;
  readonly argument: Expression;
}

function gatheredSum(terms: readonly Expression[], data: readonly string[], fewest: number): Expression {
  const plain = sum(...terms);
  const means = terms.flatMap(asMean);
  if (means.length < fewest) return plain;
  const others = terms.filter((term) => asMean(term).length === 0);
  const byCofactor = grouped(means);
  const candidates = [[means], byCofactor].map((groups) =>
    sum(...groups.map((group) => joined(group, data)), ...others),
  );
  const [shortest] = candidates.sort((a, b) => lengthOf(a) - lengthOf(b));
  return lengthOf(shortest) <= largestShare * lengthOf(plain) ? shortest : plain;
}

/** Two means are two named moments; more may be one that was expanded. */
const fewestMeans = 3;
/** Gathered must be shorter by a quarter: named moments say something by themselves. */
const largestShare = 0.75;

/** A term that is a mean times factors without one. */
function asMean(term: Expression): Mean[] {
  const factors = term.kind === 'product' ? term.factors : [term];
  const means = factors.flatMap((factor) => (factor.kind === 'moment' && factor.moment === 'mean' ? [factor] : []));
  if (means.length !== 1) return [];
  return [{ term, cofactor: product(...factors.filter((factor) => factor !== means[0])), argument: means[0].argument }];
}

/** Those with the same cofactor, numbers aside, side by side. */
function grouped(means: readonly Mean[]): Mean[][] {
  const groups = new Map<string, Mean[]>();
  for (const mean of means) {
    const key = keyOf(symbolic(mean.cofactor));
    groups.set(key, [...(groups.get(key) ?? []), mean]);
  }
  return [...groups.values()];
}

/** Without its number. */
function symbolic(cofactor: Expression): Expression {
  const factors = cofactor.kind === 'product' ? cofactor.factors : [cofactor];
  return product(...factors.filter(({ kind }) => kind !== 'number'));
}

/** Σ cofactor · mean(argument) as one mean, with the factors that are the same for all samples before it. */
function joined(means: readonly Mean[], data: readonly string[]): Expression {
  if (means.length === 1) return means[0].term;
  const inside = simplify(sum(...means.map(({ cofactor, argument }) => product(cofactor, argument))));
  const factors = inside.kind === 'product' ? inside.factors : [inside];
  const isOuter = (factor: Expression): boolean => !symbolsOf(factor).some((name) => data.includes(name));
  const varying = product(...factors.filter((factor) => !isOuter(factor)));
  // a sum that does not come apart was not expanded: its terms are named moments
  if (varying.kind === 'sum') return sum(...means.map(({ term }) => term));
  return product(...factors.filter(isOuter), moment('mean', varying));
}

function lengthOf(expression: Expression): number {
  return printExpression(expression).length;
}
