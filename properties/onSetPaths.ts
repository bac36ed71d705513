import fc from 'fast-check';
import type { AffineSet, Model } from '../src/model/model.js';
import type { ModelCase } from './modelProperty.js';
import { modelVariations } from './modelVariations.js';
import { leavingTest } from './normalPushes.js';
import { type ExactPoint, points, projectedOnSet, startedAt } from './points.js';
import { compileUpdate, type Draw, drawnRows, draws } from './randomPath.js';

/** A path of updates that starts on a set of the model. */
export interface PathCase extends ModelCase {
  /** the one set of the model */
  readonly set: AffineSet;
  readonly start: ExactPoint;
  readonly draws: readonly Draw[];
}

/** Paths from exact points of the model's sets, with random batches of its own or of other samples. */
export function onSetPaths(model: Model): fc.Arbitrary<PathCase> {
  return fc
    .record({
      set: fc.constantFrom(...model.sets),
      varied: modelVariations(model),
      point: points(model),
      draws: draws(),
    })
    .map(({ set, varied, point, draws: drawn }) => {
      const start = projectedOnSet(model, set, point) ?? point;
      return { model: startedAt({ ...varied, sets: [set] }, start), set, start, draws: drawn };
    });
}

/**
 * What first moves the path off its set, in one sentence, or null.
 *
 * Every point is put back exactly on the set after the update, whose rounding would else add up. Skips the case when the
 * set has no exact points.
 */
export function whatLeavesTheSet({ model, set, start, draws: drawn }: PathCase): string | null {
  fc.pre(projectedOnSet(model, set, start) !== null);
  const leaves = leavingTest(model, set);
  const update = compileUpdate(model);
  let point: ExactPoint = start;
  for (const [step, draw] of drawn.entries()) {
    const reason = leaves(point, drawnRows(model, draw));
    if (reason !== null) return step === 0 ? reason : `after ${step} ${step === 1 ? 'update' : 'updates'}, ${reason}`;
    const moved = update(point, draw);
    const next = moved && projectedOnSet(model, set, moved);
    if (next === null) return null;
    point = next;
  }
  return null;
}
