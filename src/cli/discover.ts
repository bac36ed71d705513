import type { Bound } from '../discovery/bound.js';
import { discoverSets } from '../discovery/discover.js';
import { namedLastPiece } from '../model/schedule.js';
import { type MotionOfBase, motionOfBase } from '../prediction/averaged/motionOfBase.js';
import { discoverResultJson } from '../report/discoverJson.js';
import { discoverText } from '../report/discoverText.js';
import { checkDerivatives } from '../symbolic/checkDerivatives.js';
import type { Derivation } from '../symbolic/derivation.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import { locateModel, readModels } from './locate.js';
import type { CommonOptions } from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { openProgress } from './progress.js';
import { TimeLimit } from './timeLimit.js';
import { jsonText, prepareFolder, writeResults } from './writeResults.js';

/** `collapse discover`: the invariant sets that a model has, each proved. Throws InputError. */
export async function discover(name: string, options: CommonOptions, output: Output): Promise<ExitStatus> {
  const located = locateModel(name);
  const model = namedLastPiece(readModels([located], options.set)[0]);
  const { signal, release } = catchInterruption(output);
  prepareFolder(options.out);
  const bounds: Bound[] = [];
  const limit = new TimeLimit(options.timeLimit, signal);
  const progress = openProgress(options.quiet ?? false, limit);
  const discoveries = (() => {
    try {
      limit.share(`${located.source}: that its derivatives are right`, 4, () => checkDerivatives(model));
      const onProgress = (fraction: number): void => progress.report(`${located.source}: discovering`, fraction);
      const onBound = (bound: Bound): void => void bounds.push(bound);
      return limit.share('the search for sets', 1, () => discoverSets(model, { onProgress, signal, onBound })) ?? [];
    } finally {
      progress.stop();
      release();
    }
  })();
  const { source } = located;
  const moving = new Set(
    discoveries.map(({ derivation }) => derivation).filter((one) => one?.linearisation?.baseMoves),
  );
  const share = Math.min(1, fullAverages / moving.size);
  const { seed } = options;
  let left = discoveries.length;
  const unmeasured: MotionOfBase = { moves: true, averaged: null };
  const baseOf = (derivation: Derivation): MotionOfBase => {
    // after Ctrl-C what was found is told at once
    if (signal.aborted && derivation.linearisation?.baseMoves) return unmeasured;
    const what = `the motion of the base point of ${derivation.set.name}`;
    const motion = () => motionOfBase(model, derivation, { seed, share });
    return limit.share(what, Math.max(1, left--), motion) ?? unmeasured;
  };
  const found = discoverResultJson(packageVersion(), seed, { model, source, discoveries, bounds, baseOf });
  const result = { ...found, ...limit.parts };
  const json = jsonText(result);
  output.result(options.json ? json : discoverText(result, output.width));
  writeResults(options.out, { 'sets.json': json, 'sets.txt': discoverText(result) }, output.message);
  output.message(limit.message);
  if (!signal.aborted) return exitStatus.done;
  output.message('interrupted: there may be more sets\n');
  return exitStatus.interrupted;
}

/** Averages along moving base points that are made with all their steps; more of them share these steps. */
const fullAverages = 4;
