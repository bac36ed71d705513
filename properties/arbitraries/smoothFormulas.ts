import fc from 'fast-check';
import {
  call,
  type Expression,
  fraction,
  power,
  product,
  sum,
  symbol,
} from '../../src/expression/syntax/expression.js';

export interface FormulaConstraints {
  readonly names: readonly string[];
  /** nesting at most; default 3 */
  readonly maxDepth?: number;
}

/** Formulas that are defined and smooth everywhere: sums, products, squares and bounded functions of names and numbers. */
export function smoothFormulas({ names, maxDepth = 3 }: FormulaConstraints): fc.Arbitrary<Expression> {
  if (names.length === 0) throw new RangeError('smoothFormulas: no names');
  return fc.letrec<{ formula: Expression }>((tie) => {
    const formula = tie('formula');
    const leaf = fc.oneof(
      { arbitrary: fc.constantFrom(...names).map(symbol), weight: 3 },
      fc.integer({ min: -8, max: 8 }).map((n) => fraction(n, 4)),
    );
    return {
      formula: fc.oneof(
        { maxDepth, depthIdentifier: 'smooth formula' },
        leaf,
        fc.tuple(formula, formula).map((terms) => sum(...terms)),
        fc.tuple(formula, formula).map((factors) => product(...factors)),
        formula.map((base) => power(base, 2)),
        fc.tuple(fc.constantFrom(...boundedFunctions), formula).map(([name, inner]) => call(name, inner)),
      ),
    };
  }).formula;
}

/** Functions whose derivatives are bounded. */
const boundedFunctions = ['tanh', 'sin', 'cos', 'sigmoid', 'softplus', 'erf', 'gelu'] as const;
