import { InputError } from '../../arithmetic/inputError.js';
import { type Rational, rational, times } from '../../arithmetic/rational.js';
import type { Formula } from '../formula/formula.js';
import { parseFormula } from '../formula/parseFormula.js';
import { each, namedRationals, object, rationals, rationalText, text, texts } from '../readJson.js';
import { requireDistinct } from '../readNames.js';
import { overDenominator } from './readCertificate.js';
import type { FourierPolynomial } from './trigonometric.js';

/** A certificate of a neighbourhood with its numbers and formulas read. */
export interface CheckedNeighbourhood {
  readonly process: CheckedProcess;
  readonly exponent: Rational;
  readonly radius: Rational;
  readonly rate: Rational;
  /** g(ϑ) */
  readonly weight: FourierPolynomial;
  readonly bounds: readonly [Rational, Rational];
  readonly order: number;
}

/** The SDE that a certificate of a neighbourhood states, as it was read, numbers exact. */
export interface CheckedProcess {
  readonly parameters: readonly string[];
  readonly base: readonly Rational[];
  readonly constants: ReadonlyMap<string, Rational>;
  readonly data: readonly string[];
  readonly samples: readonly (readonly Rational[])[];
  readonly drift:
    | { readonly kind: 'descent'; readonly perSample: VectorField; readonly shared: VectorField }
    | { readonly kind: 'vector'; readonly components: VectorField };
  readonly noise: readonly {
    readonly form: 'each' | 'centred' | 'averaged' | 'once';
    readonly weight: Formula;
    readonly column: VectorField;
  }[];
}

/** The gradient of a formula, or one formula a parameter. */
export type VectorField =
  | { readonly kind: 'gradient'; readonly of: Formula }
  | { readonly kind: 'vector'; readonly components: readonly Formula[] };

/** Throws InputError where the JSON has another shape, or a number is out of the range it must lie in. */
export function readNeighbourhood(json: unknown): CheckedNeighbourhood {
  const certificate = object(json, 'certificate');
  if (certificate.version !== 1) throw new InputError('version', 'unknown', '1');
  if (certificate.kind !== 'neighbourhood') throw new InputError('kind', 'unknown', 'neighbourhood');
  const process = readProcess(certificate.process);
  const bounds = each(certificate.bounds, 'bounds', positive);
  if (bounds.length !== 2) throw new InputError('bounds', `${bounds.length} entries`, '2');
  const rate = rationalText(certificate.rate, 'rate');
  if (rate.numerator < 0n) throw new InputError('rate', 'is negative', '0 or more');
  const { order } = certificate;
  if (typeof order !== 'number' || !Number.isInteger(order) || order < 1 || order > largestOrder) {
    throw new InputError('order', 'is no degree', `a whole number from 1 to ${largestOrder}`);
  }
  return {
    process,
    exponent: positive(certificate.exponent, 'exponent'),
    radius: positive(certificate.radius, 'radius'),
    rate,
    weight: readWeight(certificate.weight, process.parameters.length),
    bounds: [bounds[0], bounds[1]],
    order,
  };
}

/** A claim of the certificate that costs the checker time and memory. */
const largestOrder = 24;

/** Reads the process of a certificate. Throws InputError where the JSON has another shape. */
export function readProcess(json: unknown): CheckedProcess {
  const process = object(json, 'process');
  const parameters = texts(process.parameters, 'process.parameters');
  if (parameters.length < 1 || parameters.length > 2) {
    throw new InputError('process.parameters', `${parameters.length} names`, '1 or 2');
  }
  const data = texts(process.data, 'process.data');
  const constants = namedRationals(process.constants, 'process.constants');
  requireDistinct([...parameters, ...data, ...constants.keys()]);
  const ofLength = <T>(entries: T[], length: number, where: string): T[] => {
    if (entries.length !== length) throw new InputError(where, `${entries.length} entries`, `${length}`);
    return entries;
  };
  const components = (value: unknown, where: string): VectorField => ({
    kind: 'vector',
    components: ofLength(each(value, where, formula), parameters.length, where),
  });
  return {
    parameters,
    base: ofLength(rationals(process.base, 'process.base'), parameters.length, 'process.base'),
    constants,
    data,
    samples: each(process.samples, 'process.samples', (row, where) =>
      ofLength(rationals(row, where), data.length, where),
    ),
    drift: readDrift(process.drift, components),
    noise: each(process.noise, 'process.noise', (one, where) => {
      const { form, weight, column } = object(one, where);
      if (form !== 'each' && form !== 'centred' && form !== 'averaged' && form !== 'once') {
        throw new InputError(`${where}.form`, 'unknown', 'each, centred, averaged or once');
      }
      return {
        form,
        weight: formula(weight, `${where}.weight`),
        column: readColumn(column, `${where}.column`, components),
      };
    }),
  };
}

function readDrift(json: unknown, components: (value: unknown, where: string) => VectorField): CheckedProcess['drift'] {
  const drift = object(json, 'process.drift');
  if (drift.kind === 'vector') {
    return { kind: 'vector', components: components(drift.components, 'process.drift.components') };
  }
  if (drift.kind !== 'descent') throw new InputError('process.drift.kind', 'unknown', 'descent or vector');
  const [perSample, shared] = (['perSample', 'shared'] as const).map((name) =>
    gradient(drift[name], `process.drift.${name}`),
  );
  return { kind: 'descent', perSample, shared };
}

function readColumn(
  json: unknown,
  where: string,
  components: (value: unknown, where: string) => VectorField,
): VectorField {
  const column = object(json, where);
  if (column.kind === 'vector') return components(column.components, `${where}.components`);
  if (column.kind !== 'gradient') throw new InputError(`${where}.kind`, 'unknown', 'gradient or vector');
  return gradient(column.potential, `${where}.potential`);
}

function gradient(json: unknown, where: string): VectorField {
  return { kind: 'gradient', of: formula(json, where) };
}

/** g(ϑ) = (constant + Σ_n cosine_n cos 2nϑ + sine_n sin 2nϑ)/denominator. Throws InputError where the JSON has another shape. */
export function readWeight(json: unknown, parameters: number): FourierPolynomial {
  const weight = object(json, 'weight');
  const numbers = (list: unknown, where: string) => overDenominator(list, weight.denominator, where);
  const [cosine, sine] = [numbers(weight.cosine, 'weight.cosine'), numbers(weight.sine, 'weight.sine')];
  if (cosine.length !== sine.length) throw new InputError('weight', 'cosine and sine differ in length');
  if (cosine.length > (parameters === 1 ? 0 : largestModes)) throw new InputError('weight.cosine', 'is too long');
  const [constant] = numbers([weight.constant], 'weight.constant');
  return {
    constant,
    real: cosine.map((x) => times(x, rational(1, 2))),
    imaginary: sine.map((x) => times(x, rational(-1, 2))),
  };
}

/** The checker's time grows with the square of the number of modes. */
const largestModes = 256;

function formula(json: unknown, where: string): Formula {
  return parseFormula(text(json, where));
}

function positive(json: unknown, where: string): Rational {
  const value = rationalText(json, where);
  if (value.numerator <= 0n) throw new InputError(where, 'is not positive');
  return value;
}
