import { absolute, compare, minus, plus, type Rational, toNumber, zero } from '../../arithmetic/rational.js';
import { encloseExpression } from '../../expression/evaluation/enclose.js';
import { evaluate } from '../../expression/evaluation/evaluate.js';
import { evaluateExact } from '../../expression/evaluation/evaluateExact.js';
import type { Expression } from '../../expression/syntax/expression.js';
import type { EntryRadii } from '../../kernel/exponent/certificate.js';
import { dataNames } from '../../model/constants.js';
import type { Model } from '../../model/model.js';
import type { Linearisation } from '../../symbolic/derivation.js';
import { evaluateLinearisation } from '../linearisation/evaluatedLinearisation.js';
import { dyadic } from '../matrices/dyadic.js';
import type { ExactLinearFamily } from '../matrices/linearFamily.js';

/** The linearised normal dynamics in rationals, and how far its true entries may be from the stated ones. */
export interface EnclosedFamily {
  readonly family: ExactLinearFamily;
  /** null when every entry is exact */
  readonly radii: EntryRadii<Rational> | null;
}

/** The family of a linearisation with its radii; null where an entry is no finite number, or no radius is known. */
export function enclosedFamily(
  model: Model,
  base: readonly Expression[],
  linearisation: Linearisation,
): EnclosedFamily | null {
  const evaluated = evaluateLinearisation(model, base, linearisation);
  if (evaluated === null) return null;
  const radii = evaluated.isExact ? null : entryRadii(model, base, linearisation);
  return evaluated.isExact || radii !== null ? { family: evaluated.exact, radii } : null;
}

/**
 * How far the entries of the exact family of `evaluateLinearisation` may be from the true ones, by rational enclosures;
 * null where the base point or a weight of the noise is itself irrational, or an entry cannot be enclosed.
 */
function entryRadii(
  model: Model,
  base: readonly Expression[],
  { sampleCurvature, regulariserCurvature, curvature, noise, learningRate }: Linearisation,
): EntryRadii<Rational> | null {
  const values = new Map(model.constants);
  for (const [i, name] of model.parameters.entries()) {
    const exact = evaluateExact(base[i], model.constants);
    if (exact === null) return null;
    values.set(name, exact);
  }
  if ([learningRate, ...noise.map(({ weight }) => weight)].some((weight) => evaluateExact(weight, values) === null)) {
    return null;
  }
  const { dynamics } = model;
  const names = dataNames(model);
  const points =
    dynamics.kind === 'sde'
      ? []
      : dynamics.data.rows.map((row) => new Map([...values, ...names.map((name, i) => [name, row[i]] as const)]));
  const samples = dynamics.kind === 'sde' ? null : { names, rows: dynamics.data.rows };
  const perSample = (matrix: readonly (readonly Expression[])[]): Rational | null =>
    largest(points.flatMap((point) => matrix.flat().map((entry) => radiusOf(entry, point, null))));
  const once = (matrix: readonly (readonly Expression[])[]): Rational | null =>
    largest(matrix.flat().map((entry) => radiusOf(entry, values, samples)));
  const ofSamples = sampleCurvature === null ? null : perSample(sampleCurvature);
  const ofCurvature =
    sampleCurvature === null || regulariserCurvature === null
      ? once(curvature)
      : total([ofSamples, once(regulariserCurvature)]);
  const ofNoise = noise.flatMap(({ source, over, matrix }): (Rational | null)[] => {
    if (over === 'once') return [once(matrix)];
    // a deviation from the mean is off by what both are off
    const radius = source === 'minibatch' ? total([ofSamples, ofSamples]) : perSample(matrix);
    return points.map(() => radius);
  });
  const known = ofNoise.filter((radius) => radius !== null);
  return ofCurvature === null || known.length < ofNoise.length ? null : { curvature: ofCurvature, noise: known };
}

/** Bits beyond those of a double, so that radii are the doubles' rounding and nothing else. */
const enclosureBits = 80;

/** |true value − the number that stands for it|, at most. */
function radiusOf(
  entry: Expression,
  values: ReadonlyMap<string, Rational>,
  samples: (Parameters<typeof encloseExpression>[3] & object) | null,
): Rational | null {
  if (evaluateExact(entry, values, samples ?? undefined) !== null) return zero;
  const enclosure = encloseExpression(entry, values, enclosureBits, samples);
  const numbers = new Map([...values].map(([name, value]) => [name, toNumber(value)]));
  const rows = samples && { names: samples.names, rows: samples.rows.map((row) => row.map(toNumber)) };
  const value = Number(evaluate(entry, numbers, rows ?? undefined));
  if (enclosure === null || !Number.isFinite(value)) return null;
  return largest([minus(enclosure.upper, dyadic(value)), minus(enclosure.lower, dyadic(value))].map(absolute));
}

function largest(radii: readonly (Rational | null)[]): Rational | null {
  return radii.reduce<Rational | null>(
    (most, radius) => (most === null || radius === null ? null : compare(radius, most) > 0 ? radius : most),
    zero,
  );
}

function total(radii: readonly (Rational | null)[]): Rational | null {
  return radii.reduce<Rational | null>(
    (sum, radius) => (sum === null || radius === null ? null : plus(sum, radius)),
    zero,
  );
}
