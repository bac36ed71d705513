import { singularValues } from '../../numeric/singularValues.js';
import { matrixProduct } from '../matrices/smallMatrix.js';

type Matrix = readonly (readonly number[])[];

/**
 * Whether some few of the matrices (k × k each), one after the other, have the product 0: then a random product of them is
 * 0 for certain after finitely many steps. A product counts as 0 where its terms cancel to rounding, entry by entry.
 *
 * Words are looked at from the shortest on, as many as some thousands; one that is longer is not found. The first matrix of a
 * shortest word is singular.
 */
export function vanishesInFewSteps(matrices: readonly Matrix[]): boolean {
  const distinct = [...new Map(matrices.map((matrix) => [String(matrix), matrix])).values()];
  let words = distinct.filter(isSingular).map((product) => ({ product, size: absoluteMatrix(product) }));
  for (let looked = words.length; words.length > 0 && looked <= mostWords; looked += words.length) {
    if (words.some(({ product, size }) => isZero(product, size))) return true;
    if (words.length * distinct.length > mostWords) return false;
    words = words.flatMap(({ product, size }) =>
      distinct.map((matrix) => ({
        product: matrixProduct(matrix, product),
        size: matrixProduct(absoluteMatrix(matrix), size),
      })),
    );
  }
  return false;
}

const mostWords = 4096;

/** A thousand roundings of the sizes of the terms. */
export const cancellation = 1e-13;

function absoluteMatrix(matrix: Matrix): Matrix {
  return matrix.map((row) => row.map(Math.abs));
}

function isZero(product: Matrix, size: Matrix): boolean {
  return product.every((row, i) => row.every((entry, j) => Math.abs(entry) <= cancellation * size[i][j]));
}

/** By the smallest of its singular values, up to rounding: that some are taken for singular that are not only costs time. */
function isSingular(matrix: Matrix): boolean {
  const values = singularValues(matrix.flat(), matrix.length, matrix.length);
  return !(values[values.length - 1] > cancellation * values[0]);
}
