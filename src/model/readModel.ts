import { InputError } from '../arithmetic/inputError.js';
import type { Rational } from '../arithmetic/rational.js';
import { together, withAllErrors } from './inputErrors.js';
import { itoDynamics } from './itoDrift.js';
import type { AffineSet, Claim, LossDynamics, Model, SdeDynamics, SimulationSettings } from './model.js';
import type { ModelFile } from './modelFile.js';
import { shapeOf } from './modelFileShape.js';
import { type ModelSource, modelSource } from './modelSource.js';
import type { NoiseModel } from './noise/noiseFacts.js';
import { readClaims } from './readClaims.js';
import type { ReadFile } from './readData.js';
import { readDynamics } from './readDynamics.js';
import { withLabelFlips } from './readLabelFlip.js';
import { type Reading, readNames } from './readNames.js';
import { readNoise } from './readNoise.js';
import { rationalFromText } from './readNumbers.js';
import { readSets } from './readSets.js';
import { readSimulation } from './readSimulation.js';
import { onLastPiece } from './schedule.js';
import { statedDomain } from './statedDomain.js';

/** What a model file is read with beside its text. */
export interface ReadModelOptions {
  /** reads a csv file that the model names; without it such a model is refused */
  readonly readFile?: ReadFile;
  /** values that replace those of the file's constants, by name; a text as in the file, such as `1/3` or `1e-3` */
  readonly set?: ReadonlyMap<string, Rational> | Readonly<Record<string, number | string>>;
}

/**
 * Reads a model file (docs/model-file.md) from its text, YAML or JSON; `where` is the file's name, for messages and for
 * the paths of the files that it names.
 *
 * Of a learning rate that changes the model has the last piece (see piecesOf). Any text gives a Model or throws an InputError with `file:line: key.path`, what is wrong and what was expected.
 */
export function readModel(text: string, where: string, options: ReadModelOptions = {}): Model {
  try {
    return modelOf(modelSource(text, where), options);
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    throw new InputError(where, 'the file holds a formula too long or too deep to be read', 'shorter formulas');
  }
}

function modelOf(source: ModelSource, options: ReadModelOptions): Model {
  const shape = shapeOf(source);
  if (shape.errors.length > 0) throw together([...shape.errors, ...otherErrors(shape, source, options)]);
  const { file } = shape;
  if (file.matrices !== undefined) {
    const expected = 'a loss or an SDE; only collapse predict reads random matrix products';
    throw source.error(['matrices'], 'the file states a random matrix product', expected);
  }
  const names = readNames(file, source, exactValues(options.set ?? {}));
  const reading: Reading = { file, source, names };
  const [dynamics, noise, sets, claims, simulation] = readParts(reading, options.readFile ?? null);
  return onLastPiece({
    name: file.name,
    parameters: names.parameters,
    constants: names.constants,
    dynamics: inSenseOfIto(file, dynamics, names.parameters, noise),
    domain: statedDomain(reading, dynamics.kind === 'loss' ? dynamics.output : null),
    noise,
    sets,
    claims,
    simulation,
  });
}

/** What else is wrong with a file some keys of which have no right shape: in the parts that do not rest on these. */
function otherErrors(
  { file, wrong }: ReturnType<typeof shapeOf>,
  source: ModelSource,
  options: ReadModelOptions,
): InputError[] {
  const declaring = ['parameters', 'constants', 'inputs', 'targets', 'matrices', 'set'];
  if (typeof file !== 'object' || file === null || declaring.some((key) => wrong.has(key))) return [];
  try {
    const names = readNames(file, source, exactValues(options.set ?? {}));
    readParts({ file, source, names }, options.readFile ?? null, wrong);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [error];
  }
}

/** The keys that dynamics do not rest on. */
const apart = ['name', 'noise', 'sets', 'claims', 'simulate'];

function exactValues(set: NonNullable<ReadModelOptions['set']>): ReadonlyMap<string, Rational> {
  if (set instanceof Map) return set;
  return new Map(Object.entries(set).map(([name, value]) => [name, rationalFromText(String(value), `set ${name}`)]));
}

type Parts = [LossDynamics | SdeDynamics, NoiseModel[], AffineSet[], Claim[], SimulationSettings];

/** Reads on where a part is wrong, so that all errors are told at once; what depends on a wrong part is left. */
function readParts(reading: Reading, readFile: ReadFile | null, wrong: ReadonlySet<string> = new Set()): Parts {
  const { names, file } = reading;
  const parts: Partial<Parts> = [];
  const hasData =
    file.drift === undefined && file.potential === undefined && names.inputs.length + names.targets.length > 0;
  const isWrong = (key: string): boolean => wrong.has(key);
  withAllErrors([
    () => {
      if ([...wrong].some((key) => !apart.includes(key))) return;
      const dynamics = readDynamics(reading, readFile);
      if (isWrong('noise')) return;
      parts[1] = readNoise(reading, dynamics);
      parts[0] = dynamics.kind === 'loss' ? withLabelFlips(reading, dynamics) : dynamics;
    },
    () => {
      if (!isWrong('sets')) parts[2] = readSets(reading);
    },
    () => {
      if (!isWrong('sets') && !isWrong('claims')) parts[3] = readClaims(reading, hasData);
    },
    () => {
      if (!isWrong('simulate')) parts[4] = readSimulation(reading);
    },
  ]);
  return parts as Parts;
}

/** A file's noise may be stated in the sense of Stratonovich; a model is in that of Itô throughout. */
function inSenseOfIto(
  file: ModelFile,
  dynamics: LossDynamics | SdeDynamics,
  parameters: readonly string[],
  noise: readonly NoiseModel[],
): LossDynamics | SdeDynamics {
  if (dynamics.kind === 'loss') return dynamics;
  const diffusions = noise.flatMap((one, i) => {
    const entry = file.noise?.[i];
    const isStratonovich = entry?.kind === 'explicit' && entry.calculus === 'stratonovich';
    return isStratonovich && one.kind === 'explicit' ? [one.diffusion] : [];
  });
  return itoDynamics(dynamics, parameters, diffusions);
}

/** Formulas within the parser's bounds may still be deep for a small stack; that is the file's doing. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && /call stack/.test(error.message);
}
