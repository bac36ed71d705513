import { type Checked, checkAll } from '../reproduce/check.js';
import type { Experiment, Size } from '../reproduce/experiment.js';
import type { Findings } from '../reproduce/findings.js';
import { finite } from './finite.js';
import type { ReproducedCheck, ReproduceLine, ReproduceResult } from './reproduceSchema.js';

/** An experiment that was run, and how. */
export interface Reproduced {
  readonly version: string;
  readonly seed: number;
  readonly experiment: Experiment;
  readonly size: Size;
  readonly lines: readonly ReproduceLine[];
  readonly replay: string;
}

/** What the lines of an experiment found, by cell. */
export function findingsOf(lines: readonly ReproduceLine[]): Findings {
  return new Map(lines.map(({ cell, found }) => [cell, found]));
}

/** The JSON that `collapse reproduce --json` prints (docs/json.md). */
export function reproduceJson({ version, seed, experiment, size, lines, replay }: Reproduced): ReproduceResult {
  const found = findingsOf(lines);
  const { name, title, source, checks, pictures } = experiment;
  return {
    schema: 1,
    version,
    seed,
    experiment: name,
    title,
    source,
    size,
    checks: checkAll(checks, found).map(checkJson),
    figures: pictures(found).map((picture) => ({ name: picture.name, title: picture.title })),
    cells: lines,
    replay,
  };
}

function checkJson({ id, statement, statistic, kind, value, within, detail, pass }: Checked): ReproducedCheck {
  const [low, high] = within;
  const end = (bound: number): number | null => (Number.isFinite(bound) ? bound : null);
  const interval: ReproducedCheck['interval'] = [end(low), end(high)];
  return { id, statement, statistic, kind, value: finite(value), interval, level: null, detail: detail ?? null, pass };
}
