import {
  divided,
  type Enclosure,
  exact,
  maximum,
  minus,
  outward,
  plus,
  power,
  times,
} from '../arithmetic/enclosure.js';
import { type Rational, rational } from '../arithmetic/rational.js';
import type { SampleRows } from '../expression/evaluation/enclose.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { Model } from '../model/model.js';
import type { EigenDirection, Linearisation } from '../symbolic/derivation.js';
import { boundsAt } from './familyAt.js';
import { meanLogNormal } from './meanLogNormal.js';
import { eigenvalue } from './sgdClosedForm.js';

/**
 * λ_SGD per unit of t under label noise alone, or label noise on single samples, in rational enclosures: a step multiplies
 * by a normal number, or by a mixture of normal numbers, and E log of its size is a series (theory §6). Null for other noise.
 */
export function sgdEnclosure(
  model: Model,
  { sampleCurvature, regulariserCurvature, outputCurvature, learningRate }: Linearisation,
  directions: readonly EigenDirection[],
  values: ReadonlyMap<string, Rational>,
  samples: SampleRows | null,
  bits: number,
): Enclosure | null {
  const [noise] = model.noise;
  if (model.noise.length !== 1 || noise.kind !== 'label' || samples === null) return null;
  if (sampleCurvature === null || regulariserCurvature === null || model.dynamics.kind === 'sde') return null;
  const size = samples.rows.length;
  const batch = noise.batch === 'full' ? size : noise.batch;
  if (noise.sampling !== 'none' && batch !== 1) return null;
  const at = (expression: Expression, instance = values): Enclosure | null =>
    boundsAt(expression, instance, samples, bits);
  const rate = at(learningRate);
  const deviation = at(noise.std);
  const momentum = at(model.dynamics.momentum);
  if (rate === null || deviation === null || momentum?.lower.numerator !== 0n || momentum.upper.numerator !== 0n)
    return null;
  const step = power(times(rate, deviation), 2, bits) as Enclosure;
  let largest: Enclosure | null = null;
  for (const { direction } of directions) {
    const own = eigenvalue(sampleCurvature, direction, samples.names);
    const outputs = outputCurvature.map((matrix) => eigenvalue(matrix, direction, samples.names));
    const shared = at(eigenvalue(regulariserCurvature, direction, samples.names));
    if (shared === null) return null;
    const single: { mean: Enclosure; square: Enclosure }[] = [];
    for (const row of samples.rows) {
      const instance = new Map([...values, ...samples.names.map((name, i) => [name, row[i]] as const)]);
      const curvature = at(own, instance);
      const slopes = outputs.map((output) => at(output, instance));
      if (curvature === null || slopes.includes(null)) return null;
      const square = (slopes as Enclosure[]).reduce(
        (total, slope) => plus(total, power(slope, 2, bits) as Enclosure),
        zero,
      );
      single.push({ mean: minus(one, times(rate, plus(curvature, shared))), square });
    }
    const steps =
      noise.sampling === 'none'
        ? [
            {
              mean: average(single.map(({ mean }) => mean)),
              // Σ F²·ζ²/(B N): the full gradient with noise of B_eff samples
              square: times(average(single.map(({ square }) => square)), exact(rational(1, batch))),
            },
          ]
        : single;
    const logs = steps.map(({ mean, square }) =>
      meanLogNormal(outward(mean, bits), outward(times(step, square), bits), bits),
    );
    if (logs.includes(null)) return null;
    const value = divided(average(logs as Enclosure[]), rate);
    if (value === null) return null;
    largest = largest === null ? value : maximum(largest, value);
  }
  return largest && outward(largest, bits);
}

const zero = exact(rational(0));
const one = exact(rational(1));

function average(values: readonly Enclosure[]): Enclosure {
  return times(values.reduce(plus), exact(rational(1, values.length)));
}
