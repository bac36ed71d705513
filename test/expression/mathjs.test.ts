import fc from 'fast-check';
import { all, create } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { expressions } from '../../properties/arbitraries/expressions.js';
import { differentiate } from '../../src/expression/calculus/differentiate.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import type { Expression } from '../../src/expression/syntax/expression.js';
import type { FunctionName } from '../../src/expression/syntax/functionName.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { closeTo } from './closeTo.js';
import { isTame } from './tame.js';

/** `predictable`: nothing becomes complex; without tolerances 1e-15 is not equal to 0. */
const math = create(all, { predictable: true, absTol: 0, relTol: Number.EPSILON });

const names = ['v0', 'v1'];

/** Positive: mathjs's derivative of (x^2)^(3/2) is wrong below 0. */
const point = new Map([
  ['v0', 0.6],
  ['v1', 1.7],
]);

/** mathjs has these and differentiates them; it has erf, sign, max and min too, but no derivative of them. */
const differentiable: FunctionName[] = ['exp', 'log', 'sqrt', 'abs', 'sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh'];
const evaluable: FunctionName[] = [...differentiable, 'erf', 'sign', 'max', 'min'];

/** mathjs's erf is a rational approximation of its own; everything else is the same double arithmetic. */
const tolerance = 1e-9;

/** Compares on tame expressions (mathjs takes real roots of negative numbers, and NaN for larger than any); counts them. */
function compare(
  arbitrary: fc.Arbitrary<Expression>,
  ours: (expression: Expression) => unknown,
  theirs: (text: string) => unknown,
  settings: { seed: number; numRuns: number },
): number {
  let compared = 0;
  fc.assert(
    fc.property(arbitrary, (expression) => {
      const peer = theirs(printExpression(expression));
      if (typeof peer !== 'number' || !isTame(expression, point)) return;
      const own = ours(expression) as number;
      compared++;
      expect(closeTo(own, peer, tolerance)).toBe(true);
    }),
    settings,
  );
  return compared;
}

describe('mathjs, as a peer', () => {
  it('evaluates what we print to the same values', () => {
    const arbitrary = expressions({ names, functions: evaluable, moments: false });
    const scope = Object.fromEntries(point);
    const compared = compare(
      arbitrary,
      (expression) => evaluate(expression, point),
      (text) => math.evaluate(text, scope),
      { seed: 80, numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  it('differentiates what we print to the same values', () => {
    const arbitrary = expressions({ names, functions: differentiable, moments: false, conditionals: false });
    const scope = Object.fromEntries(point);
    const compared = compare(
      arbitrary,
      (expression) => evaluate(differentiate(expression, 'v0'), point),
      (text) => math.derivative(text, 'v0', { simplify: false }).evaluate(scope),
      { seed: 81, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(150);
  });
});
