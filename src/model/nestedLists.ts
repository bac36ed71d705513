import { shapeText } from '../expression/syntax/arrayValue.js';
import type { ModelSource, Path } from './modelSource.js';

/** The leaves of lists within lists. */
export interface NestedPaths {
  readonly shape: readonly number[];
  /** where each leaf stands, row after row */
  readonly paths: readonly Path[];
}

/** Reads the shape of lists of lists; a leaf alone has []. Throws InputError where the lists are uneven or empty. */
export function nestedPaths(value: unknown, path: Path, source: ModelSource): NestedPaths {
  if (!Array.isArray(value)) return { shape: [], paths: [path] };
  if (value.length === 0) throw source.error(path, 'the list is empty', 'one item or more');
  const items = value.map((item, i) => nestedPaths(item, [...path, i], source));
  const [{ shape }] = items;
  items.forEach((item, i) => {
    if (String(item.shape) === String(shape)) return;
    const what = `an item of ${shapeText(item.shape)} beside one of ${shapeText(shape)}`;
    throw source.error([...path, i], what, 'items of equal shapes');
  });
  return { shape: [items.length, ...shape], paths: items.flatMap(({ paths }) => paths) };
}
