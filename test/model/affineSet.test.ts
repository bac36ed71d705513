import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { substitute } from '../../src/expression/calculus/substitute.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { keyOf } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { affineSet, distanceTo, orthonormalNormal, parametrisation } from '../../src/model/affineSet.js';
import { initialPoint } from '../../src/model/initialPoint.js';
import type { AffineSet } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { randomStream } from '../../src/numeric/random.js';
import { modelText, tanhNeuron } from './modelTexts.js';

const noConstants = new Map();

function setOf(equations: readonly string[], parameters: readonly string[], base?: Record<string, string>): AffineSet {
  return affineSet(
    'a set',
    equations.map((equation) => parseExpression(equation)),
    parameters,
    {
      constants: new Map([['c', rational(3)]]),
      ...(base && { base: new Map(Object.entries(base).map(([name, value]) => [name, parseExpression(value)])) }),
    },
  );
}

const texts = (set: AffineSet): string[] => set.base.map(printExpression);

/** Sets of 1 to 3 independent equations in 4 parameters, with whole coefficients and offsets. */
const arbitrarySet = fc
  .array(
    fc.tuple(
      fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 4, maxLength: 4 }),
      fc.integer({ min: -9, max: 9 }),
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((lines) => lines.map(([row, offset]) => [...row.map((entry, j) => `${entry}*p${j}`), `${offset}`].join(' + ')))
  .map((equations) => {
    try {
      return setOf(equations, ['p0', 'p1', 'p2', 'p3']);
    } catch {
      return null;
    }
  })
  .filter((set) => set !== null);

