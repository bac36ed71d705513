import { type Expression, product, sum, symbol } from './expression.js';
import { elementName } from './names.js';

/** A number ([] for a shape), vector, matrix or higher array of formulas, its elements row after row. */
export interface ArrayValue {
  readonly shape: readonly number[];
  readonly elements: readonly Expression[];
}

/** Reports that shapes or indices do not fit: what is wrong, and what was expected. */
export type Misfit = (what: string, expected: string) => never;

/** A single number. */
export function scalar(value: Expression): ArrayValue {
  return { shape: [], elements: [value] };
}

/** An array of a name's elements, `W[1, 1]`, `W[1, 2]`, …; the name itself for []. */
export function namedArray(name: string, shape: readonly number[]): ArrayValue {
  return { shape, elements: indicesOf(shape).map((indices) => symbol(elementName(name, indices))) };
}

/** All indices of a shape, from 1, the last running fastest. */
export function indicesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (found, size) => found.flatMap((before) => Array.from({ length: size }, (_, i) => [...before, i + 1])),
    [[]],
  );
}

/** How a shape stands in messages. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'a single number' : `shape [${shape.join(', ')}]`;
}

/** A function of elements at the same place; single numbers stand for every place. */
export function elementwise(
  values: readonly ArrayValue[],
  combine: (elements: readonly Expression[], place: number) => Expression,
  sign: string,
  misfit: Misfit,
): ArrayValue {
  const first = values.find(({ shape }) => shape.length > 0) ?? values[0];
  const other = values.find(({ shape }) => shape.length > 0 && String(shape) !== String(first.shape));
  if (other !== undefined) {
    misfit(`${sign} of ${shapeText(first.shape)} and ${shapeText(other.shape)}`, 'equal shapes, or a single number');
  }
  const elements = first.elements.map((_, place) =>
    combine(
      values.map((value) => value.elements[value.shape.length === 0 ? 0 : place]),
      place,
    ),
  );
  return { shape: first.shape, elements };
}

/** A·B, A·v, v·A or v·w. */
export function matrixProduct(left: ArrayValue, right: ArrayValue, misfit: Misfit): ArrayValue {
  const [a, b] = [left.shape, right.shape];
  const inner = a.at(-1);
  if (inner === undefined || a.length > 2 || b.length === 0 || b.length > 2 || b[0] !== inner) {
    const expected =
      inner === undefined || b.length === 0
        ? '`*` for a product with a single number'
        : 'as many columns on the left as rows on the right';
    misfit(`\`@\` of ${shapeText(a)} and ${shapeText(b)}`, expected);
  }
  const size = inner as number;
  const columns = b.length === 2 ? b[1] : 1;
  const rows = left.elements.length / size;
  const elements = Array.from({ length: rows * columns }, (_, place) => {
    const [row, column] = [Math.floor(place / columns), place % columns];
    return sum(
      ...Array.from({ length: size }, (__, k) =>
        product(left.elements[row * size + k], right.elements[k * columns + column]),
      ),
    );
  });
  return { shape: [...a.slice(0, -1), ...b.slice(1)], elements };
}

/** Aᵀ; a vector and a number are their own. */
export function transposed({ shape, elements }: ArrayValue, misfit: Misfit): ArrayValue {
  if (shape.length < 2) return { shape, elements };
  if (shape.length > 2) misfit(`the transpose of ${shapeText(shape)}`, 'a matrix');
  const [rows, columns] = shape;
  const flipped = elements.map((_, place) => elements[(place % rows) * columns + Math.floor(place / rows)]);
  return { shape: [columns, rows], elements: flipped };
}

/** An index that picks one place of an axis, or a range of places of which both ends belong to it; null for an open end. */
export type Selection = number | { readonly from: number | null; readonly to: number | null };

/** The part of an array that indices and ranges, counted from 1, pick; what they leave out at the end is whole. */
export function selected(value: ArrayValue, selections: readonly Selection[], misfit: Misfit): ArrayValue {
  const { shape } = value;
  if (selections.length > shape.length) {
    misfit(`${selections.length} indices of ${shapeText(shape)}`, `${shape.length} at most`);
  }
  const picked = shape.map((size, axis): number[] => {
    const selection = selections[axis] ?? { from: null, to: null };
    const [from, to] =
      typeof selection === 'number' ? [selection, selection] : [selection.from ?? 1, selection.to ?? size];
    const outside = [from, to].find((index) => !(Number.isInteger(index) && index >= 1 && index <= size));
    if (outside !== undefined)
      misfit(`the index ${outside} of ${shapeText(shape)}`, `a whole number from 1 to ${size}`);
    if (from > to) misfit(`the range ${from}:${to} is empty`, 'from:to with from <= to');
    return Array.from({ length: to - from + 1 }, (_, i) => from + i - 1);
  });
  const places = picked.reduce<number[]>(
    (found, indices, axis) => found.flatMap((before) => indices.map((index) => before * shape[axis] + index)),
    [0],
  );
  return {
    shape: picked.flatMap(({ length }, axis) => (typeof selections[axis] === 'number' ? [] : [length])),
    elements: places.map((place) => value.elements[place]),
  };
}

/** An axis taken away: `combine` makes one formula of those along it. `axis` counts from 1; null takes all away. */
export function reduced(
  { shape, elements }: ArrayValue,
  axis: number | null,
  combine: (along: readonly Expression[]) => Expression,
  misfit: Misfit,
): ArrayValue {
  if (axis === null) return scalar(combine(elements));
  if (!(Number.isInteger(axis) && axis >= 1 && axis <= shape.length)) {
    misfit(`the axis ${axis} of ${shapeText(shape)}`, `a whole number from 1 to ${shape.length}: axes count from 1`);
  }
  const inner = shape.slice(axis).reduce((total, size) => total * size, 1);
  const size = shape[axis - 1];
  const rest = elements.length / size;
  const along = Array.from({ length: rest }, (_, place) => {
    const start = Math.floor(place / inner) * inner * size + (place % inner);
    return combine(Array.from({ length: size }, (__, k) => elements[start + k * inner]));
  });
  return { shape: [...shape.slice(0, axis - 1), ...shape.slice(axis)], elements: along };
}

/** Arrays of one shape as one with an axis more, in front. */
export function stacked(items: readonly ArrayValue[], misfit: Misfit): ArrayValue {
  const other = items.find(({ shape }) => String(shape) !== String(items[0].shape));
  if (other !== undefined) {
    misfit(`a list of ${shapeText(items[0].shape)} and ${shapeText(other.shape)}`, 'items of equal shapes');
  }
  return { shape: [items.length, ...items[0].shape], elements: items.flatMap(({ elements }) => elements) };
}
