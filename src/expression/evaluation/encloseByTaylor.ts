import { type Enclosure, exact, negative, outward, reciprocal, times } from '../../arithmetic/enclosure.js';
import { exponential, piEnclosure } from '../../arithmetic/enclosureFunctions.js';
import { one, type Rational } from '../../arithmetic/rational.js';
import { exp } from '../functions/exp.js';
import type { FunctionFacts } from '../functions/functionFacts.js';
import { functions } from '../functions/functions.js';
import { log } from '../functions/log.js';
import { sqrt } from '../functions/sqrt.js';
import { byRecurrence } from '../functions/taylorCoefficients.js';
import type { Expression } from '../syntax/expression.js';
import { compareEnclosures } from './enclose.js';
import type { TaylorModel, TaylorModelSpace } from './taylorModel.js';
import { type Field, Walk } from './walk.js';

/**
 * Expressions on a cube about a point, as Taylor models: exact Taylor coefficients where they are arithmetic of short
 * exact numbers, narrow intervals where they are not, and the remainder in the terms of the highest degree. Null where
 * one of them is not seen to be analytic on the whole cube.
 *
 * `centre` gives the variables of the space in order, with their values at the point; `values` gives all other names.
 */
export function encloseByTaylor(
  expressions: readonly Expression[],
  centre: ReadonlyMap<string, Rational>,
  values: ReadonlyMap<string, Rational>,
  space: TaylorModelSpace,
): TaylorModel[] | null {
  const variables = new Map([...centre].map(([name, value], i) => [name, space.variable(i, value)]));
  const symbol = (name: string): TaylorModel | null => {
    const value = values.get(name);
    return variables.get(name) ?? (value === undefined ? null : space.constant(exact(value)));
  };
  const walk = new Walk(taylorField(space), { symbol, moment: () => null });
  const models = expressions.map(walk.value);
  return models.every((model) => model !== null) ? models : null;
}

/** Taylor models; a condition has to keep its truth all over the cube. */
function taylorField(space: TaylorModelSpace): Field<TaylorModel> {
  const { bits, order } = space;
  const applied = (series: FunctionFacts['series'], argument: TaylorModel): TaylorModel | null => {
    if (series === 'byDefinition') return null;
    const atCentre = series(space.constantTerm(argument), order - 1, bits);
    const overRange = series(space.range(argument), order, bits);
    return atCentre && overRange && space.compose([...atCentre, overRange[order]], argument);
  };
  return {
    number: (value) => space.constant(exact(value)),
    constant(name) {
      const value = name === 'pi' ? piEnclosure(bits) : exponential(exact(one), bits);
      return value && space.constant(value);
    },
    add: (a, b) => space.add(a, b),
    multiply: (a, b) => space.multiply(a, b),
    divide(a, b) {
      const inverse = applied(reciprocalSeries, b);
      return inverse && space.multiply(a, inverse);
    },
    wholePower(base, exponent) {
      if (exponent > largestPower) return null;
      let result = base;
      for (let n = 1; n < exponent; n++) result = space.multiply(result, base);
      return result;
    },
    power(base, exponent, of) {
      const isHalf = exponent.kind === 'number' && exponent.value.numerator === 1n && exponent.value.denominator === 2n;
      if (isHalf) return applied(sqrt.series, base);
      const [above, logarithm] = [of(exponent), applied(log.series, base)];
      return above && logarithm && applied(exp.series, space.multiply(above, logarithm));
    },
    call(name, [argument]) {
      const { series } = functions[name];
      return series === 'byDefinition' ? series : applied(series, argument);
    },
    compare: (operator, left, right) => compareEnclosures(operator, space.range(left), space.range(right)),
    withoutSides: null,
    either: () => null,
  };
}

/** Beyond this a numeric power only costs memory. */
const largestPower = 256;

/** 1/x */
function reciprocalSeries(x: Enclosure, order: number, bits: number): Enclosure[] | null {
  const value = reciprocal(x);
  if (value === null) return null;
  const inverse = outward(value, bits);
  return byRecurrence(inverse, order, bits, (m, known) => negative(times(known[m - 1], inverse)));
}
