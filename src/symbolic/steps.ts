import { one, rational } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import {
  call,
  difference,
  type Expression,
  fraction,
  isNumber,
  number,
  power,
  product,
  quotient,
  splitCoefficient,
  sum,
  symbol,
} from '../expression/syntax/expression.js';
import { parseExpression } from '../expression/syntax/parse.js';
import { printExpression } from '../expression/syntax/print.js';
import { largestExponent } from './condition.js';
import type { Derivation, NoiseFamily, Step } from './derivation.js';
import { joined, listed, type Notation, notation, notationOf, type Prose, sliced } from './prose.js';
import type { Statement } from './statement.js';
import { thresholdStep } from './thresholdStep.js';

/** The derivation step by step, the way an author would write it: definitions, gradient on the set, curvature, noise, condition, threshold. */
export function derivationSteps(statement: Statement, derivation: Omit<Derivation, 'steps'>): Step[] {
  const { model, set } = statement;
  const steps: Step[] = [];
  const say = (
    title: string,
    what: string | Prose,
    expression: Expression | null = null,
    left: Notation | null = null,
  ): void => {
    steps.push({ title, what: typeof what === 'string' ? [what] : what, left, expression });
  };
  if (model.dynamics.kind === 'loss') {
    const parameters = listed(sliced(model.parameters.map(symbol).map(notationOf), model.parameters));
    say('Loss', ['The loss of one sample, with parameters ', parameters], model.dynamics.loss);
    if (printExpression(model.dynamics.regulariser) !== '0')
      say('Regulariser', 'Added to the mean loss', model.dynamics.regulariser);
  } else if (model.dynamics.potential !== null)
    say('Potential', 'The drift is minus its gradient', model.dynamics.potential);
  else
    for (const [i, drift] of model.dynamics.drift.entries())
      say('Drift', ['Drift of ', symbol(model.parameters[i])], drift);
  if (model.dynamics.kind === 'sde' && model.dynamics.correction !== undefined) {
    const what = 'The noise is stated in the sense of Stratonovich: Itô drift of ';
    for (const [i, gained] of model.dynamics.correction.entries()) {
      say('Drift', [what, symbol(model.parameters[i]), ' includes'], gained);
    }
  }
  const told = (statements: readonly Notation[]): Notation => listed(sliced(statements, model.parameters));
  const equations = told(set.equations.map((equation) => joined(equation, equals, number(0))));
  const onSet = told([...statement.restriction].map(([name, value]) => joined(symbol(name), equals, value)));
  const solved: Prose = onSet.text === equations.text ? [] : ['; on it ', onSet];
  const braces = joined(notation('A = {', 'A = \\lbrace'), equations, notation('}', '\\rbrace'));
  const seen: Prose =
    derivation.linearisation === null ? [] : ['; orthonormal normal coordinates ', coordinates(statement)];
  say('Set', [braces, `, of codimension ${derivation.codimension}`, ...solved, ...seen]);
  say('Gradient on the set', `Invariance is ${derivation.invariance.status}: ${derivation.invariance.reason}`);
  if (derivation.smoothness.status === 'non-smooth') {
    say('Smoothness', derivation.smoothness.reason);
    return steps;
  }
  const { linearisation, eigenDirections, condition } = derivation;
  if (linearisation === null) return steps;
  for (const { condition: holds, atom } of derivation.region) {
    say('Region', [`What follows was derived where ${atom} is smooth on the set: where `, holds]);
  }
  for (const [l, row] of linearisation.curvature.entries()) {
    for (const [m, entry] of row.entries()) if (m >= l) say('Curvature', entryName('H', l, m), entry);
  }
  if (linearisation.noise.length === 0)
    say('Noise', ['None at first order in the distance: every ', named('C', 'j'), ' is 0']);
  for (const family of linearisation.noise) {
    say('Noise', noiseSentence(statement, family));
    for (const [l, row] of family.matrix.entries()) {
      for (const [m, entry] of row.entries()) say('Noise', entryName('M', l, m), entry);
    }
  }
  if (derivation.degenerate !== null) {
    say('Leading order', derivation.degenerate);
    return steps;
  }
  if (linearisation.baseMoves) {
    const what =
      'Drift or noise along the set moves the base point: the exponents below are frozen at it, and no threshold is given (theory §5)';
    say('Base point', what);
  }
  if (eigenDirections === null) {
    const what =
      ' are not simultaneously diagonalisable over the rationals: the exponent has no closed form here and is computed numerically (theory §5)';
    say('Exponent', [notation('H'), ' and the ', named('C', 'j'), what]);
  } else {
    const isOnly = eigenDirections.length === 1;
    for (const { direction, exponent } of isOnly ? [] : eigenDirections) {
      const vector = joined(notation('('), listed(direction), notation(')'));
      const along: Prose = [
        'Along ',
        vector,
        ', a common eigenvector of ',
        notation('H'),
        ' and every ',
        named('C', 'j'),
      ];
      const what: Prose = [...along, ', with the eigenvalues ', notation('h'), ' and ', named('c', 'j')];
      say('Exponent', [...what, ': ', exponentAlong(linearisation.learningRate)], exponent);
    }
    const what = isOnly
      ? [
          'Lyapunov exponent of the SDE, ',
          exponentAlong(linearisation.learningRate),
          ' with ',
          notation('h = H'),
          ' and ',
          joined(named('c', 'j'), equals, named('C', 'j')),
        ]
      : ['Lyapunov exponent of the SDE, the largest of them'];
    const top = largestExponent(eigenDirections, statement.data);
    say('Exponent', [...what, ': the set attracts where it is negative (theory §5)'], top);
  }
  const { alpha, supQ, infQ } = condition ?? { alpha: null, supQ: null, infQ: null };
  const isScalar = derivation.codimension === 1;
  for (const [name, what, value] of [
    ['alpha', ', minus the exponent: the set attracts where it is positive (theory §4.1)', alpha],
    ['sup Q', ' over directions: where it is negative the set attracts (theory §4.2)', isScalar ? null : supQ],
    ['inf Q', ' over directions: where it is positive the set repels (theory §4.2)', isScalar ? null : infQ],
  ] as const) {
    if (value !== null) say('Condition', [notation(name, `\\${name}`), what], value);
  }
  for (const threshold of derivation.thresholds) {
    const { what, left } = thresholdStep(statement.model, derivation, threshold);
    say('Threshold', what, threshold.expression, left);
  }
  for (const { parameter, reason } of derivation.unsolved) {
    say('Threshold', ['In ', parseExpression(parameter), `: ${reason}`]);
  }
  return steps;
}

