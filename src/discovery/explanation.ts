import { codimensionOf, intersection, isWithin, type SignedPartition, wholeSpace } from './signedPartition.js';

/** An invariant set of which others are intersections, and what makes it one. */
export interface Generator {
  readonly set: SignedPartition;
  readonly reason: Reason;
  /** the map that fixes the set, or the gradients that vanish on it */
  readonly words: string;
}

/** `symmetry`: the fixed space of symmetries of the loss; `vanishing gradient`: invariant without being one (theory §3). */
export type Reason = 'symmetry' | 'vanishing gradient';

/** Why a set is invariant: the symmetries, and where these do not suffice the vanishing gradients, that cut it out. */
export function explanationOf(
  set: SignedPartition,
  generators: readonly Generator[],
): { readonly reason: Reason; readonly generator: string } {
  const around = generators.filter((generator) => isWithin(set, generator.set));
  const of = (reason: Reason): Generator[] => around.filter((generator) => generator.reason === reason);
  const fixing = cutOut(set, of('symmetry'));
  const used = fixing ?? cutOut(set, of('vanishing gradient')) ?? cutOut(set, around) ?? [];
  return {
    reason: fixing === null ? 'vanishing gradient' : 'symmetry',
    generator: used.map(({ words }) => words).join('; '),
  };
}

/** A few of the sets whose intersection is the set, each time the one that cuts off most; null when all of them leave more. */
function cutOut(set: SignedPartition, generators: readonly Generator[]): Generator[] | null {
  const used: Generator[] = [];
  let rest = wholeSpace(set.length);
  while (codimensionOf(rest) < codimensionOf(set)) {
    const cut = generators.map((generator) => ({ generator, left: intersection(rest, generator.set) }));
    if (cut.length === 0) return null;
    const best = cut.reduce((a, b) => (codimensionOf(b.left) > codimensionOf(a.left) ? b : a));
    if (codimensionOf(best.left) === codimensionOf(rest)) return null;
    used.push(best.generator);
    rest = best.left;
  }
  return used;
}
