import { substitute } from '../expression/calculus/substitute.js';
import { type Expression, keyOf, symbolsOf } from '../expression/syntax/expression.js';
import { parseDomain } from '../expression/syntax/parse.js';
import type { Path } from './modelSource.js';
import { outputNames, withOutputs } from './outputNames.js';
import type { Reading } from './readNames.js';
import { stepName } from './schedule.js';

/**
 * The conditions under which the formulas of a model have values as they are written, before anything in them cancels; in
 * parameters, constants and the data's names. `output` is what f stands for in a custom loss (outputNames).
 */
export function statedDomain(reading: Reading, output: readonly Expression[] | null): Expression[] {
  const { names, file } = reading;
  const outputs = outputNames(output);
  const named = file.loss === 'squared' || file.loss === 'logistic' || file.loss === 'softmax';
  const paths: Path[] = [
    ...(file.loss === undefined || named ? [] : [['loss']]),
    ...listed(file.output, ['output']),
    ...listed(file.drift, ['drift']),
    ...(['regulariser', 'learningRate', 'momentum', 'potential'] as const).flatMap((key) =>
      file[key] === undefined || typeof file[key] === 'object' ? [] : [[key]],
    ),
    ...(file.noise ?? []).flatMap((entry, i): Path[] => {
      const matrices = (['diffusion', 'covariance', 'factor'] as const).flatMap((key): Path[] => {
        const rows = (entry as { readonly [K in typeof key]?: readonly (readonly unknown[])[] | string })[key] ?? [];
        // the covariance of a minibatch is a word
        return typeof rows === 'string' ? [] : rows.flatMap((row, j) => row.map((_, k) => ['noise', i, key, j, k]));
      });
      return 'std' in entry && entry.std !== undefined ? [['noise', i, 'std']] : matrices;
    }),
  ];
  const conditions = paths.flatMap((path) => domainAt({ ...reading, names: withOutputs(names, output) }, path));
  const declared = [...names.parameters, ...names.inputs, ...names.targets, ...names.constants.keys()];
  const meant = conditions.map((one) =>
    symbolsOf(one).some((name) => outputs.has(name) && !declared.includes(name)) ? substitute(one, outputs) : one,
  );
  // the rate of a step is a number, and held to be one, when it is worked out
  const standing = meant.filter((one) => declared.includes(stepName) || !symbolsOf(one).includes(stepName));
  return [...new Map(standing.map((one) => [keyOf(one), one])).values()];
}

/** The same of the one formula at a path. */
export function domainAt({ source, names }: Reading, path: Path): readonly Expression[] {
  return parseDomain(source.text(path), source.where(path), names);
}

function listed(value: unknown, path: Path): Path[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map((_, i) => [...path, i]) : [path];
}
