import fc from 'fast-check';
import type { Model } from '../src/model/model.js';
import { printModelFile } from '../src/model/printModel.js';
import type { ModelCase, ModelProperty } from './modelProperty.js';

/**
 * A property of models as a property of fast-check: of one model, or of random ones.
 *
 * Of random models those that the property says nothing of are skipped. fast-check prints a counterexample as the text of
 * a model file.
 */
export function boundProperty(
  property: ModelProperty,
  models: Model | fc.Arbitrary<Model>,
): fc.IAsyncPropertyWithHooks<[ModelCase]> {
  const cases = models instanceof fc.Arbitrary ? casesOfRandomModels(property, models) : property.cases(models);
  return fc.asyncProperty(cases.map(printable), async (given) => {
    fc.pre(!('isOutside' in given));
    await property.check(given);
  });
}

function casesOfRandomModels(property: ModelProperty, models: fc.Arbitrary<Model>): fc.Arbitrary<ModelCase> {
  return models.chain((model) => {
    const outside: ModelCase & { readonly isOutside: true } = { model, isOutside: true };
    return property.obstacle(model) === null ? property.cases(model) : fc.constant(outside);
  });
}

function printable<Case extends ModelCase>(given: Case): Case {
  return { ...given, [fc.toStringMethod]: () => printModelFile(given.model) };
}