describe('an affine set', () => {
  it('has exact rows and offsets', () => {
    const set = setOf(['w1/3 - 0.5*w2 + 2*(w1 - c)'], ['w1', 'w2']);
    expect(set.rows).toEqual([[rational(7, 3), rational(-1, 2)]]);
    expect(printExpression(set.offsets[0])).toBe('2*c');
  });

  it('completes its base point from the equations, else with 0', () => {
    expect(texts(setOf(['w1 - w2', 'a1 - a2'], ['w1', 'w2', 'a1', 'a2', 'b'], { w1: '0.3', a2: 'c' }))).toEqual([
      '0.3',
      '0.3',
      'c',
      'c',
      '0',
    ]);
    expect(texts(setOf(['w1 + w2 - c'], ['w1', 'w2']))).toEqual(['c', '0']);
  });

  it('accepts a base point that is on the set at the values of the constants', () => {
    expect(setOf(['w1 - c'], ['w1'], { w1: '3' }).baseStated).toBe(true);
    expect(() => setOf(['w1 - c'], ['w1'], { w1: '2' })).toThrow(/off the set/);
    expect(setOf(['w1 - sqrt(c)'], ['w1'], { w1: 'exp(log(c)/2)' }).baseStated).toBe(true);
  });

  it('may be stated as left == right', () => {
    const model = readModel(modelText(tanhNeuron, { sets: '[{ name: s, equations: [w1 == 2*w2] }]' }), 'm');
    expect(model.sets[0].rows).toEqual([[rational(1), rational(-2)]]);
  });

  it('has an orthonormal normal that spans its rows, in their order', () => {
    fc.assert(
      fc.property(arbitrarySet, (set) => {
        const normal = orthonormalNormal(set);
        normal.forEach((a, i) => {
          normal.forEach((b, j) => {
            expect(a.reduce((total, entry, m) => total + entry * b[m], 0)).toBeCloseTo(i === j ? 1 : 0, 13);
          });
          const row = set.rows[i].map((entry) => Number(entry.numerator));
          const coordinates = normal.map((b) => b.reduce((total, entry, m) => total + entry * row[m], 0));
          expect(coordinates[i]).toBeGreaterThan(0);
          for (let j = i + 1; j < normal.length; j++) expect(coordinates[j]).toBeCloseTo(0, 12);
          expect(row.reduce((total, entry) => total + entry * entry, 0)).toBeCloseTo(
            coordinates.reduce((total, y) => total + y * y, 0),
            9,
          );
        });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('is the graph of its parametrisation: every equation vanishes identically on it', () => {
    fc.assert(
      fc.property(arbitrarySet, (set) => {
        const graph = parametrisation(set, ['p0', 'p1', 'p2', 'p3']);
        expect(graph.size).toBe(set.rows.length);
        for (const equation of set.equations) {
          const restricted = substitute(equation, graph);
          for (const [p0, p1, p2, p3] of [
            [0.3, -1.2, 2.5, 0.7],
            [5, 4, -3, 2],
          ]) {
            expect(evaluate(restricted, new Map(Object.entries({ p0, p1, p2, p3 })))).toBeCloseTo(0, 9);
          }
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('leaves the offsets in its parametrisation', () => {
    const graph = parametrisation(setOf(['w1 - w2 - c'], ['w1', 'w2']), ['w1', 'w2']);
    expect([...graph].map(([name, value]) => [name, printExpression(value)])).toEqual([['w1', 'w2 + c']]);
    expect(keyOf(substitute(parseExpression('w1 - w2'), graph))).toBe(keyOf(parseExpression('c')));
  });
});

describe('the distance from a set', () => {
  it('is the length of the normal part of θ − θ_A', () => {
    fc.assert(
      fc.property(
        arbitrarySet,
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (set, theta) => {
          const base = set.base.map((value) => Number(evaluate(value, new Map())));
          const normal = orthonormalNormal(set).map((row) =>
            row.reduce((total, entry, j) => total + entry * (theta[j] - base[j]), 0),
          );
          expect(distanceTo(set, noConstants)(Float64Array.from(theta))).toBeCloseTo(Math.hypot(...normal), 9);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it('keeps the digits of a small difference of large parameters', () => {
    const distance = distanceTo(setOf(['w1 - w2'], ['w1', 'w2'], { w1: '1/3' }), noConstants);
    expect(distance([1 + 2 ** -52, 1])).toBeCloseTo(2 ** -52 / Math.SQRT2, 30);
  });

  it('neither underflows nor overflows where it can be held by a double', () => {
    const distance = distanceTo(setOf(['w1', 'w2'], ['w1', 'w2']), noConstants);
    expect(distance([3e-300, 4e-300])).toBeCloseTo(5e-300, 310);
    expect(distance([3e-300, 4e-300]) / 5e-300).toBeCloseTo(1, 14);
    expect(distance([3e300, 4e300]) / 5e300).toBeCloseTo(1, 14);
    expect(distance([0, 0])).toBe(0);
  });

  it('tells a trajectory that is no longer finite', () => {
    const distance = distanceTo(setOf(['w1', 'w2'], ['w1', 'w2']), noConstants);
    expect(distance([Number.NaN, 0])).toBeNaN();
    expect(distance([Number.POSITIVE_INFINITY, 0])).toBe(Number.POSITIVE_INFINITY);
  });

  it('takes the offsets at the values of the constants', () => {
    expect(distanceTo(setOf(['w1 - c'], ['w1']), new Map([['c', rational(5)]]))([5.5])).toBe(0.5);
  });
});

describe('the start of a trajectory', () => {
  const model = (simulate: string) =>
    readModel(
      modelText(tanhNeuron, { simulate, sets: '[{ name: s, equations: [w1 - w2], base: { w1: 0.25 } }]' }),
      'm',
    );

  it('is the base point plus a Gaussian in every parameter', () => {
    const { sets, ...rest } = model('{ init: { normal: 0.5 } }');
    const start = initialPoint({ sets, ...rest }, sets[0], randomStream(3, 4));
    const stream = randomStream(3, 4);
    expect([...start]).toEqual([0.25 + 0.5 * stream.normal(), 0.25 + 0.5 * stream.normal()]);
  });

  it('is the stated point where there is one', () => {
    const stated = model('{ init: { point: { w1: 1, w2: 0.6 } } }');
    expect([...initialPoint(stated, stated.sets[0], randomStream(1, 0))]).toEqual([1, 0.6]);
  });
});
