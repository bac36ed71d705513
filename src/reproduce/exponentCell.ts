import type { Model } from '../model/model.js';
import type { Check } from './check.js';
import type { Cell, CellOptions, Laboratory } from './experiment.js';
import { type Found, numberIn } from './findings.js';

/** Predicts and measures the exponent of the first set of a model: the SDE's chain, or SGD itself in doubles. */
export function exponentCell(
  id: string,
  modelOf: (laboratory: Laboratory) => Model,
  process: 'sde' | 'sgd' = 'sde',
): Cell {
  return {
    id,
    run: async (laboratory, { seed, signal }) => {
      const model = modelOf(laboratory);
      const derivation = laboratory.derive(model, model.sets[0]);
      const { exponents } = await laboratory.predict(model, derivation, { seed, certify: false });
      const measured = await measuredExponent(model, process, laboratory, { seed, signal });
      const predicted = process === 'sde' ? exponents.eulerMaruyama : exponents.sgd;
      return (
        measured && {
          ...(exponents.sde && { sde: exponents.sde.value }),
          ...(exponents.sgd && { sgd: exponents.sgd.value }),
          ...(predicted && { predicted: predicted.value }),
          ...measured,
        }
      );
    },
  };
}

/** Measures the exponent of the first set of a model, with the ends of its interval; null when it was interrupted. */
export async function measuredExponent(
  model: Model,
  process: 'sde' | 'sgd',
  { simulate, train }: Laboratory,
  options: CellOptions,
): Promise<Found | null> {
  const [set] = model.sets;
  const evidence =
    process === 'sde'
      ? await simulate(model, set, options)
      : await train(model, set, { ...options, precision: 'double' });
  if (evidence === null || evidence.completed < 1) return null;
  const { exponent } = evidence;
  return exponent === null ? {} : { measured: exponent.mean, low: exponent.interval[0], high: exponent.interval[1] };
}

/** Holds the exponent that a cell predicted within the interval that it measured. */
export function exponentCheck(cell: string, statement: string): Check {
  return {
    id: cell,
    statement,
    statistic: 'predicted exponent per unit of t, within the interval (level 0.999) of the measured one',
    measure: (found) => {
      const number = (name: string): number => numberIn(found, cell, name);
      const detail = `measured ${number('measured').toFixed(4)}`;
      return { value: number('predicted'), within: [number('low'), number('high')], detail };
    },
  };
}
