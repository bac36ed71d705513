import { type Expression, negate, symbol } from '../expression/syntax/expression.js';
import { inSlices } from '../model/slices.js';
import { type SignedPartition, wholeSpace, withRelation } from './signedPartition.js';

/**
 * An orthogonal map Q that permutes the parameters and changes signs (theory §3): entry i is ±(j + 1) where
 * (Qθ)_j = ±θ_i.
 */
export type SignedPermutation = readonly number[];

/** The map that moves nothing. */
export function identityOf(size: number): SignedPermutation {
  return flipOf(size, []);
}

/** Changes the sign of the parameters of these numbers. */
export function flipOf(size: number, flipped: Iterable<number>): SignedPermutation {
  const result = Array.from({ length: size }, (_, i) => i + 1);
  for (const i of flipped) result[i] = -(i + 1);
  return result;
}

/** The map that undoes another. */
export function inverseOf(map: SignedPermutation): SignedPermutation {
  const result = Array<number>(map.length);
  for (const [i, image] of map.entries()) result[Math.abs(image) - 1] = Math.sign(image) * (i + 1);
  return result;
}

/** One map after another: θ ↦ after(first(θ)). */
export function composed(first: SignedPermutation, after: SignedPermutation): SignedPermutation {
  return first.map((image) => Math.sign(image) * after[Math.abs(image) - 1]);
}

/** What a symmetry becomes where another carries its fixed space: g Q g⁻¹, which is a symmetry too. */
export function conjugated(map: SignedPermutation, by: SignedPermutation): SignedPermutation {
  return composed(composed(inverseOf(by), map), by);
}

/** {θ : Qθ = θ}. */
export function fixedSpaceOf(map: SignedPermutation): SignedPartition {
  return map.reduce<SignedPartition>(
    (space, image, i) => withRelation(space, Math.abs(image) - 1, i, Math.sign(image)),
    wholeSpace(map.length),
  );
}

/** {Qθ : θ in the set}. */
export function imageOf(set: SignedPartition, map: SignedPermutation): SignedPartition {
  const first = new Map<number, number>();
  const labels = Array<number>(set.length).fill(0);
  for (const [i, label] of set.entries()) labels[Math.abs(map[i]) - 1] = label * Math.sign(map[i]);
  return labels.map((label, j) => {
    if (label === 0) return 0;
    const known = first.get(Math.abs(label));
    if (known !== undefined) return Math.sign(label) * known;
    first.set(Math.abs(label), Math.sign(label) * (j + 1));
    return j + 1;
  });
}

/** The replacements that make φ(Qθ) of φ(θ), for every list of names that transforms as the parameters do. */
export function substitutionOf(
  map: SignedPermutation,
  nameLists: readonly (readonly string[])[],
): ReadonlyMap<string, Expression> {
  return new Map(
    nameLists.flatMap((names) =>
      map.map((image, i): [string, Expression] => {
        const moved = symbol(names[i]);
        return [names[Math.abs(image) - 1], image > 0 ? moved : negate(moved)];
      }),
    ),
  );
}

/** The map in words: `swap (w1 w2)(a1 a2)`, `flip w1, a1`, `permute (a b c)`, `turn (a b -a -b)`. */
export function describeMap(map: SignedPermutation, names: readonly string[]): string {
  const flipped: string[] = [];
  const cycles: string[][] = [];
  const turns: string[][] = [];
  const seen = new Set<number>();
  for (const start of map.keys()) {
    if (seen.has(start)) continue;
    const cycle: string[] = [];
    let [place, sign] = [start, 1];
    do {
      seen.add(place);
      cycle.push(`${sign < 0 ? '-' : ''}${names[place]}`);
      [place, sign] = [Math.abs(map[place]) - 1, sign * Math.sign(map[place])];
    } while (place !== start);
    if (sign > 0 && cycle.length > 1) cycles.push(cycle);
    else if (sign < 0 && cycle.length === 1) flipped.push(cycle[0]);
    else if (sign < 0) turns.push([...cycle, ...cycle.map(negated)]);
  }
  const written = (list: readonly string[][]): string =>
    inSlices(
      list.map((cycle) => `(${cycle.join(' ')})`),
      names,
    ).join('');
  const verb = cycles.every((cycle) => cycle.length === 2) ? 'swap' : 'permute';
  return [
    ...(cycles.length > 0 ? [`${verb} ${written(cycles)}`] : []),
    ...(turns.length > 0 ? [`turn ${written(turns)}`] : []),
    ...(flipped.length > 0 ? [`flip ${inSlices(flipped, names).join(', ')}`] : []),
  ].join(', ');
}

function negated(name: string): string {
  return name.startsWith('-') ? name.slice(1) : `-${name}`;
}