const equals = notation(' = ', '=');

function named(letter: string, index: string): Notation {
  return notation(`${letter}_${index}`);
}

function entryName(matrix: string, row: number, column: number): Prose {
  return [notation(`${matrix}[${row + 1},${column + 1}]`, `${matrix}_{${row + 1}${column + 1}}`)];
}

/** −h − (η/2) Σ_j c_j², the learning rate as it is written in the model. */
function exponentAlong(learningRate: Expression): Notation {
  const half = notationOf(product(fraction(1, 2), learningRate));
  const squares = notation('sum_j c_j^2', '\\sum_j c_j^2');
  return joined(
    notation('-h - '),
    half.text.includes(' ') ? notation(`(${half.text})`, `(${half.latex})`) : half,
    notation(' '),
    squares,
  );
}

/** y_l = (o_l·θ − offset)/|o_l| for the orthogonal rows o_l. */
function coordinates({ model, set, normals, lengths }: Statement): Notation {
  // a parameter may be called y1
  const letter = ['y', 'z', 's'].find(
    (one) => !model.parameters.some((name) => new RegExp(`^${one}[\\d[]`).test(name)),
  );
  const each = normals.map((row, l) => {
    const along = sum(...row.map((weight, i) => product(number(weight), symbol(model.parameters[i]))));
    const offset = sum(...row.map((weight, i) => product(number(weight), set.base[i])));
    const value = quotient(difference(along, simplify(offset)), simplify(call('sqrt', number(lengths[l]))));
    return joined(notation(`${letter}[${l + 1}]`, `${letter}_{${l + 1}}`), equals, value);
  });
  const numbered = sliced(each, model.parameters).map(({ text, latex }) => {
    const ends = text.replace(
      /^(\w+)\[(\d+)(?::(\d+))?\]/,
      (_, y, from, to) => `${y}${from}${to ? `..${y}${to}` : ''}`,
    );
    return notation(ends, latex);
  });
  return listed(numbered);
}

function noiseSentence({ model }: Statement, { source, over, weight }: NoiseFamily): Prose {
  const { dynamics } = model;
  if (source === 'explicit' || dynamics.kind === 'sde') {
    return ['A column of the diffusion, linearised: ', notation('C = M')];
  }
  if (source === 'gaussian' || source === 'student-t') {
    const law = source === 'gaussian' ? 'Gaussian' : 'Student-t';
    return [`${law} noise on the gradient, a column of a factor of its covariance, linearised: `, notation('C = M')];
  }
  const size = dynamics.data.rows.length;
  const output = dynamics.output !== null && dynamics.output.length > 1 ? 'an output' : 'the output';
  const matrix = {
    label: `the normal Hessian of ${output}`,
    residual: `the mean normal Hessian of ${output}`,
    minibatch: "the normal Hessian of the sample's loss less its mean",
  }[source];
  const title = { label: 'Label noise', residual: 'Residual noise', minibatch: 'Minibatch noise' }[source];
  if (over === 'once') {
    const value = joined(notation('C = '), ...before(rootOf(weight, null)), notation('M'));
    return [`${title}, one Brownian motion: `, value, ', ', notation('M'), ` being ${matrix}`];
  }
  const isTaken = model.constants.has('N') || model.parameters.includes('N');
  const factor = rootOf(weight, isTaken ? number(size) : symbol('N'));
  const each: Prose = [`${title}, one Brownian motion for each of the `, notation(`N = ${size}`), ' samples: '];
  const value = joined(named('C', 'i'), equals, ...before(factor), named('M', 'i'));
  return [...each, value, ', ', named('M', 'i'), ` being ${matrix}`];
}

/** √(weight/count) up to its sign, which changes no noise. */
function rootOf(weight: Expression, count: Expression | null): Expression {
  const { coefficient, rest } = splitCoefficient(simplify(weight));
  const root = simplify(call('sqrt', rest));
  const size = root.kind === 'call' && root.function === 'abs' ? root.arguments[0] : root;
  if (count === null) return product(simplify(call('sqrt', number(coefficient))), size);
  const above = call('sqrt', number(rational(coefficient.numerator)));
  const below = call('sqrt', product(number(rational(coefficient.denominator)), count));
  return product(coefficient.numerator === one.numerator ? number(1) : above, size, power(below, -1));
}

/** A factor and the space behind it; nothing for 1. */
function before(factor: Expression): (Expression | Notation)[] {
  return isNumber(factor, 1) ? [] : [factor, notation(' ')];
}
