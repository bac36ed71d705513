import { elementParts } from '../expression/syntax/names.js';

/** The declared names and their shapes, [] for single numbers, from the names of all their elements, in the same order. */
export function shapesOf(names: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const name of names) {
    const element = elementParts(name);
    if (element === null) shapes.set(name, []);
    else {
      const before = shapes.get(element.array);
      shapes.set(
        element.array,
        element.indices.map((index, axis) => Math.max(index, before?.[axis] ?? 0)),
      );
    }
  }
  return shapes;
}
