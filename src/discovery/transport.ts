import { negated, type Rational, toText } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { substitute } from '../expression/calculus/substitute.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import { type Expression, negate, symbol, symbolsOf } from '../expression/syntax/expression.js';
import { parseExpression } from '../expression/syntax/parse.js';
import { printExpression } from '../expression/syntax/print.js';
import type { InvarianceCertificate } from '../kernel/certificate.js';
import { prove } from '../kernel/proved.js';
import { parametrisation } from '../model/affineSet.js';
import { dataNames } from '../model/constants.js';
import type { AffineSet, Model } from '../model/model.js';
import { rationalFromText } from '../model/readNumbers.js';
import type { DerivedSummary, Invariance } from '../symbolic/derivation.js';
import { deriveInvariance } from '../symbolic/invariance.js';
import { stateProblem } from '../symbolic/statement.js';
import type { SignedPermutation } from './signedPermutation.js';

/**
 * The invariance of a set that a symmetry of the model makes of another one: the other's certificate with its points moved,
 * which the kernel follows anew; derived afresh where the other was not proved, or the kernel does not follow.
 */
export function transportedInvariance(
  model: Model,
  from: { readonly set: AffineSet; readonly invariance: Invariance },
  map: SignedPermutation,
  set: AffineSet,
): Invariance {
  if (from.invariance.status === 'proved') {
    const { certificate, reason } = from.invariance;
    const restriction = parametrisation(set, model.parameters);
    const proof = prove<InvarianceCertificate>({
      ...certificate,
      set: set.name,
      equations: set.equations.map(printExpression),
      restriction: Object.fromEntries([...restriction].map(([name, value]) => [name, printExpression(value)])),
      points: certificate.points.map((point) => {
        const moved = movedPoint(model, from.set, map, point);
        return Object.fromEntries(Object.entries(moved).filter(([name]) => !restriction.has(name)));
      }),
      chains: [],
    });
    if (proof.status === 'proved') return { ...proof, reason };
  }
  return deriveInvariance(stateProblem(model, set));
}

/**
 * Condition, thresholds and exponents of a set that a symmetry makes of another one: the same formulas with the parameters that the
 * symmetry puts in the place of others, those that the set's equations give through the free ones.
 */
export function transportedFormulas(
  model: Model,
  { condition, thresholds, unsolved, eigenDirections }: Formulas,
  map: SignedPermutation,
  set: AffineSet,
): Formulas {
  const { parameters } = model;
  const restriction = parametrisation(set, parameters);
  const images = new Map(
    map.map((image, i) => {
      const place = parameters[Math.abs(image) - 1];
      const value = restriction.get(place) ?? symbol(place);
      return [parameters[i], image < 0 ? negate(value) : value];
    }),
  );
  const data = dataNames(model);
  const moved = (expression: Expression): Expression =>
    symbolsOf(expression).some((name) => images.has(name))
      ? simplify(substitute(expression, images), data)
      : expression;
  const movedOr = (expression: Expression | null): Expression | null => expression && moved(expression);
  /** of a constant, or of a moment of the data */
  const movedName = (name: string): string =>
    model.constants.has(name) ? name : printExpression(moved(parseExpression(name, name)));
  return {
    condition: condition && {
      alpha: movedOr(condition.alpha),
      supQ: movedOr(condition.supQ),
      infQ: movedOr(condition.infQ),
    },
    thresholds: thresholds.map((threshold) => ({
      ...threshold,
      parameter: movedName(threshold.parameter),
      expression: moved(threshold.expression),
      domain: movedOr(threshold.domain),
    })),
    unsolved: unsolved.map((one) => ({ ...one, parameter: movedName(one.parameter) })),
    eigenDirections: eigenDirections?.map(({ exponent }) => ({ exponent: moved(exponent) })) ?? null,
  };
}

type Formulas = Pick<DerivedSummary, 'condition' | 'thresholds' | 'unsolved' | 'eigenDirections'>;

/** All of a point's names after the map, the parameters that the equations give included. */
function movedPoint(
  { parameters }: Model,
  set: AffineSet,
  map: SignedPermutation,
  point: Readonly<Record<string, string>>,
): Record<string, string> {
  const values = new Map(Object.entries(point).map(([name, text]) => [name, rationalFromText(text, name)]));
  const theta = parameters.map((name) => values.get(name) ?? null);
  for (const [name, value] of parametrisation(set, parameters)) {
    theta[parameters.indexOf(name)] = evaluateExact(value, values);
  }
  const moved: Record<string, string> = { ...point };
  for (const [i, value] of theta.entries()) {
    if (value !== null) moved[parameters[Math.abs(map[i]) - 1]] = toText(signed(value, map[i]));
  }
  return moved;
}

function signed(value: Rational, image: number): Rational {
  return image < 0 ? negated(value) : value;
}
