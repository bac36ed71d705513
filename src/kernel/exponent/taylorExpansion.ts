import { isZero, rational } from '../../arithmetic/rational.js';
import { dependsOn, type Formula, numeral } from '../formula/formula.js';
import { nothing, product, SeriesField, type Surroundings, total } from '../formula/seriesField.js';
import { valuesIn } from '../formula/valueIn.js';
import type { Work } from '../notFollowed.js';

/** The Taylor coefficients of a function, by the exponents of its parameters, as formulas; the same one each time. */
export type Expansion = (exponents: readonly number[]) => Formula;

/**
 * Expands formulas in some parameters, along one after the other. Where all coefficients up to a degree have values, the
 * formula is differentiable so often. Throws NotFollowed when all work is done.
 */
export function taylorExpansion(
  parameters: readonly string[],
  degree: number,
  work: Work,
): (formula: Formula) => Expansion {
  const expansions = parameters.map((parameter) => {
    const field = new SeriesField(along(parameter, work), degree + 1);
    return { field, expand: valuesIn(field) };
  });
  return (formula) => (exponents) =>
    expansions.reduce((of, { field, expand }, axis) => field.at(expand(of), exponents[axis]), formula);
}

/** Kinks are left as signs and conditions, which have values where they are settled. */
function along(parameter: string, work: Work): Surroundings {
  const sign = (of: Formula): Formula => ({ kind: 'function', name: 'sign', of });
  return {
    moves: dependsOn([parameter]),
    slope: (name) => rational(name === parameter ? 1 : 0),
    // a slope of 0; values stay, for what is multiplied by 0 must have one
    isZero: (a, power) => {
      work.spend((power + 1) / productsAStep);
      return power > 0 && a.kind === 'number' && isZero(a.value);
    },
    requireUnit: () => undefined,
    side: sign,
    jump: sign,
    choose: (formula, evaluate) => {
      const [first, second] = [formula.then, formula.otherwise].map((branch) => evaluate(branch).coefficients);
      return { lowest: 0, coefficients: first.map((then, i) => ({ ...formula, then, otherwise: second[i] })) };
    },
  };
}

/** Terms of a coefficient are written down and no more. */
const productsAStep = 8;

/** The derivative along a parameter, which has no value where the function has none. */
export function slopeOf(a: Expansion, axis: number): Expansion {
  return known((exponents) => {
    const raised = exponents.map((power, i) => (i === axis ? power + 1 : power));
    const slope = product(numeral(raised[axis]), a(raised));
    return exponents.some((power) => power > 0) ? slope : total([slope, product(numeral(0), a(exponents))]);
  });
}

/** The product of two functions. */
export function productOf(a: Expansion, b: Expansion): Expansion {
  return known((exponents) => {
    const lower = exponents.reduce<number[][]>(
      (lists, power) => lists.flatMap((list) => Array.from({ length: power + 1 }, (_, k) => [...list, k])),
      [[]],
    );
    return total(lower.map((powers) => product(a(powers), b(exponents.map((power, i) => power - powers[i])))));
  });
}

/** The sum of functions. */
export function sumOf(parts: readonly Expansion[]): Expansion {
  return known((exponents) => total(parts.map((part) => part(exponents))));
}

/** The mean of a function over the samples. */
export function meanOf(a: Expansion): Expansion {
  return known((exponents) => {
    const of = a(exponents);
    return of === nothing ? of : { kind: 'moment', moment: 'mean', of };
  });
}

function known(of: Expansion): Expansion {
  const found = new Map<string, Formula>();
  return (exponents) => {
    const key = exponents.join();
    const formula = found.get(key) ?? of(exponents);
    found.set(key, formula);
    return formula;
  };
}
