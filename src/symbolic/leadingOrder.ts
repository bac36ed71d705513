import { differentiate } from '../expression/differentiate.js';
import { type Expression, number, product, sum, symbol } from '../expression/expression.js';
import { substitute } from '../expression/substitute.js';
import { zeroTest } from '../expression/zeroTest.js';
import { isZero } from '../numeric/rational.js';
import { along, type Field, restricted, type Statement } from './statement.js';

/**
 * Why the second order decides nothing: the leading homogeneous degree in the distance r of drift and noise along
 * y = r·u, found by differentiating in r until something does not vanish (theory §8, M4 of depth ≥ 3).
 */
export function leadingOrder(statement: Statement): string {
  const drift = statement.fields.filter(({ role }) => role === 'loss' || role === 'regulariser' || role === 'drift');
  const noise = statement.fields.filter(({ role }) => role === 'output' || role === 'diffusion');
  const sampled = statement.model.noise.some(
    (model) => model.kind === 'minibatch' || (model.kind === 'label' && model.sampling !== 'none'),
  );
  const driftDegree = lowestDegree(statement, drift);
  const noiseDegree = lowestDegree(statement, sampled ? [...noise, ...drift] : noise);
  const say = (degree: number | null): string =>
    degree === null ? `beyond degree ${largestDegree}` : `of degree ${degree} in the distance`;
  return `curvature and noise vanish at leading order (H = 0, K = 0): the normal drift is ${say(driftDegree)}, the noise ${say(noiseDegree)}; log-distance moves by neither at first order and nothing is decided`;
}

/** Beyond this degree the search stops; each further degree costs one differentiation. */
const largestDegree = 8;

function lowestDegree(statement: Statement, fields: readonly Field[]): number | null {
  const components = normalGradients(statement, fields);
  for (let degree = 0; degree <= largestDegree; degree++) {
    for (const [i, expression] of components.entries()) {
      if (zeroTest(substitute(expression, new Map([[radius, number(0)]]))).status !== 'zero') return degree;
      components[i] = differentiate(expression, radius);
    }
  }
  return null;
}

const radius = 'distance r';

/** Normal components of the fields at base + r·Σ u_l o_l, with r and the u_l as names. */
function normalGradients(statement: Statement, fields: readonly Field[]): Expression[] {
  const { model, normals } = statement;
  const moved = new Map(
    model.parameters.map((name, i) => {
      const onSet = restricted(statement, symbol(name));
      const steps = normals.flatMap((normal, l) =>
        isZero(normal[i]) ? [] : [product(number(normal[i]), symbol(`direction ${l + 1}`))],
      );
      return [name, sum(onSet, product(symbol(radius), sum(...steps)))] as const;
    }),
  );
  return fields.flatMap((field) => normals.map((normal) => substitute(along(model, field, normal), moved)));
}
