import fc from 'fast-check';
import { differentiate } from '../../src/expression/calculus/differentiate.js';
import { substitute } from '../../src/expression/calculus/substitute.js';
import {
  difference,
  type Expression,
  fraction,
  negate,
  power,
  product,
  sum,
  symbol,
} from '../../src/expression/syntax/expression.js';
import { affineSet } from '../../src/model/affineSet.js';
import type { Model } from '../../src/model/model.js';
import { defaultSimulation } from '../../src/model/readSimulation.js';
import { smoothFormulas } from './smoothFormulas.js';

/**
 * SDEs of one parameter near {0}: a random even potential, with a quartic wall, and one or two random odd columns of
 * noise, so that drift and noise vanish at 0 (theory §4.1).
 */
export function oneDimensionalModels(): fc.Arbitrary<Model> {
  const formula = smoothFormulas({ names: ['theta'] });
  return fc
    .record({
      half: formula,
      wall: fc.integer({ min: 1, max: 4 }),
      columns: fc.array(formula, { minLength: 1, maxLength: 2 }),
    })
    .map(({ half, wall, columns }): Model => {
      const potential = sum(half, mirrored(half), product(fraction(wall, 4), power(theta, 4)));
      return {
        name: 'random potential',
        parameters: ['theta'],
        constants: new Map(),
        dynamics: { kind: 'sde', drift: [negate(differentiate(potential, 'theta'))], potential },
        noise: [{ kind: 'explicit', diffusion: [columns.map((column) => difference(column, mirrored(column)))] }],
        sets: [affineSet('origin', [theta], ['theta'])],
        domain: [],
        claims: [],
        simulation: { ...defaultSimulation, horizon: 20, dt: 0.002, trajectories: 50 },
      };
    });
}

const theta = symbol('theta');

function mirrored(expression: Expression): Expression {
  return substitute(expression, new Map([['theta', negate(theta)]]));
}
