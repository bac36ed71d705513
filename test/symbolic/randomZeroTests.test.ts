import { describe, expect, it } from 'vitest';
import { type Rational, rational } from '../../src/arithmetic/rational.js';
import { zeroTest } from '../../src/expression/algebra/zeroTest.js';
import { encloseExpression } from '../../src/expression/evaluation/enclose.js';
import {
  call,
  childrenOf,
  comparison,
  conditional,
  difference,
  type Expression,
  number,
  power,
  product,
  quotient,
  sum,
  symbol,
  withChildren,
} from '../../src/expression/syntax/expression.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { type RandomStream, randomStream } from '../../src/numeric/random.js';
import { disguised } from './disguises.js';
import { agreesTo, evaluateFixed, fixed } from './fixedPoint.js';
import { names, pick, randomExpression } from './randomExpressions.js';

const isFull = process.env.CHECK_FULL === '1';
const seed = 19;
const tests = isFull ? 100_000 : 1_000;
/** A test takes a few milliseconds; the whole run gets half an hour and more on a slow machine. */
const timeout = isFull ? 3_600_000 : 120_000;

interface Subject {
  readonly expression: Expression;
  readonly at: ReadonlyMap<string, Rational>;
  readonly value: bigint;
}

/** Of depth at most 6 and with a value somewhere; every other one is a zero in disguise. */
function subject(random: RandomStream, isZero: boolean): Subject {
  for (;;) {
    const plain = randomExpression(random, 6);
    const expression = isZero ? difference(plain, disguised(plain, 1 + random.below(3), random)) : plain;
    for (let tries = 0; tries < 8; tries++) {
      // denominators that no boundary of a condition shares
      const at = new Map(names.map((name) => [name, rational(random.below(40_001) - 20_000, 9973)]));
      const values = new Map([...at].map(([name, coordinate]) => [name, fixed(coordinate)]));
      const value = evaluateFixed(expression, values);
      // what has no value is equal to no other way of writing it
      if (value !== null && evaluateFixed(plain, values) !== null) return { expression, at, value };
    }
  }
}

/** Fifty digits jump where sign and conditions do: sign(tan(pi)) is 0, and an enclosure does not exclude it. */
function mayVanish(expression: Expression, at: ReadonlyMap<string, Rational>): boolean {
  const value = encloseExpression(expression, at, 96);
  return value === null || (value.lower.numerator <= 0n && value.upper.numerator >= 0n);
}

describe(`${tests} random zero tests of depth 6 over all functions, half of them zeros in disguise`, () => {
  const answers = { zero: 0, nonzero: 0, unknown: 0 };
  const wrong: string[] = [];

  it(
    'never contradict an evaluation to fifty digits',
    () => {
      for (let i = 0; i < tests; i++) {
        const random = randomStream(seed, i);
        const isZero = i % 2 === 0;
        const { expression, at, value } = subject(random, isZero);
        const { status } = zeroTest(expression);
        answers[status]++;
        const isWrong = status === 'zero' ? !agreesTo(50, value, 0n) && !mayVanish(expression, at) : isZero;
        if (isWrong && status !== 'unknown') wrong.push(printExpression(expression));
      }
      expect(wrong).toEqual([]);
    },
    timeout,
  );

  it('leave at most 5 % unknown', () => {
    if (isFull) console.info(answers);
    expect(answers.zero + answers.nonzero + answers.unknown).toBe(tests);
    expect(answers.zero).toBeGreaterThan(0.4 * tests);
    expect(answers.unknown).toBeLessThanOrEqual(0.05 * tests);
  });
});

describe('conditionals, absolute values and poles that meet at the same points', () => {
  const count = isFull ? 30_000 : 300;
  const places = [-2, -1, 0, 1, 2, 3].flatMap((a) => [-1, 0, 1, 2].map((b) => [a, b] as const));

  it(
    'are never called zero where an enclosure excludes 0, on the boundaries too',
    () => {
      const wrong: string[] = [];
      let zeros = 0;
      for (let i = 0; i < count; i++) {
        const random = randomStream(seed + 1, i);
        const one = piecewise(random, 3);
        const other = random.below(2) === 0 ? varied(one, random) : disguised(one, 1, random);
        const gap = difference(one, other);
        if (zeroTest(gap).status !== 'zero') continue;
        zeros++;
        const isWrong = places.some(([a, b]) => {
          const values = new Map(Object.entries({ a: rational(a), b: rational(b) }));
          const value = encloseExpression(gap, values, 96);
          return value !== null && (value.lower.numerator > 0n || value.upper.numerator < 0n);
        });
        if (isWrong) wrong.push(printExpression(gap));
      }
      expect(wrong).toEqual([]);
      expect(zeros).toBeGreaterThan(count / 4);
    },
    timeout,
  );
});

const [a, b] = [symbol('a'), symbol('b')];
const edges = [
  a,
  b,
  sum(a, number(-1)),
  sum(b, number(-1)),
  difference(a, b),
  sum(power(a, 2), number(-1)),
  product(a, b),
];
const operators = ['<', '<=', '>', '>=', '==', '!='] as const;

/** A few edges, over and over, as boundaries, divisors and arguments. */
function piecewise(random: RandomStream, depth: number): Expression {
  const edge = pick(random, edges);
  if (depth === 0) return pick(random, [number(random.below(3)), edge, quotient(number(1), edge)]);
  const inner = (): Expression => piecewise(random, depth - 1);
  switch (random.below(6)) {
    case 0:
      return sum(inner(), inner());
    case 1:
      return product(inner(), inner());
    case 2:
      return quotient(inner(), edge);
    case 3:
      return call(pick(random, ['relu', 'abs', 'sign', 'sqrt', 'log', 'exp']), inner());
    default:
      return conditional(comparison(pick(random, operators), edge, number(0)), inner(), inner());
  }
}

/** With a number or the operator of a condition changed here and there. */
function varied(node: Expression, random: RandomStream): Expression {
  if (node.kind === 'number') return random.below(4) === 0 ? number(random.below(3)) : node;
  if (node.kind === 'comparison') {
    return random.below(3) === 0 ? comparison(pick(random, operators), node.left, node.right) : node;
  }
  const children = childrenOf(node);
  return children.length === 0 || node.kind === 'power'
    ? node
    : withChildren(
        node,
        children.map((child) => varied(child, random)),
      );
}
