import { inverseMatrix } from '../matrices/smallMatrix.js';
import { type JointFields, jointFieldsOf } from './jointFields.js';

/**
 * The fields along each of k common eigenvectors that do not depend on the base point, codimension 1 each (theory §5): in a
 * product of all coordinates the largest alone would be seen, and where two exponents are equal not even that.
 *
 * @param directions k of them, k numbers each
 */
export function fieldsAlong(fields: JointFields, directions: readonly (readonly number[])[]): JointFields[] {
  const { codimension: k, baseDimension: t } = fields;
  const left = inverseMatrix(directions[0].map((_, i) => directions.map((direction) => direction[i])));
  const long = k * k + t;
  return directions.map((direction, d) => {
    const cut = (values: Float64Array): Float64Array => {
      const blocks = values.length / long;
      const out = new Float64Array(blocks * (1 + t));
      for (let b = 0; b < blocks; b++) {
        let eigenvalue = 0;
        for (let i = 0; i < k; i++) {
          for (let j = 0; j < k; j++) eigenvalue += left[d][i] * values[b * long + i * k + j] * direction[j];
        }
        out[b * (1 + t)] = eigenvalue;
        for (let i = 0; i < t; i++) out[b * (1 + t) + 1 + i] = values[b * long + k * k + i];
      }
      return out;
    };
    return jointFieldsOf({
      ...fields,
      codimension: 1,
      families: fields.families.map((family) => ({ ...family, at: (family.at / long) * (1 + t) })),
      blocksAt: (point) => {
        const { samples, shared } = fields.blocksAt(point);
        return { samples: samples.map(cut), shared: cut(shared) };
      },
    });
  });
}
