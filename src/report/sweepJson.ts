import { toNumber } from '../arithmetic/rational.js';
import type { AffineSet, LossDynamics, Model } from '../model/model.js';
import { printModelFile } from '../model/printModel.js';
import { paceOf } from '../model/schedule.js';
import { type Grid, valuesAt } from '../sweep/grid.js';
import type { Measured, SweepCell } from '../sweep/runSweep.js';
import type { Verdict } from '../verify/verdict.js';
import { finite } from './finite.js';
import { exponentsJson } from './jsonParts.js';
import { measuredJson } from './resultJson.js';
import type { SweepHeader, SweepLine } from './sweepSchema.js';

/** What a sweep is of; `replay` makes it again, `replayCell` the verdict of one cell. */
export interface SweepSubject {
  readonly version: string;
  readonly seed: number;
  readonly source: string;
  readonly model: Model;
  readonly set: AffineSet;
  readonly grid: Grid;
  readonly measure: Measured;
  /** the axes as stated */
  readonly vary: readonly string[];
  readonly backend: string;
  readonly replay: string;
}

/** The first line of a sweep's JSON Lines. */
export function sweepHeaderJson(subject: SweepSubject): SweepHeader {
  const { version, seed, source, model, set, grid, vary, measure, backend, replay } = subject;
  const { trajectories, horizon, dt } = model.simulation;
  return {
    schema: 1,
    version,
    seed,
    kind: 'sweep',
    source,
    model: model.name,
    set: set.name,
    file: printModelFile(model),
    grid: grid.axes.map(({ constant, scale, values }) => ({ constant, scale, values: values.map(toNumber) })),
    vary,
    cells: grid.cells,
    measure,
    settings: { trajectories, horizon, dt, backend },
    replay,
  };
}

/** One cell's line. `replay` is the command that verifies the model with the cell's constants; `parts` what it lacks. */
export function sweepLineJson(
  grid: Grid,
  { cell, model, verdict, before }: SweepCell,
  replay: string,
  parts: Pick<SweepLine, 'undecided'> = {},
): SweepLine {
  const { prediction, evidence, outcome, disagreements } = verdict;
  const { supQ, infQ, says } = prediction.sufficient;
  const isMeasured = evidence.sde !== null || evidence.sgd !== null;
  return {
    cell,
    constants: Object.fromEntries([...valuesAt(grid, cell)].map(([name, value]) => [name, toNumber(value)])),
    ...(before.length > 0 && { steps: stepsOf(model) }),
    ...predictedJson(verdict),
    sufficient: { supQ: finite(supQ), infQ: finite(infQ), says },
    evidence: measuredJson(evidence, replay),
    verdict: isMeasured ? outcome : null,
    causes: [...new Set(disagreements.map(({ cause }) => cause))],
    ...(before.length > 0 && {
      before: before.map((piece) => ({ steps: stepsOf(piece.model), ...predictedJson(piece.verdict) })),
    }),
    ...parts,
  };
}

function predictedJson({ predicted, prediction }: Verdict): Pick<SweepLine, 'prediction' | 'exponents'> {
  return { prediction: predicted, exponents: exponentsJson(prediction.exponents) };
}

function stepsOf(model: Model): [number, number] {
  const { from, until } = paceOf(model, model.dynamics as LossDynamics);
  return [from, until];
}
