import type { Enclosure } from '../../arithmetic/enclosure.js';
import * as enclosures from '../../arithmetic/enclosure.js';
import { exponential, logarithm, piEnclosure, squareRoot } from '../../arithmetic/enclosureFunctions.js';
import { type Rational, rational, sign as signOfRational } from '../../arithmetic/rational.js';
import { functions } from '../functions/functions.js';
import { holds } from '../syntax/condition.js';
import { type ComparisonOperator, type Expression, isCondition } from '../syntax/expression.js';
import { type SampleTable, sampledSurroundings } from './samples.js';
import { type Field, type Truth, Walk } from './walk.js';

/** Samples over which mean(…) and var(…) are taken: names, then one row of exact numbers a sample. */
export type SampleRows = SampleTable<Rational>;

/**
 * An interval with exact end points that holds the expression's value at an exact point, or all its values where names range
 * over intervals; null where the value is not defined there or is not separated from a point where it is not. A condition
 * is 1 where it holds and 0 where not. Works with about `bits` significant binary digits.
 */
export function encloseExpression(
  expression: Expression,
  values: ReadonlyMap<string, Rational | Enclosure>,
  bits: number,
  samples: SampleRows | null = null,
): Enclosure | null {
  const walk = enclosureWalk(values, bits, samples);
  if (!isCondition(expression)) return walk.value(expression);
  const truth = walk.truth(expression);
  if (truth === null) return null;
  return truth === 'open' ? { lower: rational(0), upper: rational(1) } : enclosures.exact(rational(truth ? 1 : 0));
}

/** Whether a condition holds at an exact point; null where enclosures of that precision leave it open or it has no value. */
export function decideEnclosed(
  condition: Expression,
  values: ReadonlyMap<string, Rational>,
  bits: number,
  samples: SampleRows | null = null,
): boolean | null {
  const truth = enclosureWalk(values, bits, samples).truth(condition);
  return truth === 'open' ? null : truth;
}

function enclosureWalk(
  values: ReadonlyMap<string, Rational | Enclosure>,
  bits: number,
  samples: SampleRows | null,
): Walk<Enclosure> {
  const field = enclosureField(bits);
  const lift = (value: Rational): Enclosure => enclosures.outward(enclosures.exact(value), bits);
  const symbol = (name: string): Enclosure | null => {
    const value = values.get(name);
    if (value === undefined) return null;
    return 'lower' in value ? enclosures.outward(value, bits) : lift(value);
  };
  return new Walk(field, sampledSurroundings(field, samples, symbol, lift));
}

/** Intervals with rational ends, rounded outward to about `bits` significant binary digits. */
function enclosureField(bits: number): Field<Enclosure> {
  const rounded = (value: Enclosure | null): Enclosure | null => value && enclosures.outward(value, bits);
  return {
    number: (value) => rounded(enclosures.exact(value)),
    constant: (name) => (name === 'pi' ? piEnclosure(bits) : exponential(enclosures.exact(rational(1)), bits)),
    add: (a, b) => rounded(enclosures.plus(a, b)),
    multiply: (a, b) => rounded(enclosures.times(a, b)),
    divide: (a, b) => rounded(enclosures.divided(a, b)),
    wholePower: (base, exponent) => (exponent > largestPower ? null : rounded(enclosures.power(base, exponent, bits))),
    power(base, exponent, of) {
      const isHalf = exponent.kind === 'number' && exponent.value.numerator === 1n && exponent.value.denominator === 2n;
      if (isHalf) return rounded(squareRoot(base, bits));
      const above = of(exponent);
      const logarithmOfBase = logarithm(base, bits);
      if (above === null || logarithmOfBase === null) return null;
      return rounded(exponential(enclosures.times(above, logarithmOfBase), bits));
    },
    call(name, values) {
      const { enclosure } = functions[name];
      return enclosure === 'byDefinition' ? enclosure : rounded(enclosure(values, bits));
    },
    compare: compareEnclosures,
    withoutSides: null,
    either: enclosures.hull,
  };
}

/** Beyond this a numeric power only costs memory. */
const largestPower = 4096;

/** Whether a comparison holds for all values of two enclosures, for none (false), or is open. */
function compareEnclosures(operator: ComparisonOperator, left: Enclosure, right: Enclosure): Truth {
  const { lower, upper } = enclosures.minus(left, right);
  const [least, most] = [signOfRational(lower), signOfRational(upper)];
  const truths = [-1, 0, 1].filter((sign) => least <= sign && sign <= most).map((sign) => holds(operator, sign));
  return truths.every((one) => one === truths[0]) ? truths[0] : 'open';
}
