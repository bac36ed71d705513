import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelTexts } from '../../properties/arbitraries/modelTexts.js';
import { builtinModels } from '../../src/model/builtin/index.js';
import { printModelFile } from '../../src/model/printModel.js';
import { readModel } from '../../src/model/readModel.js';
import { builtinTexts } from './modelTexts.js';

describe('a printed model file', () => {
  it.each(builtinModels)('gives $id back', ({ id, file }) => {
    const model = readModel(builtinTexts.get(id)!, file);
    expect(readModel(printModelFile(model), file)).toEqual(model);
  });

  it('gives any model back', () => {
    fc.assert(
      fc.property(modelTexts(), (text) => {
        const model = readModel(text, 'model.yaml');
        expect(readModel(printModelFile(model), 'model.yaml')).toEqual(model);
      }),
      { seed: 1, numRuns: process.env.CHECK_FULL ? 2000 : 100 },
    );
  }, 600_000);
});
