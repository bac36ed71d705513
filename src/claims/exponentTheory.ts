import { type Enclosure, exact, minus, signOf } from '../arithmetic/enclosure.js';
import { type Rational, toText } from '../arithmetic/rational.js';
import { substitute } from '../expression/calculus/substitute.js';
import type { Expression } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { ExponentBound, StatedSteps } from '../kernel/certificate.js';
import { dataNames } from '../model/constants.js';
import type { AffineSet, Model } from '../model/model.js';
import { certify } from '../prediction/certificate/certify.js';
import { largestExponent } from '../symbolic/condition.js';
import type { Derivation, Linearisation } from '../symbolic/derivation.js';
import { boundsAt, familyAt, shifted } from './familyAt.js';
import { type Instance, samplesAt, statedBase, valuesAt } from './instance.js';
import { sgdClosedForm } from './sgdClosedForm.js';
import { type NormalSteps, normalStepsBounds, sgdNormalSteps } from './sgdNormalSteps.js';

/** What theory says of the exponent of a set under one process, at exact instances. */
export interface ExponentTheory {
  /** in constants, moments and those free parameters that were left open; null where there is none */
  readonly closedForm: Expression | null;
  /** an enclosure of the exponent; null where none is to be had */
  bounds(instance: Instance, bits?: number): Enclosure | null;
  /** the sign of exponent − value, with what proves it; null where it is not decided */
  order(
    instance: Instance,
    value: Rational,
  ): { readonly sign: -1 | 0 | 1; readonly proof: ExponentBound | null } | null;
}

/**
 * The exponent of the SDE or of SGD at a set (theory §5, §6). `open` are the free parameters of the base point that instances
 * give values to; all others are at the file's base point. `inPlaces` puts other closed forms where theirs hold.
 */
export function exponentTheory(
  model: Model,
  set: AffineSet,
  derivation: Derivation & { readonly linearisation: Linearisation },
  process: 'sde' | 'sgd',
  open: readonly string[],
  inPlaces: (closedForm: Expression) => Expression = (form) => form,
): ExponentTheory {
  const base = statedBase(model, set, open);
  const atBase = (expression: Expression): Expression => substitute(expression, base);
  const { eigenDirections } = derivation;
  const linearisation = linearisationAt(derivation.linearisation, atBase);
  const along =
    eigenDirections === null ? null : eigenDirections.map((one) => ({ ...one, exponent: atBase(one.exponent) }));
  const plain =
    along === null
      ? null
      : process === 'sde'
        ? largestExponent(along, dataNames(model))
        : sgdClosedForm(
            model,
            linearisation,
            along.map(({ direction }) => direction.map(atBase)),
          );
  const steps = process === 'sde' || along === null ? null : sgdNormalSteps(model, linearisation, along);
  return theoryFrom(model, plain && inPlaces(plain), steps, (instance, value) => {
    if (process === 'sgd') return null;
    const family = familyAt(model, set, derivation.linearisation, instance);
    if (family === null) return null;
    const moved = shifted(family, value);
    const certificate = certify(moved.family, { radii: moved.radii, statement: null });
    if (certificate === null) return null;
    const sign = certificate.claim === 'attractive' ? -1 : 1;
    return { sign, proof: { value: toText(value), side: sign > 0 ? 'above' : 'below', family: certificate } };
  });
}

/** A theory whose signs are those of a closed form, or else of normal steps, and else what is found from a family. */
export function theoryFrom(
  model: Model,
  closedForm: Expression | null,
  steps: NormalSteps | null,
  fromFamily: ExponentTheory['order'],
): ExponentTheory {
  const bounds = (instance: Instance, bits = precisions[0]): Enclosure | null => {
    const [values, samples] = [valuesAt(instance), samplesAt(model, instance)];
    if (closedForm !== null) return boundsAt(closedForm, values, samples, bits);
    return steps && normalStepsBounds(steps, values, samples, bits);
  };
  return {
    closedForm,
    bounds,
    order(instance, value) {
      for (const bits of precisions) {
        const found = bounds(instance, bits);
        const sign = found && signOf(minus(found, exact(value)));
        if (sign === null) continue;
        const side = sign > 0 ? 'above' : sign < 0 ? 'below' : 'equal';
        const at = { value: toText(value), side } as const;
        if (closedForm !== null) return { sign, proof: { ...at, closedForm: printExpression(closedForm) } };
        return { sign, proof: steps && { ...at, steps: statedSteps(steps) } };
      }
      return fromFamily(instance, value);
    },
  };
}

/** Binary digits, more where the first do not decide. */
const precisions = [96, 256];

function statedSteps({ learningRate, over, directions }: NormalSteps): StatedSteps {
  return {
    learningRate: printExpression(learningRate),
    over,
    directions: directions.map(({ mean, variance }) => ({
      mean: printExpression(mean),
      variance: printExpression(variance),
    })),
  };
}

/** A linearisation with another substitution for the names of the base point. */
function linearisationAt(linearisation: Linearisation, atBase: (expression: Expression) => Expression): Linearisation {
  const matrix = (entries: readonly (readonly Expression[])[]) => entries.map((row) => row.map(atBase));
  return {
    ...linearisation,
    curvature: matrix(linearisation.curvature),
    noise: linearisation.noise.map((family) => ({
      ...family,
      weight: atBase(family.weight),
      matrix: matrix(family.matrix),
    })),
    sampleCurvature: linearisation.sampleCurvature && matrix(linearisation.sampleCurvature),
    regulariserCurvature: linearisation.regulariserCurvature && matrix(linearisation.regulariserCurvature),
    outputCurvature: linearisation.outputCurvature.map(matrix),
  };
}
