import { InputError } from '../arithmetic/inputError.js';
import { compare, equal, isInteger, negated, one, rational, sign } from '../arithmetic/rational.js';
import { substitute } from '../expression/calculus/substitute.js';
import { logSumExp } from '../expression/syntax/arrayFunctions.js';
import {
  call,
  comparison,
  conditional,
  difference,
  type Expression,
  fraction,
  negate,
  number,
  numberZero,
  power,
  product,
  sum,
  symbol,
  symbolsOf,
} from '../expression/syntax/expression.js';
import { withAllErrors } from './inputErrors.js';
import type { DataSet, LossDynamics } from './model.js';
import type { ModelFile } from './modelFile.js';
import type { ModelSource, Path } from './modelSource.js';
import { outputNames, withOutputs } from './outputNames.js';
import { inData, readArray, readExpression } from './readExpressions.js';
import type { Names, Reading } from './readNames.js';

/** ℓ(θ; z) with the output substituted, the output itself, and which of the known forms it is. */
export type Loss = Pick<LossDynamics, 'loss' | 'form' | 'output'>;

/**
 * Reads `output` and `loss`: squared Σ (f − y)²/2, logistic Σ log(1 + exp(−y f)), softmax (cross-entropy of logits with a
 * class number), or an expression that may use `f` for a single output.
 *
 * Throws InputError when output and targets do not match in number, or targets are not what the form needs; without data,
 * which may be wrong themselves, nothing is said of theirs.
 */
export function readLoss(reading: Reading, data: DataSet | null): Loss {
  const { source, names, file } = reading;
  const [output] = withAllErrors<readonly Expression[] | null>([
    () => readOutput(reading),
    () => checkLossName(reading),
  ]);
  if (file.loss === undefined) throw source.error([], '"loss" is missing', expectedLoss);
  const where = source.where(['loss']);
  switch (file.loss) {
    case 'squared': {
      const { outputs, targets } = paired(output, names, where, 'squared');
      const terms = outputs.map((f, i) => product(fraction(1, 2), power(difference(f, targets[i]), 2)));
      return { form: 'squared', output: outputs, loss: sum(...terms) };
    }
    case 'logistic': {
      const { outputs, targets } = paired(output, names, where, 'logistic');
      checkTargets(
        file,
        source,
        data,
        'targets -1 and 1 with the logistic loss',
        (y) => equal(y, one) || equal(y, negated(one)),
      );
      const terms = outputs.map((f, i) => call('softplus', negate(product(targets[i], f))));
      return { form: 'logistic', output: outputs, loss: sum(...terms) };
    }
    case 'softmax':
      return softmaxLoss(reading, output, data, where);
    default:
      return { form: 'custom', output, loss: readCustomLoss(reading, output) };
  }
}

const expectedLoss = 'loss: squared, logistic, softmax or an expression';

function readOutput(reading: Reading): readonly Expression[] | null {
  const { source, names, file } = reading;
  if (file.output === undefined) return null;
  const paths: Path[] = Array.isArray(file.output) ? file.output.map((_, i) => ['output', i]) : [['output']];
  const read = (path: Path): readonly Expression[] => {
    const { elements } = readArray(reading, source.text(path), path, inData);
    const target = symbolsOf(...elements).find((name) => names.targets.includes(name));
    if (target === undefined) return elements;
    throw source.error(path, `the output holds the target ${target}`, 'parameters, inputs and constants');
  };
  return withAllErrors(paths.map((path) => () => read(path))).flat();
}

function paired(output: readonly Expression[] | null, names: Names, where: string, form: string) {
  if (output === null) throw new InputError(where, `${form} needs an output`, 'output: an expression for f');
  if (output.length !== names.targets.length) {
    const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
    const what = `${counted(output.length, 'output')} and ${counted(names.targets.length, 'target')} do not pair`;
    throw new InputError(where, what, `as many targets as outputs with ${form}`);
  }
  return { outputs: output, targets: names.targets.map((name) => symbol(name)) };
}

/** log Σ_c exp f_c − f_y. */
function softmaxLoss(
  { source, names, file }: Reading,
  output: readonly Expression[] | null,
  data: DataSet | null,
  where: string,
): Loss {
  if (output === null || output.length < 2) {
    throw new InputError(where, 'softmax needs two logits or more', 'output: a list of expressions');
  }
  if (names.targets.length !== 1) {
    throw new InputError(where, `softmax with ${names.targets.length} targets`, 'one target, a class number');
  }
  const classes = output.length;
  checkTargets(
    file,
    source,
    data,
    `class numbers 0 to ${classes - 1} with the ${classes} logits of softmax`,
    (y) => isInteger(y) && sign(y) >= 0 && compare(y, rational(classes)) < 0,
  );
  const y = symbol(names.targets[0]);
  const chosen = output.map((f, c) => conditional(comparison('==', y, number(c)), f, numberZero));
  return { form: 'softmax', output, loss: difference(logSumExp(output), sum(...chosen)) };
}

function checkTargets(
  file: ModelFile,
  source: ModelSource,
  data: DataSet | null,
  what: string,
  isValid: (target: DataSet['rows'][number][number]) => boolean,
): void {
  data?.rows.forEach((row, i) => {
    for (let j = data.inputs.length; j < row.length; j++) {
      if (isValid(row[j])) continue;
      const name = data.targets[j - data.inputs.length];
      const path = file.data?.samples === undefined ? ['data'] : ['data', 'samples', i];
      throw source.error(path, `${name} of sample ${i + 1} does not fit`, what);
    }
  });
}

/** Throws InputError for a word that is no loss and no name; gives null. */
function checkLossName({ file: { loss, output }, source, names }: Reading): null {
  const declared = [...names.parameters, ...names.constants.keys(), ...names.inputs, ...names.targets];
  const known = ['squared', 'logistic', 'softmax', ...declared];
  const text = loss === undefined ? '' : source.text(['loss']).trim();
  const isOutput = output !== undefined && /^f\d*$/.test(text);
  if (!/^[A-Za-z_-]+$/.test(text) || known.includes(text) || isOutput) return null;
  const expected = 'squared (mean squared error), logistic, softmax (cross-entropy) or an expression';
  throw source.error(['loss'], `there is no loss named ${JSON.stringify(text)}`, expected);
}

/** A loss that may use its outputs by name (outputNames); a declared name comes first, so that it cannot be both. */
function readCustomLoss(reading: Reading, output: readonly Expression[] | null): Expression {
  const { source, names } = reading;
  const declared = [...names.parameters, ...names.constants.keys(), ...names.inputs, ...names.targets];
  const where = source.where(['loss']);
  const outputs = outputNames(output);
  const roles = [...inData.roles, ...(output === null ? [] : (['output'] as const))];
  const written = readExpression({ ...reading, names: withOutputs(names, output) }, ['loss'], { ...inData, roles });
  const used = symbolsOf(written).filter((name) => outputs.has(name));
  const both = used.find((name) => declared.includes(name));
  if (both !== undefined) {
    throw new InputError(
      where,
      `${both} is a declared name and stands for the output too`,
      `another name than ${both}`,
    );
  }
  return used.length === 0 ? written : substitute(written, outputs);
}
