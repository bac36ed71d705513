import fc from 'fast-check';
import { printModelFile } from '../src/model/printModel.js';
import { readModel } from '../src/model/readModel.js';
import { equalData } from './equalData.js';
import { type ModelCase, type ModelProperty, PropertyViolation } from './modelProperty.js';
import { modelVariations } from './modelVariations.js';
import { points, startedAt } from './points.js';

/** A model that is written as a model file and read again is the same model, exact numbers and formulas included. */
export function printedModel(): ModelProperty {
  return {
    name: 'printed-model',
    statement: 'a model that is written as a model file and read again is the same model',
    share: 1,
    obstacle: () => null,
    cases: (model): fc.Arbitrary<ModelCase> =>
      fc
        .record({ varied: modelVariations(model), point: fc.option(points(model)), keepsClaims: fc.boolean() })
        .map(({ varied, point, keepsClaims }) => {
          const whole = keepsClaims ? { ...varied, claims: model.claims } : varied;
          return { model: point === null ? whole : startedAt(whole, point) };
        }),
    check({ model }) {
      const text = printModelFile(model);
      // what formulas ask for is read from the texts of the file, where what cancels is gone
      const again = { ...readModel(text, model.name), domain: model.domain };
      if (!equalData(again, model)) {
        throw new PropertyViolation(`what is read differs from what was written:\n${printModelFile(again)}`);
      }
    },
  };
}
