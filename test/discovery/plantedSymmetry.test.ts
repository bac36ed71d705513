import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findGenerators } from '../../src/discovery/generators.js';
import { latticeOf } from '../../src/discovery/lattice.js';
import { namedSet } from '../../src/discovery/namedSet.js';
import {
  coordinateSubspace,
  intersection,
  isWithin,
  partitionKey,
  type SignedPartition,
  wholeSpace,
} from '../../src/discovery/signedPartition.js';
import { fixedSpaceOf, type SignedPermutation, substitutionOf } from '../../src/discovery/signedPermutation.js';
import { differentiate } from '../../src/expression/calculus/differentiate.js';
import { substitute } from '../../src/expression/calculus/substitute.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { type Expression, sum } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import type { LossDynamics, Model } from '../../src/model/model.js';
import { randomStream } from '../../src/numeric/random.js';
import { deriveInvariance } from '../../src/symbolic/invariance.js';
import { stateProblem } from '../../src/symbolic/statement.js';
import { lossModel } from './networks.js';

const parameters = ['a', 'b', 'c'];
const size = parameters.length;

/** All 48 signed permutations of three parameters. */
const allMaps: readonly SignedPermutation[] = permutations([1, 2, 3]).flatMap((order) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => order.map((image, i) => (bits & (1 << i) ? -image : image))),
);

/** Σ_k g∘Q^k for a random g without symmetry of its own: Q leaves it unchanged. */
const planted = fc
  .record({
    map: fc.constantFrom(...allMaps),
    factors: fc.array(fc.constantFrom('a', 'tanh(b)', 'exp(c)', 'b^2', 'cos(a + b)', 'tanh(a*x)', 'c', 'x'), {
      minLength: 1,
      maxLength: 3,
    }),
    other: fc.constantFrom('b*x', 'a*c*x^2', 'exp(a - b)', 'sigmoid(c*x)', '2*a^2'),
  })
  .map(({ map, factors, other }) => {
    const written = parseExpression(`${factors.join('*')} + ${other}`, 'planted');
    const powers: Expression[] = [];
    let power = written;
    do {
      powers.push(power);
      power = substitute(power, substitutionOf(map, [parameters]));
    } while (powers.length < orderOf(map));
    return { map, model: lossModel(parameters, printExpression(sum(...powers, parseExpression('0*a', 'zero')))) };
  });

describe('models with a planted symmetry', () => {
  test('its fixed space is found, and every symmetry and coordinate subspace that trying all of them finds', () => {
    fc.assert(
      fc.property(planted, ({ map, model }) => {
        const sets = findGenerators(model, {}).generators.map(({ set }) => set);
        expect(isIntersection(fixedSpaceOf(map), sets)).toBe(true);
        for (const other of allMaps.filter((one) => looksSymmetric(model, one))) {
          expect(isIntersection(fixedSpaceOf(other), sets), `${other}`).toBe(true);
        }
        for (let bits = 1; bits < 1 << size; bits++) {
          const zeros = coordinateSubspace(
            size,
            parameters.flatMap((_, i) => (bits & (1 << i) ? [i] : [])),
          );
          if (looksInvariant(model, zeros)) expect(isIntersection(zeros, sets), `${zeros}`).toBe(true);
        }
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  test('no set of the lattice is there twice, is refused by the proof, or is left by a gradient in doubles', () => {
    fc.assert(
      fc.property(planted, ({ model }) => {
        const { generators, symmetries } = findGenerators(model, {});
        const sets = latticeOf(
          generators.map(({ set }) => set),
          symmetries,
          [],
        ).map(({ set }) => set);
        expect(new Set(sets.map((set) => namedSet(model, set).name)).size).toBe(sets.length);
        for (const set of sets) {
          expect(deriveInvariance(stateProblem(model, namedSet(model, set))).status).toBe('proved');
          expect(looksInvariant(model, set)).toBe(true);
        }
      }),
      { seed: 2, numRuns: 15 },
    );
  });
});

/** Whether a set is what those of the sets that hold it have in common. */
function isIntersection(set: SignedPartition, sets: readonly SignedPartition[]): boolean {
  const around = sets.filter((one) => isWithin(set, one)).reduce(intersection, wholeSpace(size));
  return partitionKey(around) === partitionKey(set);
}

const stream = randomStream(7, 0);
const points = Array.from({ length: 6 }, () => [0, 1, 2, 3].map(() => 2 * stream.uniform() - 1));
const outputOf = (model: Model): Expression => ((model.dynamics as LossDynamics).output as Expression[])[0];
const valueAt = (expression: Expression, point: readonly number[]): number =>
  evaluate(expression, new Map([...parameters, 'x'].map((name, i) => [name, point[i]]))) as number;

function looksSymmetric(model: Model, map: SignedPermutation): boolean {
  const output = outputOf(model);
  return points.every((point) => {
    const moved = [...point];
    for (const [i, image] of map.entries()) moved[Math.abs(image) - 1] = Math.sign(image) * point[i];
    return Math.abs(valueAt(output, moved) - valueAt(output, point)) < 1e-9;
  });
}

/** Whether the output's gradient is tangent to the set at points of it. */
function looksInvariant(model: Model, set: SignedPartition): boolean {
  const gradient = parameters.map((name) => differentiate(outputOf(model), name));
  return points.every((point) => {
    const onSet = set.map((label) => Math.sign(label) * (label === 0 ? 0 : point[Math.abs(label) - 1]));
    const direction = gradient.map((component) => valueAt(component, [...onSet, point[size]]));
    return set.every((label, i) => {
      const expected = label === 0 ? 0 : Math.sign(label) * direction[Math.abs(label) - 1];
      return Math.abs(direction[i] - expected) < 1e-9;
    });
  });
}

function orderOf(map: SignedPermutation): number {
  let order = 1;
  let power = [...map];
  while (power.some((image, i) => image !== i + 1)) {
    power = power.map((image) => Math.sign(image) * map[Math.abs(image) - 1]);
    order += 1;
  }
  return order;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    permutations(items.filter((other) => other !== first)).map((rest) => [first, ...rest]),
  );
}
