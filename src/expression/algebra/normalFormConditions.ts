import { rational } from '../../arithmetic/rational.js';
import { holds } from '../syntax/condition.js';
import { type ComparisonOperator, type Expression, type NodeOf, symbolsOf } from '../syntax/expression.js';
import { printExpression } from '../syntax/print.js';
import { byCases, joined } from './indicators.js';
import { signOf } from './normalFormSigns.js';
import type { Normaliser } from './normaliser.js';
import { type Fraction, oneFraction, type Ring } from './ring.js';

/** For a proof, otherwise + [condition]·(then − otherwise); for display an atom of its own, or the branch when both are equal. */
export function conditionalOf(normaliser: Normaliser, node: NodeOf<'conditional'>, guarded: boolean): Fraction {
  const { ring } = normaliser;
  if (normaliser.options.purpose === 'proof') {
    return joined(
      ring,
      indicatorOf(normaliser, node.condition, guarded),
      () => normaliser.normalise(node.then, true),
      () => normaliser.normalise(node.otherwise, true),
    );
  }
  const then = normaliser.normalise(node.then, true);
  const otherwise = normaliser.normalise(node.otherwise, true);
  const texts = [ring.fractionText(then), ring.fractionText(otherwise)];
  if (texts[0] === texts[1]) return then;
  const dependsOnData =
    ring.hasData(then) ||
    ring.hasData(otherwise) ||
    symbolsOf(node.condition).some((name) => normaliser.data.has(name));
  return normaliser.atom(
    `choice(${printExpression(node.condition)};${texts.join(';')})`,
    { kind: 'choice', condition: node.condition, data: [...normaliser.data], then, otherwise },
    dependsOnData,
  );
}

/** 1 where the condition holds, else 0. */
export function indicatorOf(normaliser: Normaliser, condition: Expression, guarded: boolean): Fraction {
  const { ring } = normaliser;
  switch (condition.kind) {
    case 'comparison': {
      const right = ring.negate(normaliser.normalise(condition.right, guarded));
      const gap = ring.add(normaliser.normalise(condition.left, guarded), right);
      return comparisonIndicator(normaliser, condition.operator, gap, guarded);
    }
    case 'logical': {
      // a reader may stop at the operand that settles the matter: the others need not have a value then
      const values = condition.operands.map((operand, i) => indicatorOf(normaliser, operand, guarded || i > 0));
      if (condition.operator === 'not') return not(ring, values[0]);
      if (condition.operator === 'and') return values.reduce((a, b) => ring.multiply(a, b));
      return not(
        ring,
        values.map((value) => not(ring, value)).reduce((a, b) => ring.multiply(a, b)),
      );
    }
    default:
      return normaliser.normalise(condition, guarded);
  }
}

/** The polynomial in the sign of a gap that is 1 where the comparison of the gap with 0 holds, else 0. */
function comparisonIndicator(
  normaliser: Normaliser,
  operator: ComparisonOperator,
  gap: Fraction,
  guarded: boolean,
): Fraction {
  const { ring } = normaliser;
  const sign = byCases(ring, [gap], guarded, ([value]) => signOf(normaliser, value));
  const [below, at, above] = [-1, 0, 1].map((value) => Number(holds(operator, value)));
  const coefficients = [rational(at), rational(above - below, 2), rational(above + below - 2 * at, 2)];
  return coefficients
    .map((coefficient, i) => ring.multiply(ring.constant(coefficient), ring.power(sign, i) as Fraction))
    .reduce((a, b) => ring.add(a, b));
}

function not(ring: Ring, value: Fraction): Fraction {
  return ring.add(oneFraction, ring.negate(value));
}
