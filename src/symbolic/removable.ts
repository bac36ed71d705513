import { dividedBy, isZero, plus, type Rational, sign, times, zero } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { normalForm } from '../expression/algebra/normalForm.js';
import { withinBudget } from '../expression/algebra/normalFormErrors.js';
import { forEachPower } from '../expression/algebra/polynomial.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { substitute } from '../expression/calculus/substitute.js';
import {
  difference,
  type Expression,
  isNumber,
  number,
  numberZero,
  power,
  product,
  quotient,
  sum,
  symbol,
} from '../expression/syntax/expression.js';
import { derivativeAlong, type NormalCoordinates } from './normalCoordinates.js';
import { taylorCoefficients } from './series.js';
import { directionNames, taylorAlongNormals } from './taylor.js';

/**
 * The degree of the Taylor polynomials that stand in for what is 0/0 on a set: derivatives on the set up to this order
 * are the formula's own, one more than the search for the leading order takes.
 */
const taylorDegree = 9;

/**
 * A formula that is 0/0 on the set, because `base` vanishes below the line, with its limit there: its Taylor polynomial in
 * the distance from the set, of degree `taylorDegree`; null where no limit is found.
 *
 * A base that depends on one linear form of the normal coordinates alone is expanded in that form, and what multiplies
 * the powers of it may be any function of the rest. Otherwise the formula is expanded along rays: then the base's leading
 * form has to be definite and the coefficients polynomials in the direction, which makes the formula as smooth as the
 * polynomial is long.
 */
export function withLimits(coordinates: NormalCoordinates, formula: Expression, base: Expression): Expression | null {
  const form = linearForm(coordinates, base);
  return form === null ? alongRays(coordinates, formula, base) : inForm(coordinates, formula, form);
}

/** n (d exact numbers) when the base depends on the normal coordinates through n·θ alone; else null. */
function linearForm(coordinates: NormalCoordinates, base: Expression): Rational[] | null {
  const { normals, lengths, parameters, data } = coordinates;
  const slopes = normals.map((normal) => derivativeAlong(parameters, base, normal));
  const first = slopes.findIndex((slope) => zeroTest(slope, { data }).status === 'nonzero');
  if (first < 0) return null;
  const shares: Rational[] = [];
  for (const [l, slope] of slopes.entries()) {
    const ratio = simplify(quotient(slope, slopes[first]), data);
    if (ratio.kind !== 'number') return null;
    shares.push(times(ratio.value, dividedBy(lengths[first], lengths[l])));
  }
  return parameters.map((_, i) => normals.reduce((total, normal, l) => plus(total, times(shares[l], normal[i])), zero));
}

/** Σ_j g_j s^j with s = n·θ − (its value on the set) and g_j in the other parameters. */
function inForm(coordinates: NormalCoordinates, formula: Expression, form: readonly Rational[]): Expression | null {
  const { parameters, restriction, data } = coordinates;
  const value = sum(...parameters.map((name, i) => product(number(form[i]), symbol(name))));
  const onSet = simplify(substitute(value, restriction), data);
  const pivot = form.findIndex((entry) => !isZero(entry));
  const others = difference(value, product(number(form[pivot]), symbol(parameters[pivot])));
  const moved = quotient(difference(sum(onSet, symbol(formName)), others), number(form[pivot]));
  const expanded = substitute(formula, new Map([[parameters[pivot], moved]]));
  const distance = difference(value, onSet);
  const coefficients = taylorCoefficients(expanded, formName, taylorDegree, data);
  return coefficients && polynomial(coefficients, distance);
}

const formName = 'linear form s';

function polynomial(coefficients: readonly Expression[], variable: Expression): Expression {
  return sum(...coefficients.map((coefficient, j) => product(coefficient, power(variable, j))));
}

function alongRays(coordinates: NormalCoordinates, formula: Expression, base: Expression): Expression | null {
  const { parameters, restriction, normals, lengths, free, data } = coordinates;
  const directions = directionNames(coordinates);
  const leading = taylorAlongNormals(coordinates, base, taylorDegree)?.find(
    (value) => zeroTest(value, { data }).status === 'nonzero',
  );
  if (leading === undefined || !isDefinite(leading, directions)) return null;
  const coefficients = taylorAlongNormals(coordinates, formula, taylorDegree);
  if (!coefficients?.every((value, degree) => isPolynomial(value, directions, degree, data))) return null;
  // t_l = (o_l·θ − its value on the set)/|o_l|², and the point of the set that θ was moved from
  const displacements = normals.map((normal, l) => {
    const value = sum(...parameters.map((name, i) => product(number(normal[i]), symbol(name))));
    return quotient(difference(value, simplify(substitute(value, restriction), data)), number(lengths[l]));
  });
  const foot = free.map((name) => {
    const i = parameters.indexOf(name);
    const moves = displacements.map((move, l) => product(number(normals[l][i]), move));
    return [name, difference(symbol(name), sum(...moves))] as const;
  });
  const back = new Map([...foot, ...directions.map((name, l) => [name, displacements[l]] as const)]);
  return sum(...coefficients.map((coefficient) => substitute(coefficient, back)));
}

/** Whether a form in the directions has no real zero but the origin, seen from its terms: even powers of one sign, every pure power among them. */
function isDefinite(form: Expression, directions: readonly string[]): boolean {
  const normal = withinBudget(() => normalForm(form, { purpose: 'display' }));
  if (normal === null || normal.fraction.denominator.size > 0) return false;
  const { ring, fraction } = normal;
  const pure = new Set<string>();
  const signs = new Set<number>();
  for (const [monomial, coefficient] of fraction.numerator) {
    const names: string[] = [];
    let isEven = true;
    forEachPower(monomial, (variable, exponent) => {
      const atom = ring.atoms[variable];
      names.push(atom.kind === 'symbol' ? atom.name : '');
      isEven &&= exponent > 0 && exponent % 2 === 0;
    });
    if (!isEven || names.some((name) => !directions.includes(name))) return false;
    if (names.length === 1) pure.add(names[0]);
    signs.add(sign(coefficient));
  }
  return signs.size === 1 && directions.every((name) => pure.has(name));
}

/** Of degree at most `degree` in each of the names: the next derivative vanishes. */
function isPolynomial(value: Expression, names: readonly string[], degree: number, data: readonly string[]): boolean {
  if (isNumber(value, 0)) return true;
  return names.every((name) => {
    let derivative = value;
    for (let n = 0; n <= degree; n++) derivative = simplify(differentiate(derivative, name), data);
    return derivative === numberZero || zeroTest(derivative, { data }).status === 'zero';
  });
}
