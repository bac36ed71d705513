import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelTexts } from '../../properties/arbitraries/modelTexts.js';
import { builtinModels } from '../../src/model/builtin/index.js';
import type { Model } from '../../src/model/model.js';
import { printModelFile } from '../../src/model/printModel.js';
import { readModel } from '../../src/model/readModel.js';
import { builtinTexts } from './modelTexts.js';

function withoutDomains({ claims }: Model): unknown[] {
  return claims.map((claim) => ({ ...claim, domain: [] }));
}

describe('a printed model file', () => {
  it.each(builtinModels)('gives $id back', ({ id, file }) => {
    const model = readModel(builtinTexts.get(id)!, file);
    expect(readModel(printModelFile(model), file)).toEqual(model);
  });

  it('gives any model back', () => {
    fc.assert(
      fc.property(modelTexts(), (text) => {
        const model = readModel(text, 'model.yaml');
        // what formulas ask for is read from the texts of the file, where what cancels is gone
        const again = readModel(printModelFile(model), 'model.yaml');
        expect({ ...again, domain: model.domain, claims: withoutDomains(again) }).toEqual({
          ...model,
          claims: withoutDomains(model),
        });
      }),
      { seed: 1, numRuns: process.env.CHECK_FULL ? 2000 : 100 },
    );
  }, 600_000);
});
