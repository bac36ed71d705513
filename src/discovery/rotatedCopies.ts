import type { Rotation } from './rotations.js';

/** Copies of ℝᵐ that turn alike: C × m parameters, each with the sign that it has in its copy. */
export type Copies = readonly (readonly { readonly index: number; readonly sign: number }[])[];

/**
 * The copies of ℝᵐ on which rotations act as SO(m): of those that share planes together, the largest first, then the
 * planes of every rotation by itself.
 */
export function rotatedCopies(rotations: readonly Rotation[]): Copies[] {
  const alone = rotations.map((rotation) =>
    rotation.map(({ first, second, sign }) => [
      { index: first, sign: 1 },
      { index: second, sign },
    ]),
  );
  return [...clustersOf(rotations).flatMap(sharedCopies), ...alone];
}

/** Rotations that have parameters in common, directly or through others; two or more. */
function clustersOf(rotations: readonly Rotation[]): Rotation[][] {
  const clusters: Rotation[][] = [];
  for (const rotation of rotations) {
    const places = new Set(placesOf(rotation));
    const met = clusters.filter((cluster) =>
      cluster.some((other) => placesOf(other).some((place) => places.has(place))),
    );
    for (const cluster of met) clusters.splice(clusters.indexOf(cluster), 1);
    clusters.push([...met.flat(), rotation]);
  }
  return clusters.filter(({ length }) => length > 1);
}

function placesOf(rotation: Rotation): number[] {
  return rotation.flatMap(({ first, second }) => [first, second]);
}

/** Of a cluster as a whole; else of parts that turn alike, such as u and v in three dimensions beside turns of u into v. */
function sharedCopies(cluster: readonly Rotation[]): Copies[] {
  const whole = together(cluster);
  if (whole.length > 0 || cluster.length > mostTried) return whole;
  const open = [...cluster];
  const found: Copies[] = [];
  for (let first = open.shift(); first !== undefined; first = open.shift()) {
    let part: Rotation[] = [first];
    for (const one of [...open]) {
      if (together([...part, one]).length === 0) continue;
      part = [...part, one];
      open.splice(open.indexOf(one), 1);
    }
    if (part.length > 1) found.push(...together(part));
  }
  return found;
}

/** The parts are tried one rotation after another, which grows like the cube of their number. */
const mostTried = 60;

/**
 * The copies, where each rotation turns one plane of every copy, the same in all; none where not. A connected graph of
 * planes on m axes generates SO(m).
 */
function together(rotations: readonly Rotation[]): Copies[] {
  /** which rotations move a parameter tells which axis it is */
  const moving = new Map<number, string>();
  for (const place of rotations.flatMap(placesOf).sort((a, b) => a - b))
    moving.set(place, String(rotations.flatMap((rotation, r) => (placesOf(rotation).includes(place) ? [r] : []))));
  const axes = [...new Set(moving.values())];
  const axisOf = (place: number): number => axes.indexOf(moving.get(place) as string);
  // a turn from b to a is one from a to −b
  const turns = rotations
    .flat()
    .map(({ first, second, sign }) => ({ first, second, sign: axisOf(first) < axisOf(second) ? sign : -sign }));
  const signs = new Map<number, number>();
  const copies: { index: number; sign: number }[][] = [];
  for (const start of moving.keys()) {
    if (signs.has(start)) continue;
    signs.set(start, 1);
    const members = [start];
    for (let next = 0; next < members.length; next++) {
      for (const { first, second, sign } of turns) {
        if (first !== members[next] && second !== members[next]) continue;
        const other = first === members[next] ? second : first;
        const turned = (signs.get(members[next]) as number) * sign;
        if (!signs.has(other)) members.push(other);
        else if (signs.get(other) !== turned) return [];
        signs.set(other, turned);
      }
    }
    members.sort((a, b) => axisOf(a) - axisOf(b));
    if (String(members.map(axisOf)) !== String([...axes.keys()])) return [];
    copies.push(members.map((index) => ({ index, sign: signs.get(index) as number })));
  }
  return [copies];
}
