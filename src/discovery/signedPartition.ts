/**
 * A linear set on which parameters are equal up to a sign, or 0: the fixed space of signed permutations (theory §3).
 *
 * One number a parameter: 0 where it is 0 on the set, else ±(1 + the first parameter of its class), so that two equal
 * sets are equal lists.
 */
export type SignedPartition = readonly number[];

/** The set without any equation. */
export function wholeSpace(size: number): SignedPartition {
  return Array.from({ length: size }, (_, i) => i + 1);
}

/** The coordinate subspace on which the parameters of these numbers are 0. */
export function coordinateSubspace(size: number, zeros: Iterable<number>): SignedPartition {
  const result = [...wholeSpace(size)];
  for (const i of zeros) result[i] = 0;
  return result;
}

/** The part of the set on which θ_i = sign · θ_j. */
export function withRelation(set: SignedPartition, i: number, j: number, sign: number): SignedPartition {
  const one = set[i];
  const other = sign * set[j];
  if (one === other) return set;
  if (one === 0 || other === 0 || one === -other) {
    const vanishing = Math.max(Math.abs(one), Math.abs(other));
    return set.map((label) => (Math.abs(label) === vanishing ? 0 : label));
  }
  const [kept, replaced] = Math.abs(one) < Math.abs(other) ? [one, other] : [other, one];
  return set.map((label) => (label === replaced ? kept : label === -replaced ? -kept : label));
}

/** The points that both sets hold. */
export function intersection(a: SignedPartition, b: SignedPartition): SignedPartition {
  let result = a;
  for (const [i, label] of b.entries()) {
    if (label === 0) result = withRelation(result, i, i, -1);
    else if (label !== i + 1) result = withRelation(result, i, Math.abs(label) - 1, Math.sign(label));
  }
  return result;
}

/** Whether every point of a set is a point of another. */
export function isWithin(inner: SignedPartition, outer: SignedPartition): boolean {
  return outer.every((label, i) =>
    label === 0 ? inner[i] === 0 : inner[i] === Math.sign(label) * inner[Math.abs(label) - 1],
  );
}

/** Whether θ_i = sign · θ_j all over the set. */
export function holdsOn(set: SignedPartition, i: number, j: number, sign: number): boolean {
  return set[i] === sign * set[j];
}

/** d minus the dimension of the set: every parameter that another one or 0 determines counts. */
export function codimensionOf(set: SignedPartition): number {
  return set.reduce((count, label, i) => (label === i + 1 ? count : count + 1), 0);
}

/** A text that equal sets share. */
export function partitionKey(set: SignedPartition): string {
  return set.map((label) => label + 0).join(' ');
}

/** The classes with two parameters or more, in order of their first parameter: numbers of parameters with their signs. */
export function classesOf(set: SignedPartition): { readonly index: number; readonly sign: number }[][] {
  const classes = new Map<number, { index: number; sign: number }[]>();
  for (const [index, label] of set.entries()) {
    if (label === 0) continue;
    const members = classes.get(Math.abs(label)) ?? [];
    members.push({ index, sign: Math.sign(label) });
    classes.set(Math.abs(label), members);
  }
  return [...classes.values()].filter((members) => members.length > 1);
}

/** The numbers of the parameters that are 0 on the set. */
export function zerosOf(set: SignedPartition): number[] {
  return set.flatMap((label, i) => (label === 0 ? [i] : []));
}
