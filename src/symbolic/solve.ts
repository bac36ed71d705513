import { isAtMostZero } from '../arithmetic/sign.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { DivisionByZero, TooLarge } from '../expression/algebra/normalFormErrors.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { replaceNodes, substitute } from '../expression/calculus/substitute.js';
import { functions } from '../expression/functions/functions.js';
import {
  call,
  childrenOf,
  difference,
  type Expression,
  holdsSymbol,
  keyOf,
  number,
  power,
  quotient,
  smallInteger,
  symbol,
} from '../expression/syntax/expression.js';
import { criticalPointsOf } from './criticalPoints.js';
import { expressionSize } from './expressionSize.js';
import { knownSign, type SignFacts } from './knownSign.js';
import { polynomialZeros } from './polynomialZeros.js';

/** The zeros that were found, or why none were looked for. */
export type Zeros =
  /** `complete` when there are no others, so that an empty list says that there is no zero */
  | { readonly kind: 'found'; readonly solutions: readonly Expression[]; readonly complete: boolean }
  /** the name stands inside |·|, max, min or a conditional: each branch has to be solved by itself */
  | { readonly kind: 'kinked' }
  /** the work would exceed the budget */
  | { readonly kind: 'tooLarge' };

/**
 * Real solutions of expression = 0 for one name, where they are real.
 *
 * Solved are polynomials whose factors have degree one or two in the name or in a power of it, and the same in one power,
 * or one function with an inverse, of a formula that can be solved. What is not a solution by construction is kept only
 * when the exact zero test confirms it. (A computer algebra system is not asked: its roots of cubics are not for reading,
 * and nerdamer's time for an equation of five names has no bound.)
 */
export function solveFor(expression: Expression, name: string, facts: SignFacts = new Map()): Zeros {
  if (!holdsSymbol(expression, name)) return { kind: 'found', solutions: [], complete: true };
  if (standsInsideKink(expression, name)) return { kind: 'kinked' };
  if (expressionSize(expression) > largestEquation) return { kind: 'tooLarge' };
  try {
    const ofPolynomial = polynomialZeros(expression, name, facts);
    if (ofPolynomial !== null) return { kind: 'found', solutions: ofPolynomial, complete: true };
    return zerosInAtom(expression, name, facts) ?? { kind: 'found', solutions: [], complete: false };
  } catch (error) {
    if (error instanceof TooLarge) return { kind: 'tooLarge' };
    // in an atom that is divided by what is zero: nothing is known of it
    if (error instanceof DivisionByZero) return { kind: 'found', solutions: [], complete: false };
    throw error;
  }
}

/** Names in an equation at most; what is longer has solutions that nobody reads. */
const largestEquation = 400;

/** Candidates that the zero test proves, or, where they solve by construction wherever they are real, does not refute. */
function confirmed(
  expression: Expression,
  name: string,
  candidates: readonly Expression[],
  when: 'proved' | 'not refuted',
): Expression[] {
  return candidates
    .map((candidate) => simplify(candidate))
    .filter((candidate) => {
      const { status } = zeroTest(substitute(expression, new Map([[name, candidate]])));
      return status === 'zero' || (when === 'not refuted' && status !== 'nonzero');
    });
}

function standsInsideKink(node: Expression, name: string): boolean {
  const kinked =
    node.kind === 'conditional' ||
    (node.kind === 'call' && criticalPointsOf(node).some(({ problem }) => problem === 'kink'));
  if (kinked) return holdsSymbol(node, name);
  return childrenOf(node).some((child) => standsInsideKink(child, name));
}

/** Solutions where the name stands in one function or power alone, f(g(name)): for f's value first, then for the name. */
function zerosInAtom(expression: Expression, name: string, facts: SignFacts): Zeros | null {
  const atoms = new Map(atomsWith(expression, name).map((atom) => [keyOf(atom), atom]));
  if (atoms.size !== 1) return null;
  const [[key, atom]] = atoms;
  const outer = replaceNodes(expression, new Map([[key, symbol(atomName)]]));
  const values = holdsSymbol(outer, name) ? null : polynomialZeros(outer, atomName, facts);
  if (values === null) return null;
  let complete = true;
  const solutions: Expression[] = [];
  for (const value of values) {
    const inverse = inverseOf(atom, value, name, facts);
    if (inverse === null) return null;
    if (inverse === 'not a value') continue;
    const inner = solveFor(inverse, name, facts);
    if (inner.kind !== 'found') return null;
    // whether f⁻¹(v) solves f(z) = v wherever it is real
    const isSure = atom.kind === 'call' && functions[atom.function].inverse?.isRealOnlyThere === true;
    const kept = confirmed(expression, name, inner.solutions, isSure ? 'not refuted' : 'proved');
    complete &&= inner.complete && kept.length === inner.solutions.length;
    solutions.push(...kept);
  }
  return { kind: 'found', solutions, complete };
}

/** No name of the grammar holds a space. */
const atomName = 'atom of the name';

/** The outermost functions and powers with a fraction or a formula in the exponent that hold the name. */
function atomsWith(node: Expression, name: string): Expression[] {
  if (!holdsSymbol(node, name)) return [];
  const isAtom = node.kind === 'call' || (node.kind === 'power' && smallInteger(node.exponent) === null);
  return isAtom ? [node] : childrenOf(node).flatMap((child) => atomsWith(child, name));
}

/** What has to be 0 for a function or a power to have a value; null where this table does not say. */
function inverseOf(
  atom: Expression,
  value: Expression,
  name: string,
  facts: SignFacts,
): Expression | 'not a value' | null {
  const sign = knownSign(value, facts);
  if (atom.kind === 'power') {
    const { base, exponent } = atom;
    if (holdsSymbol(exponent, name)) {
      if (holdsSymbol(base, name)) return null;
      return isAtMostZero(sign) ? 'not a value' : difference(exponent, quotient(call('log', value), call('log', base)));
    }
    return sign === 'negative' ? 'not a value' : difference(base, power(value, quotient(number(1), exponent)));
  }
  if (atom.kind !== 'call') return null;
  const { inverse } = functions[atom.function];
  if (inverse === null) return null;
  const isBeyond = inverse.values === 'positive' ? isAtMostZero(sign) : inverse.values !== null && sign === 'negative';
  return isBeyond ? 'not a value' : difference(atom.arguments[0], inverse.argument(value));
}
