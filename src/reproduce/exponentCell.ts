import type { Model } from '../model/model.js';
import type { Check } from './check.js';
import type { Cell, Laboratory } from './experiment.js';
import { numberIn } from './findings.js';

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
      const [set] = model.sets;
      const derivation = laboratory.derive(model, set);
      const { exponents } = await laboratory.predict(model, derivation, { seed, certify: false });
      const options = { seed, ...(signal && { signal }) };
      const evidence =
        process === 'sde'
          ? await laboratory.simulate(model, set, options)
          : await laboratory.train(model, set, { ...options, precision: 'double' });
      if (evidence === null || evidence.completed < 1) return null;
      const predicted = process === 'sde' ? exponents.eulerMaruyama : exponents.sgd;
      const { exponent } = evidence;
      return {
        ...(exponents.sde && { sde: exponents.sde.value }),
        ...(exponents.sgd && { sgd: exponents.sgd.value }),
        ...(predicted && { predicted: predicted.value }),
        ...(exponent && { measured: exponent.mean, low: exponent.interval[0], high: exponent.interval[1] }),
      };
    },
  };
}

/** Holds the exponent that a cell predicted within the interval that it measured. */
export function exponentCheck(cell: string, statement: string): Check {
  return {
    id: cell,
    statement,
    statistic: 'predicted exponent per unit of t, within the interval (level 0.999) of the measured one',
    kind: 'gating',
    measure: (found) => {
      const number = (name: string): number => numberIn(found, cell, name);
      const detail = `measured ${number('measured').toFixed(4)}`;
      return { value: number('predicted'), within: [number('low'), number('high')], detail };
    },
  };
}
