import fc from 'fast-check';
import { rational } from '../../src/arithmetic/rational.js';
import { substitute } from '../../src/expression/calculus/substitute.js';
import { type Expression, negate, sum, symbol } from '../../src/expression/syntax/expression.js';
import { affineSet } from '../../src/model/affineSet.js';
import type { Model } from '../../src/model/model.js';
import { dataSets } from './dataSets.js';
import { lossModel } from './lossModel.js';
import { noiseModels } from './noiseModels.js';
import { smoothFormulas } from './smoothFormulas.js';

/**
 * Models with a random loss g(θ; z) + g(Qθ; z), Q a swap or a flip of some parameters: Q leaves the loss alone, so that
 * its fixed space is invariant, whatever g is (theory §3). The fixed space is the one set of the model.
 */
export function symmetricModels(): fc.Arbitrary<Model> {
  const parameters = ['u', 'v', 'w'];
  return fc
    .record({
      half: smoothFormulas({ names: [...parameters, 'x', 'y'] }),
      symmetry: fc.constantFrom(...symmetries),
      data: dataSets({ maxSamples: 4 }),
      learningRate: fc.integer({ min: 1, max: 20 }).map((n) => rational(n, 100)),
    })
    .chain((parts) =>
      noiseModels({ samples: parts.data.rows.length, form: 'custom' }).map((noise) => ({ ...parts, noise })),
    )
    .map(({ half, symmetry, data, learningRate, noise }) =>
      lossModel({
        name: `random loss with ${symmetry.name}`,
        parameters,
        loss: sum(half, substitute(half, symmetry.map)),
        form: 'custom',
        output: null,
        data,
        learningRate,
        noise,
        sets: [affineSet('fixed space', symmetry.equations, parameters)],
      }),
    );
}

interface Symmetry {
  readonly name: string;
  readonly map: ReadonlyMap<string, Expression>;
  /** of the fixed space */
  readonly equations: readonly Expression[];
}

const [u, v, w] = ['u', 'v', 'w'].map(symbol);

const symmetries: readonly Symmetry[] = [
  { name: 'a flip of u', map: new Map([['u', negate(u)]]), equations: [u] },
  {
    name: 'u and v swapped',
    map: new Map([
      ['u', v],
      ['v', u],
    ]),
    equations: [sum(u, negate(v))],
  },
  {
    name: 'u and v swapped and flipped',
    map: new Map([
      ['u', negate(v)],
      ['v', negate(u)],
    ]),
    equations: [sum(u, v)],
  },
  {
    name: 'a flip of u and v',
    map: new Map([
      ['u', negate(u)],
      ['v', negate(v)],
    ]),
    equations: [u, v],
  },
  {
    name: 'a flip of everything',
    map: new Map([
      ['u', negate(u)],
      ['v', negate(v)],
      ['w', negate(w)],
    ]),
    equations: [u, v, w],
  },
];
