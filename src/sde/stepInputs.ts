/** The input of a step that holds θ_i, a parameter. */
export const parameterInput = (i: number): string => `theta ${i}`;

/** The i-th number of a sample's row. */
export const datumInput = (i: number): string => `datum ${i}`;

/** Normal number i of the step; as a sample's own value, number i plus the sample's. */
export const normalInput = (i: number): string => `normal ${i}`;

/** What rows of normal coordinates are multiplied by before they are squared. */
export const scaleInput = 'scale';

/** θ's distance from the set before the step. */
export const distanceInput = 'distance';

/** The sum of the logarithms by which distances were rescaled. */
export const gainedInput = 'gained';

/** The kind of an input and its number. */
export function partsOf(input: string): { readonly kind: string; readonly index: number } {
  const [kind, index] = input.split(' ');
  return { kind, index: Number(index) };
}
