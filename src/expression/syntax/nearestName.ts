/** The known name that a mistyped one most likely stands for: the fewest edits, at most a third of its length; else null. */
export function nearestName(name: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = Math.max(2, Math.floor(name.length / 3)) + 1;
  if (name.length > longestName) return null;
  for (const candidate of known) {
    if (candidate.length > longestName) continue;
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase());
    // two letters in the wrong order count as one slip, as does a letter too many: the same length is nearer
    const isAsLong =
      best !== null && edits === fewest && candidate.length === name.length && best.length !== name.length;
    if ((edits < fewest || isAsLong) && edits < candidate.length) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** Longer texts are no slips of the pen, and the distance costs their product. */
const longestName = 60;

/** Insertions, deletions, substitutions and swaps of neighbours that turn a into b (Damerau's distance). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  let beforeIt: readonly number[] = [];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwapped ? beforeIt[j - 2] + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(substitution, swap, previous[j] + 1, row[j - 1] + 1));
    }
    beforeIt = previous;
    previous = row;
  }
  return previous[b.length];
}
