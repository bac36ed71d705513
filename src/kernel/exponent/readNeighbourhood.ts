import { isZero, type Rational, rational, times } from '../../arithmetic/rational.js';
import type { Formula } from '../formula/formula.js';
import { parseFormula } from '../formula/parseFormula.js';
import { malformed } from '../notFollowed.js';
import { type Instance, readInstance } from '../point/samples.js';
import { count, each, list, object, rationals, text, texts } from '../readJson.js';
import { requireDistinct } from '../readNames.js';
import { nonNegative, overDenominator } from './readCertificate.js';
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
  /** constants and samples */
  readonly instance: Instance;
  readonly drift: readonly CheckedPart[];
  readonly noise: readonly CheckedPart[];
}

/** Vectors v, of all samples or one, with a weight: their mean is a part of the drift, that of v vᵀ one of the covariance. */
export interface CheckedPart {
  readonly form: 'each' | 'centred' | 'averaged' | 'once';
  readonly weight: Formula;
  readonly column: VectorField;
}

/** The gradient of a formula, or one formula a parameter. */
export type VectorField =
  | { readonly kind: 'gradient'; readonly of: Formula }
  | { readonly kind: 'vector'; readonly components: readonly Formula[] };

/** Throws NotFollowed where the JSON has another shape, or a number is out of the range it must lie in. */
export function readNeighbourhood(json: unknown): CheckedNeighbourhood {
  const certificate = object(json, 'certificate');
  const process = readProcess(certificate.process);
  const [lower, upper] = ofLength(each(certificate.bounds, 'bounds', positive), 2, 'bounds');
  const order = count(certificate.order, 'order');
  if (order < 1 || order > largestOrder) throw malformed('order', 'is no degree', `from 1 to ${largestOrder}`);
  return {
    process,
    exponent: positive(certificate.exponent, 'exponent'),
    radius: positive(certificate.radius, 'radius'),
    rate: nonNegative(certificate.rate, 'rate'),
    weight: readWeight(certificate.weight, process.parameters.length),
    bounds: [lower, upper],
    order,
  };
}

/** A claim of the certificate that costs the checker time and memory. */
const largestOrder = 24;

/** Reads the process of a certificate. Throws NotFollowed where the JSON has another shape. */
export function readProcess(json: unknown): CheckedProcess {
  const process = object(json, 'process');
  const parameters = texts(process.parameters, 'process.parameters');
  if (parameters.length < 1 || parameters.length > 2) {
    throw malformed('process.parameters', `${parameters.length} names`, '1 or 2');
  }
  const samples = list(process.samples, 'process.samples');
  const instance = readInstance(process.data, process.constants, samples.length === 0 ? null : samples);
  requireDistinct([...parameters, ...instance.data, ...instance.values.keys()]);
  const parts = (name: 'drift' | 'noise') =>
    each(process[name], `process.${name}`, (part, where) => readPart(part, where, parameters.length));
  return {
    parameters,
    base: ofLength(rationals(process.base, 'process.base'), parameters.length, 'process.base'),
    instance,
    drift: parts('drift'),
    noise: parts('noise'),
  };
}

function readPart(json: unknown, where: string, length: number): CheckedPart {
  const { form, weight, column } = object(json, where);
  if (form !== 'each' && form !== 'centred' && form !== 'averaged' && form !== 'once') {
    throw malformed(`${where}.form`, 'unknown', 'each, centred, averaged or once');
  }
  return { form, weight: formula(weight, `${where}.weight`), column: readColumn(column, `${where}.column`, length) };
}

function readColumn(json: unknown, where: string, length: number): VectorField {
  const { kind, components, potential } = object(json, where);
  if (kind === 'gradient') return { kind, of: formula(potential, `${where}.potential`) };
  if (kind !== 'vector') throw malformed(`${where}.kind`, 'unknown', 'gradient or vector');
  return { kind, components: ofLength(each(components, where, formula), length, where) };
}

/** g(ϑ) = (constant + Σ_n cosine_n cos 2nϑ + sine_n sin 2nϑ)/denominator. Throws NotFollowed where the JSON has another shape. */
export function readWeight(json: unknown, parameters: number): FourierPolynomial {
  const weight = object(json, 'weight');
  const numbers = (list: unknown, where: string) => overDenominator(list, weight.denominator, where);
  const [cosine, sine] = [numbers(weight.cosine, 'weight.cosine'), numbers(weight.sine, 'weight.sine')];
  if (cosine.length !== sine.length) throw malformed('weight', 'cosine and sine differ in length');
  if (cosine.length > (parameters === 1 ? 0 : largestModes)) throw malformed('weight.cosine', 'is too long');
  const [constant] = numbers([weight.constant], 'weight.constant');
  return {
    constant,
    real: cosine.map((x) => times(x, rational(1, 2))),
    imaginary: sine.map((x) => times(x, rational(-1, 2))),
  };
}

/** The checker's time grows with the square of the number of modes. */
const largestModes = 256;

function ofLength<T>(entries: T[], length: number, where: string): T[] {
  if (entries.length !== length) throw malformed(where, `${entries.length} entries`, `${length}`);
  return entries;
}

function formula(json: unknown, where: string): Formula {
  return parseFormula(text(json, where));
}

function positive(json: unknown, where: string): Rational {
  const value = nonNegative(json, where);
  if (isZero(value)) throw malformed(where, 'is not positive');
  return value;
}
