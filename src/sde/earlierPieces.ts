import type { EscapeOutcome } from '../model/escapes.js';
import type { AffineSet, Model } from '../model/model.js';
import { piecesBefore } from '../model/schedule.js';
import { itemBranch } from '../numeric/branches.js';
import { fold } from '../numeric/random.js';
import { type ObserveOptions, observeEnsemble } from './observe.js';

/** How an ensemble comes to the piece of its schedule that is measured. */
export interface EarlierPieces {
  /** of the piece's own streams */
  readonly seed: number;
  /** where trajectories are when it begins; null on the first piece: the starts of the model file */
  readonly starts: readonly Float64Array[] | null;
  /** how the others ended before */
  readonly ended: readonly EscapeOutcome['end'][];
  /** t when it begins */
  readonly time: number;
}

/**
 * Runs the SDE through the pieces before the model's own, each from where the one before it ended and with its own streams,
 * which are those that the piece's own measurement draws from.
 */
export async function earlierPieces(
  model: Model,
  set: AffineSet,
  options: Omit<ObserveOptions, 'recordedSteps'>,
): Promise<EarlierPieces> {
  const pieces = piecesBefore(model);
  let starts: readonly Float64Array[] | null = null;
  const ended: EscapeOutcome['end'][] = [];
  for (const [i, piece] of pieces.entries()) {
    const { horizon, dt } = piece.simulation;
    const recordedSteps = [Math.max(1, Math.round(horizon / dt))];
    const from = starts === null ? {} : { starts };
    const run = { ...options, ...from, seed: pieceSeed(options.seed, i), recordedSteps, keepsPoints: true };
    const outcomes: readonly EscapeOutcome[] = (await observeEnsemble(piece, set, run)) ?? [];
    ended.push(...outcomes.flatMap(({ end }) => (isOver(end) ? [end] : [])));
    starts = outcomes.flatMap(({ end, points }) => (isOver(end) || points === undefined ? [] : [points]));
  }
  const time = pieces.reduce((sum, { simulation }) => sum + simulation.horizon, 0);
  return { seed: pieceSeed(options.seed, pieces.length), starts, ended, time };
}

function pieceSeed(seed: number, piece: number): number {
  return piece === 0 ? seed : fold(seed, itemBranch(piece));
}

function isOver(end: EscapeOutcome['end']): boolean {
  return end === 'floorReached' || end === 'diverged';
}
