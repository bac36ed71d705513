import {
  call,
  type Expression,
  isNumber,
  number,
  power,
  product,
  quotient,
  splitCoefficient,
  sum,
  symbol,
} from '../expression/expression.js';
import { simplify } from '../expression/fromNormalForm.js';
import { printExpression } from '../expression/print.js';
import { one, rational } from '../numeric/rational.js';
import { largestExponent } from './condition.js';
import type { Derivation, NoiseFamily, Step, Threshold, Unsolved } from './derivation.js';
import type { Statement } from './statement.js';

/** The derivation step by step, the way an author would write it: definitions, gradient on the set, curvature, noise, condition, threshold. */
export function derivationSteps(statement: Statement, derivation: Omit<Derivation, 'steps'>): Step[] {
  const { model, set } = statement;
  const steps: Step[] = [];
  const say = (title: string, what: string, expression: Expression | null = null): void => {
    steps.push({ title, what, expression });
  };
  if (model.dynamics.kind === 'loss') {
    say('Loss', `The loss of one sample, with parameters ${model.parameters.join(', ')}`, model.dynamics.loss);
    if (printExpression(model.dynamics.regulariser) !== '0')
      say('Regulariser', 'Added to the mean loss', model.dynamics.regulariser);
  } else if (model.dynamics.potential !== null)
    say('Potential', 'The drift is minus its gradient', model.dynamics.potential);
  else for (const [i, drift] of model.dynamics.drift.entries()) say('Drift', `Drift of ${model.parameters[i]}`, drift);
  const equations = set.equations.map((equation) => `${printExpression(equation)} = 0`).join(', ');
  const onSet = [...statement.restriction].map(([name, value]) => `${name} = ${printExpression(value)}`).join(', ');
  const solved = onSet === equations ? '' : `; on it ${onSet}`;
  say('Set', `A = {${equations}}, of codimension ${derivation.codimension}${solved}`);
  if (derivation.linearisation !== null) say('Set', `Orthonormal normal coordinates ${coordinatesText(statement)}`);
  say('Gradient on the set', `Invariance is ${derivation.invariance.status}: ${derivation.invariance.reason}`);
  if (derivation.smoothness.status === 'non-smooth') {
    say('Smoothness', derivation.smoothness.reason);
    return steps;
  }
  const { linearisation, eigenDirections, condition } = derivation;
  if (linearisation === null) return steps;
  for (const [l, row] of linearisation.curvature.entries()) {
    for (const [m, entry] of row.entries()) if (m >= l) say('Curvature', `H[${l + 1},${m + 1}]`, entry);
  }
  if (linearisation.noise.length === 0) say('Noise', 'None at first order in the distance: every C_j is 0');
  for (const family of linearisation.noise) {
    say('Noise', noiseText(statement, family));
    for (const [l, row] of family.matrix.entries()) {
      for (const [m, entry] of row.entries()) say('Noise', `M[${l + 1},${m + 1}]`, entry);
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
      'H and the C_j are not simultaneously diagonalisable over the rationals: the exponent has no closed form here and is computed numerically (theory §5)';
    say('Exponent', what);
  } else {
    const half = isNumber(linearisation.learningRate, 1)
      ? 'half of'
      : `half of ${factorText(linearisation.learningRate)} times`;
    const isOnly = eigenDirections.length === 1;
    for (const { direction, exponent } of isOnly ? [] : eigenDirections) {
      const vector = direction.map(printExpression).join(', ');
      const along = `Along (${vector}), a common eigenvector of H and every C_j with eigenvalues h and c_j`;
      say('Exponent', `${along}, it is minus h, less ${half} the squares of the c_j added up`, exponent);
    }
    const what = isOnly
      ? `Lyapunov exponent of the SDE, minus H, less ${half} the squares of the C_j added up`
      : 'Lyapunov exponent of the SDE, the largest of them';
    const top = largestExponent(eigenDirections, statement.data);
    say('Exponent', `${what}: the set attracts where it is negative (theory §5)`, top);
  }
  if (condition?.alpha) {
    say('Condition', 'α, minus the exponent: the set attracts where it is positive (theory §4.1)', condition.alpha);
  }
  if (derivation.codimension > 1 && condition?.supQ) {
    say('Condition', 'sup Q over directions: where it is negative the set attracts (theory §4.2)', condition.supQ);
  }
  if (derivation.codimension > 1 && condition?.infQ) {
    say('Condition', 'inf Q over directions: where it is positive the set repels (theory §4.2)', condition.infQ);
  }
  for (const threshold of derivation.thresholds) say('Threshold', thresholdText(threshold), threshold.expression);
  for (const name of derivation.unsolved) say('Threshold', unsolvedText(name));
  return steps;
}

/** y_l = (o_l·θ − offset)/|o_l| for the orthogonal rows o_l. */
function coordinatesText({ model, set, normals, lengths }: Statement): string {
  const coordinates = normals.map((row, l) => {
    const along = sum(...row.map((weight, i) => product(number(weight), symbol(model.parameters[i]))));
    const offset = sum(...row.map((weight, i) => product(number(weight), set.base[i])));
    const length = simplify(call('sqrt', number(lengths[l])));
    return `y${l + 1} = ${printExpression(quotient(sum(along, product(number(-1), simplify(offset))), length))}`;
  });
  return coordinates.join(', ');
}

function noiseText({ model }: Statement, { source, over, weight }: NoiseFamily): string {
  const { dynamics } = model;
  if (source === 'explicit' || dynamics.kind === 'sde') return 'A column of the diffusion, linearised: C = M';
  const size = dynamics.data.rows.length;
  const output = dynamics.output !== null && dynamics.output.length > 1 ? 'an output' : 'the output';
  const matrix = {
    label: `the normal Hessian of ${output}`,
    residual: `the mean normal Hessian of ${output}`,
    minibatch: "the normal Hessian of the sample's loss less its mean",
  }[source];
  const title = { label: 'Label noise', residual: 'Residual noise', minibatch: 'Minibatch noise' }[source];
  if (over === 'once') return `${title}, one Brownian motion: C = ${timesM(rootOf(weight, null))}, M being ${matrix}`;
  const count = model.constants.has('N') || model.parameters.includes('N') ? number(size) : symbol('N');
  const each = `one Brownian motion for each of the N = ${size} samples`;
  return `${title}, ${each}: C_i = ${timesM(rootOf(weight, count))}_i, M_i being ${matrix}`;
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

function timesM(factor: Expression): string {
  return isNumber(factor, 1) ? 'M' : `${factorText(factor)} M`;
}

function factorText(factor: Expression): string {
  return factor.kind === 'sum' ? `(${printExpression(factor)})` : printExpression(factor);
}

function thresholdText({ parameter, orientation, domain }: Threshold): string {
  const where = domain === null ? '' : `, where ${printExpression(domain)}`;
  const says = {
    above: 'the set attracts above this value',
    below: 'the set attracts below this value',
    none: 'the exponent is zero at this value',
  }[orientation ?? 'none'];
  return `In ${parameter}, all else held, ${says}${where}`;
}

function unsolvedText({ parameter, reason }: Unsolved): string {
  return `In ${parameter}: ${reason}`;
}
