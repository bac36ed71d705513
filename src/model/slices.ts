import { shapesOf } from './shapes.js';

/**
 * Statements about elements, told of whole slices where they stand for one each: `W[1, 1] = W[2, 1]`, `W[1, 2] = W[2, 2]`, …
 * as `W[1, :] = W[2, :]`.
 *
 * `names` are all names of the model, which tell where an axis ends; without them the ends are written. Neighbours are put together where they are the same
 * text but for indices that go up by one; in each array one index may. The result means the same, read element by
 * element.
 */
export function inSlices(statements: readonly string[], names: readonly string[]): string[] {
  const shapes = shapesOf(names);
  let texts = [...statements];
  for (;;) {
    const shorter = foldedOnce(texts, shapes);
    if (shorter.length === texts.length) return texts;
    texts = shorter;
  }
}

type Shapes = ReturnType<typeof shapesOf>;

/** A text cut at its elements: what stands around them, and their indices. */
interface Cut {
  readonly pattern: string;
  readonly elements: readonly { readonly array: string; readonly indices: readonly string[] }[];
}

const element = /([A-Za-z_]\w*)\[([^\]]*)\]/g;

function cutAt(text: string): Cut {
  const elements = [...text.matchAll(element)].map(([, array, indices]) => ({ array, indices: indices.split(', ') }));
  return { pattern: text.replace(element, '$1[]'), elements };
}

function foldedOnce(texts: readonly string[], shapes: Shapes): string[] {
  const cuts = texts.map(cutAt);
  const folded: string[] = [];
  for (let start = 0; start < texts.length; ) {
    const moving = start + 1 < texts.length ? movedIndices(cuts[start], cuts[start + 1]) : null;
    let end = start + 1;
    if (moving !== null) while (end < texts.length && movedIndices(cuts[end - 1], cuts[end]) === moving) end++;
    folded.push(end - start < 2 ? texts[start] : sliced(texts[start], cuts[start], cuts[end - 1], shapes));
    start = end;
  }
  return folded;
}

/** Which indices go up by one from a text to the next, one at most in each array, as a text; null where that is not all. */
function movedIndices(a: Cut, b: Cut): string | null {
  if (a.pattern !== b.pattern) return null;
  const moved: string[] = [];
  for (const [i, { indices }] of a.elements.entries()) {
    const others = b.elements[i].indices;
    if (others.length !== indices.length) return null;
    const differing = indices.flatMap((index, axis) => (index === others[axis] ? [] : [axis]));
    if (differing.length > 1 || differing.some((axis) => Number(others[axis]) !== Number(indices[axis]) + 1))
      return null;
    moved.push(differing.join());
  }
  return moved.some((axes) => axes !== '') ? moved.join('|') : null;
}

function sliced(text: string, first: Cut, last: Cut, shapes: Shapes): string {
  let at = -1;
  return text.replace(element, (_, array: string) => {
    at++;
    const { indices } = first.elements[at];
    const ends = last.elements[at].indices;
    const shape = shapes.get(array);
    const written = indices.map((index, axis) => {
      if (index === ends[axis]) return index;
      const isWhole = index === '1' && Number(ends[axis]) === shape?.[axis];
      return isWhole ? ':' : `${index}:${ends[axis]}`;
    });
    return written.every((index) => index === ':') ? array : `${array}[${written.join(', ')}]`;
  });
}
