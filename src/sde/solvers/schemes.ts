import { InputError } from '../../arithmetic/inputError.js';
import type { Model } from '../../model/model.js';
import type { StepEquations } from '../stepEquations.js';
import { eulerMaruyama } from './eulerMaruyama.js';
import { exponential } from './exponential.js';
import { milstein } from './milstein.js';
import type { Scheme } from './scheme.js';

/** The scheme that a model file names. Throws InputError where the model's equations are not of its kind. */
export function schemeOf({ name, simulation }: Model, equations: StepEquations): Scheme {
  const scheme = schemes[simulation.scheme];
  const reason = scheme.refusal(equations);
  if (reason === null) return scheme;
  throw new InputError(name, `scheme ${scheme.name}: ${reason}`, 'simulate: { scheme: euler-maruyama }');
}

const schemes = { 'euler-maruyama': eulerMaruyama, milstein, exponential };
