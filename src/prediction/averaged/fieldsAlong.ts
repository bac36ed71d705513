import { inverseMatrix } from '../matrices/smallMatrix.js';
import { type JointBlocks, type JointFields, jointFieldsOf } from './jointFields.js';

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
    const cut = (values: Float64Array, out: Float64Array): void => {
      const blocks = values.length / long;
      for (let b = 0; b < blocks; b++) {
        let eigenvalue = 0;
        for (let i = 0; i < k; i++) {
          for (let j = 0; j < k; j++) eigenvalue += left[d][i] * values[b * long + i * k + j] * direction[j];
        }
        out[b * (1 + t)] = eigenvalue;
        for (let i = 0; i < t; i++) out[b * (1 + t) + 1 + i] = values[b * long + k * k + i];
      }
    };
    let cuts: JointBlocks | null = null;
    const room = (values: Float64Array) => new Float64Array((values.length / long) * (1 + t));
    return jointFieldsOf({
      ...fields,
      codimension: 1,
      families: fields.families.map((family) => ({ ...family, at: (family.at / long) * (1 + t) })),
      blocksAt: (point) => {
        const { samples, shared } = fields.blocksAt(point);
        cuts ??= { samples: samples.map(room), shared: room(shared) };
        cut(shared, cuts.shared);
        for (const [i, values] of samples.entries()) cut(values, cuts.samples[i]);
        return cuts;
      },
    });
  });
}
