import { compare, type Rational, toText } from '../../arithmetic/rational.js';
import { simplify } from '../../expression/algebra/fromNormalForm.js';
import { call, type Expression, number, product, quotient } from '../../expression/syntax/expression.js';
import { printExpression } from '../../expression/syntax/print.js';
import type { Certificate, JsonValue } from '../../kernel/exponent/certificate.js';
import type { Followed } from '../../kernel/proved.js';
import { dataNames } from '../../model/constants.js';
import type { Model } from '../../model/model.js';
import type { Derivation, Linearisation } from '../../symbolic/derivation.js';
import { stateProblem } from '../../symbolic/statement.js';
import { mostForAlgebra } from '../subspaces/reducible.js';
import { type CertifyOptions, certify, statedFamily } from './certify.js';
import { enclosedFamily } from './enclosedFamily.js';

/**
 * A certificate of the sign of the SDE's exponent at a set, which carries the whole statement: model, set, constants, and
 * how the matrices follow (theory §4.3); null where none is found, or where the base point moves.
 *
 * The matrices are in rational normal coordinates (the equations' rows made orthogonal, not normalised), in which the
 * exponent is the same; entries that are irrational carry radii. `mostCoefficients` bounds the search (see certify).
 */
export function certifySet(
  model: Model,
  derivation: Derivation,
  options: Pick<CertifyOptions, 'mostCoefficients'> = {},
): Followed<Certificate> | null {
  if (derivation.codimension > mostForAlgebra) return null;
  const certified = familyOf(model, derivation);
  if (certified === null) return null;
  const { family, radii, statement } = certified;
  return certify(family, { ...options, radii, statement });
}

/** What a certificate of a set's exponent says of the model: the family and the statement; null where there is none. */
export function statedBy(model: Model, derivation: Derivation): Pick<Certificate, 'family' | 'statement'> | null {
  const certified = familyOf(model, derivation);
  return certified && { family: statedFamily(certified.family, certified.radii), statement: certified.statement };
}

function familyOf(model: Model, { set, linearisation }: Derivation) {
  if (linearisation === null || linearisation.baseMoves) return null;
  const rational = inRationalCoordinates(model, set, linearisation);
  const enclosed = enclosedFamily(model, set.base, rational);
  return enclosed && { ...enclosed, statement: statementOf(model, set, rational) };
}

/**
 * A linearisation in the coordinates y_l = o_l·θ in place of y_l = o_l·θ/|o_l|, o_l the orthogonal rows of a set: entry (l, m)
 * of a matrix times |o_l|/|o_m|, which leaves no roots of the lengths; exponents are the same.
 */
export function inRationalCoordinates(
  model: Model,
  set: Derivation['set'],
  linearisation: Linearisation,
): Linearisation {
  const { lengths, data } = stateProblem(model, set);
  if (lengths.every((length) => compare(length, lengths[0]) === 0)) return linearisation;
  const root = (length: Rational): Expression => call('sqrt', number(length));
  const changed = (matrix: readonly (readonly Expression[])[]): Expression[][] =>
    matrix.map((row, l) =>
      row.map((entry, m) => simplify(product(quotient(root(lengths[l]), root(lengths[m])), entry), data)),
    );
  return {
    ...linearisation,
    curvature: changed(linearisation.curvature),
    noise: linearisation.noise.map((family) => ({ ...family, matrix: changed(family.matrix) })),
    sampleCurvature: linearisation.sampleCurvature && changed(linearisation.sampleCurvature),
    regulariserCurvature: linearisation.regulariserCurvature && changed(linearisation.regulariserCurvature),
    outputCurvature: linearisation.outputCurvature.map(changed),
  };
}

/** Everything that another program needs to state what is proved, in the grammar of model files. */
function statementOf(model: Model, set: Derivation['set'], { curvature, noise }: Linearisation): JsonValue {
  const { dynamics } = model;
  const texts = (matrix: readonly (readonly Expression[])[]): string[][] =>
    matrix.map((row) => row.map((entry) => printExpression(entry)));
  return {
    model: model.name,
    dynamics:
      dynamics.kind === 'sde'
        ? { drift: dynamics.drift.map((entry) => printExpression(entry)) }
        : {
            loss: printExpression(dynamics.loss),
            regulariser: printExpression(dynamics.regulariser),
            names: dataNames(model),
            samples: dynamics.data.rows.map((row) => row.map(toText)),
          },
    set: set.equations.map((equation) => printExpression(equation)),
    base: Object.fromEntries(model.parameters.map((name, i) => [name, printExpression(set.base[i])])),
    constants: Object.fromEntries([...model.constants].map(([name, value]) => [name, toText(value)])),
    curvature: texts(curvature),
    noise: noise.map(({ source, over, weight, matrix }) => ({
      source,
      over,
      weight: printExpression(weight),
      matrix: texts(matrix),
    })),
  };
}
