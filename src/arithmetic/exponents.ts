/** All exponents of monomials of a degree (variables entries each), in descending lexicographic order; none below degree 0. */
export function exponentsOf(variables: number, degree: number): number[][] {
  if (variables === 1) return degree < 0 ? [] : [[degree]];
  return Array.from({ length: degree + 1 }, (_, rest) =>
    exponentsOf(variables - 1, rest).map((others) => [degree - rest, ...others]),
  ).flat();
}
