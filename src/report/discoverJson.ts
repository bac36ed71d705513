import type { Bound } from '../discovery/bound.js';
import type { Discovery } from '../discovery/discover.js';
import { printExpression } from '../expression/syntax/print.js';
import type { Model } from '../model/model.js';
import type { Exponent } from '../prediction/prediction.js';
import type { Derivation } from '../symbolic/derivation.js';
import { derivedParts } from './derivationJson.js';
import { exponentJson } from './jsonParts.js';
import type { DiscoverResult } from './resultSchema.js';

/** One model with the sets that it was found to have, and the bounds of the search that it goes beyond. */
export interface DiscoveredModel {
  readonly model: Model;
  /** built-in id or file name */
  readonly source: string;
  readonly discoveries: readonly Discovery[];
  readonly bounds: readonly Bound[];
  /** the exponent along the moving base point of a set, null where there is none */
  readonly averagedOf: (derivation: Derivation) => Exponent | null;
}

/** The JSON that `collapse discover --json` prints (docs/json.md). */
export function discoverResultJson(
  version: string,
  seed: number,
  { model, source, discoveries, bounds, averagedOf }: DiscoveredModel,
): DiscoverResult {
  const known = new Map<Derivation, Exponent | null>();
  /** one average an orbit */
  const averaged = (derivation: Derivation): Exponent | null => {
    if (!known.has(derivation)) known.set(derivation, averagedOf(derivation));
    return known.get(derivation) ?? null;
  };
  return {
    schema: 1,
    version,
    seed,
    models: [
      {
        name: model.name,
        source,
        sets: discoveries.map((discovery) => {
          const { set, derivation, orbit, reason, generator, within, unlistedImages } = discovery;
          return {
            ...derivedParts(model, discovery),
            equations: set.equations.map((equation) => printExpression(equation)),
            reason,
            generator,
            within: [...within],
            unlistedImages,
            orbit,
            baseMoves: derivation.linearisation?.baseMoves ?? false,
            averaged: exponentJson(averaged(derivation)),
          };
        }),
        bounds: [...bounds],
      },
    ],
  };
}
