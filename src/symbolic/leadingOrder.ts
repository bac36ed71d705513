import { zeroTest } from '../expression/algebra/zeroTest.js';
import { drawsSamples } from '../model/noise/noiseFacts.js';
import { along, type Field, type Statement } from './statement.js';
import { taylorAlongNormals } from './taylor.js';

/**
 * Why the second order decides nothing: the leading homogeneous degree in the distance r of drift and noise along
 * y = r·u, from their Taylor expansions (theory §8, M4 of depth ≥ 3).
 */
export function leadingOrder(statement: Statement): string {
  if (statement.flat.length > 0) {
    return `curvature and noise vanish at leading order (H = 0, K = 0): ${statement.flat.join(', ')} and the rest are of higher order, and nothing is decided`;
  }
  const drift = statement.fields.filter(({ role }) => role === 'loss' || role === 'regulariser' || role === 'drift');
  const noise = statement.fields.filter(({ role }) => role === 'output' || role === 'diffusion');
  const sampled = statement.model.noise.some(drawsSamples);
  const driftDegree = degreeOf(statement, drift);
  const samples = sampled ? statement.fields.filter(({ role }) => role === 'loss') : [];
  const noiseDegree = degreeOf(statement, [...noise, ...samples]);
  return `curvature and noise vanish at leading order (H = 0, K = 0): the normal drift is ${driftDegree}, the noise ${noiseDegree}; log-distance moves by neither at first order and nothing is decided`;
}

/** Beyond this degree the search stops; every degree costs one more coefficient. */
const largestDegree = 8;
const ordersTried = [2, 4, largestDegree];

/** The lowest degree of the fields' components along the normals, in words. */
function degreeOf(statement: Statement, fields: readonly Field[]): string {
  const components = fields.flatMap((field) =>
    statement.normals.map((normal) => along(statement.model, field, normal)),
  );
  for (const order of ordersTried) {
    const expansions = components.map((component) => taylorAlongNormals(statement, component, order));
    if (!expansions.every((expansion) => expansion !== null)) return 'without an expansion in whole powers';
    const degrees = expansions.map((expansion) =>
      expansion.findIndex((coefficient) => zeroTest(coefficient, { data: statement.data }).status !== 'zero'),
    );
    const found = degrees.filter((degree) => degree >= 0);
    if (found.length > 0) return `of degree ${Math.min(...found)} in the distance`;
  }
  return `beyond degree ${largestDegree}`;
}
