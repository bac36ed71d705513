import type { Bound } from '../discovery/bound.js';
import type { Discovery } from '../discovery/discover.js';
import { printExpression } from '../expression/syntax/print.js';
import type { Model } from '../model/model.js';
import type { MotionOfBase } from '../prediction/averaged/motionOfBase.js';
import type { Derivation } from '../symbolic/derivation.js';
import { derivedParts, invarianceJson } from './derivationJson.js';
import { exponentJson } from './jsonParts.js';
import type { DiscoverResult } from './resultSchema.js';

/** One model with the sets that it was found to have, and the bounds of the search that it goes beyond. */
export interface DiscoveredModel {
  readonly model: Model;
  /** built-in id or file name */
  readonly source: string;
  readonly discoveries: readonly Discovery[];
  readonly bounds: readonly Bound[];
  readonly baseOf: (derivation: Derivation) => MotionOfBase;
}

/** The JSON that `collapse discover --json` prints (docs/json.md). */
export function discoverResultJson(
  version: string,
  seed: number,
  { model, source, discoveries, bounds, baseOf }: DiscoveredModel,
): DiscoverResult {
  const known = new Map<Derivation, MotionOfBase>();
  /** one computation an orbit */
  const base = (derivation: Derivation): MotionOfBase => {
    const found = known.get(derivation) ?? baseOf(derivation);
    known.set(derivation, found);
    return found;
  };
  return {
    schema: 1,
    version,
    seed,
    models: [
      {
        name: model.name,
        source,
        parameters: model.parameters,
        sets: discoveries.map((discovery) => {
          const { set, derivation, orbit, reason, generator, within, unlistedImages, rotations, families } = discovery;
          const motion = derivation && base(derivation);
          return {
            ...derivedParts(model, discovery),
            equations: set.equations.map((equation) => printExpression(equation)),
            reason,
            generator,
            within,
            unlistedImages: unlistedImages.length,
            images: [
              ...unlistedImages.map((equations) => ({ equations: equations.map((one) => printExpression(one)) })),
              ...families.map(({ family, parameters, equations, invariance }) => ({
                family,
                parameters,
                equations,
                invariance: invarianceJson(invariance),
              })),
            ],
            rotations,
            orbit,
            derived: derivation !== null,
            baseMoves: motion?.moves ?? null,
            averaged: exponentJson(motion?.averaged ?? null),
          };
        }),
        bounds,
      },
    ],
  };
}
