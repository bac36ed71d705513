import { InputError } from '../arithmetic/inputError.js';
import type { Rational } from '../arithmetic/rational.js';
import type { Model } from '../model/model.js';
import { onLastPiece } from '../model/schedule.js';
import type { SweepAxis } from './axis.js';

/** Every combination of the axes' values; cell numbers count the last axis fastest and never change. */
export interface Grid {
  readonly axes: readonly SweepAxis[];
  readonly cells: number;
}

/** The grid of some axes over a model's constants. Throws InputError for a constant that is not the model's, or twice. */
export function gridOf(model: Model, axes: readonly SweepAxis[]): Grid {
  for (const [i, { constant }] of axes.entries()) {
    if (!model.constants.has(constant)) {
      const known = [...model.constants.keys()].join(', ') || 'none: the model declares no constants';
      throw new InputError(`--vary ${constant}`, `the model has no constant ${constant}`, known);
    }
    if (axes.findIndex((axis) => axis.constant === constant) < i) {
      throw new InputError(`--vary ${constant}`, 'the constant is varied twice', 'each constant once');
    }
  }
  const cells = axes.reduce((product, { values }) => product * values.length, 1);
  if (cells > mostCells) throw new InputError('--vary', `${cells} cells`, `at most ${mostCells}`);
  return { axes, cells };
}

/** Beyond it the results of one run would not fit in memory. */
const mostCells = 10_000_000;

/** The position of a cell along each axis. */
export function positionOf({ axes }: Grid, cell: number): number[] {
  const position: number[] = [];
  let rest = cell;
  for (const { values } of [...axes].reverse()) {
    position.unshift(rest % values.length);
    rest = Math.floor(rest / values.length);
  }
  return position;
}

/** The values of the varied constants in a cell. */
export function valuesAt(grid: Grid, cell: number): Map<string, Rational> {
  const position = positionOf(grid, cell);
  return new Map(grid.axes.map(({ constant, values }, i) => [constant, values[position[i]]]));
}

/** The model with a cell's constants. */
export function modelAt(model: Model, grid: Grid, cell: number): Model {
  return onLastPiece({ ...model, constants: new Map([...model.constants, ...valuesAt(grid, cell)]) });
}

/**
 * All cells in an order that shows the whole picture early: every eighth row and column first, then what halves the
 * gaps, and so on; within a step by number.
 */
export function coarseToFine(grid: Grid): number[] {
  const levels = Uint8Array.from({ length: grid.cells }, (_, cell) => Math.min(...positionOf(grid, cell).map(levelOf)));
  const order = Array.from(levels.keys());
  return order.sort((a, b) => levels[b] - levels[a] || a - b);
}

/** How often 2 divides a position, up to eighths. */
function levelOf(position: number): number {
  return position % 8 === 0 ? 3 : position % 4 === 0 ? 2 : position % 2 === 0 ? 1 : 0;
}
