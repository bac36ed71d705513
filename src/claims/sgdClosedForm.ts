import { simplify } from '../expression/algebra/fromNormalForm.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import {
  call,
  difference,
  type Expression,
  moment,
  numberOne,
  product,
  quotient,
  sum,
} from '../expression/syntax/expression.js';
import { dataNames } from '../model/constants.js';
import type { Model } from '../model/model.js';
import type { Linearisation } from '../symbolic/derivation.js';
import { eigenvalueAlong } from '../symbolic/eigenvalueAlong.js';

type Direction = readonly Expression[];

/**
 * λ_SGD per unit of t in closed form, the largest over common eigenvectors of E log|1 − ηĥ| / η (theory §6): a mean over the
 * samples where single samples are drawn, one logarithm where the gradient is the full one. Null for other noise.
 */
export function sgdClosedForm(
  model: Model,
  linearisation: Linearisation,
  directions: readonly Direction[],
): Expression | null {
  const drawn = drawnAtOnce(model);
  const { sampleCurvature, regulariserCurvature, learningRate } = linearisation;
  if (drawn === null || sampleCurvature === null || regulariserCurvature === null) return null;
  const data = dataNames(model);
  const along = directions.map((direction) => {
    const own = eigenvalue(sampleCurvature, direction, data);
    const shared = eigenvalue(regulariserCurvature, direction, data);
    const curvature = drawn === 'one' ? sum(own, shared) : sum(moment('mean', own), shared);
    const step = simplify(difference(numberOne, product(learningRate, curvature)), data);
    const logarithm = call('log', call('abs', step));
    return quotient(drawn === 'one' ? moment('mean', logarithm) : logarithm, learningRate);
  });
  return along.length === 1 ? along[0] : call('max', ...along);
}

/** Whether a step sees one sample or all of them; null for anything in between, and for noise of another kind. */
function drawnAtOnce({ dynamics, noise }: Model): 'one' | 'all' | null {
  if (dynamics.kind === 'sde' || dynamics.clippingNorm !== null) return null;
  if (zeroTest(dynamics.momentum).status !== 'zero') return null;
  const size = dynamics.data.rows.length;
  if (noise.length === 0) return 'all';
  const [only] = noise;
  if (noise.length > 1 || only.kind !== 'minibatch') return null;
  const batch = only.batch === 'full' ? size : only.batch;
  if (batch === 1) return 'one';
  return batch === size && only.sampling !== 'with-replacement' ? 'all' : null;
}

/** μ of Mv = μv for a common eigenvector v. */
export function eigenvalue(
  matrix: readonly (readonly Expression[])[],
  direction: Direction,
  data: readonly string[],
): Expression {
  return simplify(eigenvalueAlong(matrix, direction), data);
}
