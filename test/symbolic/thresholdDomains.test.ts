import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { type Expression, symbolsOf } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import type { Model } from '../../src/model/model.js';
import { randomStream } from '../../src/numeric/random.js';
import { largestExponent } from '../../src/symbolic/condition.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { knownSign } from '../../src/symbolic/knownSign.js';
import { openMoments } from '../../src/symbolic/openedMoments.js';
import { families } from './families.js';
import { builtin, lossModel } from './models.js';

const both = { kind: 'label', std: 'zeta', batch: 1, sampling: 'with-replacement' };

const cases: readonly (readonly [string, Model])[] = [
  ...(['M1', 'M2', 'M4', 'M5', 'M6', 'M7'] as const).map((id) => [id, builtin(id)] as const),
  ...families.filter(([name]) => /rotated coordinates|GELU/.test(name)),
  ['two bowls', lossModel({ parameters: ['u', 'v'], output: '(u^2 + 2*v^2)*x', sets: [['u', 'v']] })],
  [
    'two bowls of different inputs',
    lossModel({
      parameters: ['u', 'v'],
      inputs: ['x', 'z'],
      output: 'u^2*x - v^2*z',
      sets: [['u', 'v']],
      samples: [[1, 2, 3]],
    }),
  ],
  [
    'two chains with both noises',
    lossModel({
      parameters: ['a', 'b', 'c', 'd'],
      inputs: ['x', 'z'],
      output: 'a*b*x + c*d*z',
      noise: both,
      sets: [['a', 'b', 'c', 'd']],
      samples: [[1, 2, 3]],
    }),
  ],
];

/** Values of all constants and moments at random, whatever data might give them, as far as their signs allow. */
const draws = 12;
const gridPoints = 400;
const reach = 4;

describe.each(cases)('thresholds of %s, at random constants and moments', (_, model) => {
  const { thresholds, unsolved, eigenDirections } = deriveSet(model, model.sets[0]);
  const data = model.dynamics.kind === 'loss' ? [...model.dynamics.data.inputs, ...model.dynamics.data.targets] : [];
  const top = largestExponent(eigenDirections ?? [], data);
  const { open, byName } = openMoments([top, ...thresholds.map(({ expression }) => expression)]);
  const lambda = open(top);
  const names = symbolsOf(lambda);
  const isNeverNegative = (name: string): boolean =>
    name === 'eta' || knownSign(byName.get(name) ?? parseExpression(name)) === 'nonnegative';
  const nameOf = (parameter: string): string =>
    [...byName].find(([, moment]) => printExpression(moment) === parameter)?.[0] ?? parameter;
  const random = randomStream(41, 1);
  const points = Array.from({ length: draws }, () => {
    const draw = (name: string): number =>
      reach * (isNeverNegative(name) ? random.uniform() : 2 * random.uniform() - 1);
    return new Map(names.map((name) => [name, draw(name)]));
  });

  it('are all the zeros that there are, and no others, with the exponent negative where they say', () => {
    let crossings = 0;
    for (const values of points) {
      for (const name of names) {
        if (unsolved.some(({ parameter }) => nameOf(parameter) === name)) continue;
        const at = (value: number): number => Number(evaluate(lambda, new Map([...values, [name, value]])));
        const stated = thresholds
          .filter(({ parameter, domain }) => nameOf(parameter) === name && holds(domain && open(domain), values))
          .map(({ expression, orientation }) => ({
            value: Number(evaluate(open(expression), values)),
            orientation,
          }));
        for (const { value } of stated) expect(Math.abs(at(value))).toBeLessThan(1e-9 * (1 + Math.abs(value)));
        // the mirror image of a threshold counts where only its positive side is written
        const mirrors = stated.map((one) => ({ value: -one.value, orientation: flipped(one.orientation) }));
        const zeros = at(1.3) === at(-1.3) ? [...stated, ...mirrors] : stated;
        for (const [from, to] of signChanges(at, isNeverNegative(name) ? 0 : -reach, reach)) {
          crossings++;
          const zero = zeros.find(({ value }) => value >= from && value <= to);
          expect(zero, `${name} between ${from} and ${to}`).toBeDefined();
          if (zero?.orientation) expect(at(zero.orientation === 'above' ? to : from)).toBeLessThan(0);
        }
      }
    }
    expect(crossings).toBeGreaterThan(0);
  });
});

function flipped(orientation: 'above' | 'below' | null): 'above' | 'below' | null {
  return orientation === null ? null : orientation === 'above' ? 'below' : 'above';
}

function holds(domain: Expression | null, values: ReadonlyMap<string, number>): boolean {
  return domain === null || evaluate(domain, values) === true;
}

/** Intervals of a grid between which the exponent changes its sign. */
function signChanges(exponent: (value: number) => number, low: number, high: number): [number, number][] {
  // no grid point is 0, where some exponents have a zero or a pole
  const points = Array.from({ length: gridPoints }, (_, i) => low + ((high - low) * (i + 0.123)) / gridPoints);
  return points.slice(1).flatMap((to, i): [number, number][] => {
    const from = points[i];
    return exponent(from) * exponent(to) < 0 ? [[from, to]] : [];
  });
}
