import type fc from 'fast-check';
import type { Model } from '../src/model/model.js';
import { boundProperty } from './boundProperty.js';
import type { GradientConstraints } from './gradients.js';
import { modelProperties } from './modelProperties.js';
import type { ModelCase } from './modelProperty.js';

/** A statement about one model, to be run with `fc.assert(property)`. */
export interface PropertyOfModel {
  readonly name: string;
  readonly statement: string;
  readonly property: fc.IAsyncPropertyWithHooks<[ModelCase]>;
  /** cases that make a useful test: fewer where one case costs as much as many others */
  readonly numRuns: number;
  /** milliseconds that so many cases may take on a slow machine */
  readonly timeout: number;
}

/** Of a property whose share is 1. */
const usualRuns = 50;
const timeout = 120_000;

/**
 * The properties that say something of a model, as properties of fast-check, for the test runner of one's choice.
 *
 * A failure prints its counterexample as the text of a model file.
 */
export function propertiesOf(model: Model, constraints: GradientConstraints = {}): PropertyOfModel[] {
  return modelProperties(constraints)
    .filter((property) => property.obstacle(model) === null)
    .map((property) => ({
      name: property.name,
      statement: property.statement,
      property: boundProperty(property, model),
      numRuns: Math.ceil(usualRuns * property.share),
      timeout,
    }));
}
