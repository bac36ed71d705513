import type { Discovery } from '../discovery/discover.js';
import { printExpression } from '../expression/print.js';
import type { Model } from '../model/model.js';
import { derivedParts } from './derivationJson.js';
import type { DiscoverResult } from './resultSchema.js';

/** The JSON that `collapse discover --json` prints (docs/json.md). */
export function discoverResultJson(
  version: string,
  seed: number,
  { model, source, discoveries }: { model: Model; source: string; discoveries: readonly Discovery[] },
): DiscoverResult {
  return {
    schema: 1,
    version,
    seed,
    models: [
      {
        name: model.name,
        source,
        sets: discoveries.map(({ derivation, name, reason, generator, within, unlistedImages }) => ({
          ...derivedParts(model, derivation),
          name,
          equations: derivation.set.equations.map((equation) => printExpression(equation)),
          reason,
          generator,
          within: [...within],
          unlistedImages,
        })),
      },
    ],
  };
}
