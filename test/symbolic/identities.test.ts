import { describe, expect, it } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { zeroTest } from '../../src/expression/algebra/zeroTest.js';
import { call, difference, type Expression, fraction, product, sum } from '../../src/expression/syntax/expression.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { type RandomStream, randomStream } from '../../src/numeric/random.js';
import { identities } from './disguises.js';
import { agreesTo, evaluateFixed, fixed } from './fixedPoint.js';
import { names, numbersIn, pick, randomExpression, withOneReplaced } from './randomExpressions.js';

const seed = 7;
const rounds = 2;

/** Around both sides of an identity: as they are, in a sum, in a product, inside functions. */
const contexts: readonly ((side: Expression, other: Expression) => Expression)[] = [
  (side) => side,
  (side, other) => sum(side, other),
  (side, other) => product(side, other),
  (side) => call('tanh', side),
  (side) => call('erf', side),
];

const cases = Object.keys(identities).flatMap((name, i) =>
  Array.from({ length: rounds }, (_, round) => {
    const random = randomStream(seed, rounds * i + round);
    return { name, ...bothSides(name, random), random };
  }),
);

describe(`${cases.length} generated identities, each with a near miss`, () => {
  it('are at least a hundred', () => {
    expect(cases.length).toBeGreaterThanOrEqual(100);
  });

  it.each(cases)('$name', ({ left, right, random }) => {
    const gap = difference(left, right);
    expect({ gap: printExpression(gap), status: zeroTest(gap).status }).toEqual({
      gap: printExpression(gap),
      status: 'zero',
    });
    const miss = nearMiss(left, right, random);
    expect({ miss: printExpression(miss), status: zeroTest(miss).status }).toEqual({
      miss: printExpression(miss),
      status: 'nonzero',
    });
  });
});

/** A node of depth 3 to which the identity applies, and what it makes of it, in a context; not 0 at some random point. */
function bothSides(name: string, random: RandomStream): { left: Expression; right: Expression } {
  for (;;) {
    const node = randomExpression(random, 3);
    const written = identities[name](node, random);
    if (written === null) continue;
    const context = pick(random, contexts);
    const other = randomExpression(random, 2);
    const left = context(node, other);
    const right = context(written, other);
    const value = valueNear(left, random);
    if (value !== null && !agreesTo(60, value, 0n) && valueNear(right, random) !== null) return { left, right };
  }
}

/** left − right with one factor 1001/1000 somewhere on the right, where that makes a difference. */
function nearMiss(left: Expression, right: Expression, random: RandomStream): Expression {
  for (;;) {
    const target = pick(random, numbersIn(right));
    const off = difference(left, withOneReplaced(right, target, product(fraction(1001, 1000), target)));
    const value = valueNear(off, random);
    if (value !== null && !agreesTo(60, value, 0n)) return off;
  }
}

function valueNear(expression: Expression, random: RandomStream): bigint | null {
  for (let tries = 0; tries < 12; tries++) {
    const values = new Map(names.map((name) => [name, fixed(rational(random.below(4001) - 2000, 997))]));
    const value = evaluateFixed(expression, values);
    if (value !== null) return value;
  }
  return null;
}
