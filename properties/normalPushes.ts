import type { Enclosure } from '../src/arithmetic/enclosure.js';
import { isZero, type Rational, toNumber } from '../src/arithmetic/rational.js';
import { gradient } from '../src/expression/calculus/differentiate.js';
import { encloseExpression } from '../src/expression/evaluation/enclose.js';
import { type Expression, number, product, sum } from '../src/expression/syntax/expression.js';
import type { AffineSet, Model } from '../src/model/model.js';
import { statedColumns } from '../src/model/noise/noiseFacts.js';
import { type ExactPoint, namedPoint } from './points.js';

/** Something that moves the parameters in an update, as its components along the set's equations (theory §3). */
interface Push {
  readonly what: string;
  /** whether it depends on the sample */
  readonly ofSample: boolean;
  /** k, in parameters, constants and the data's names */
  readonly components: readonly Expression[];
}

/** Tells what moves a point off the set, or null: θ exact and on the set, one row of data a drawn sample. */
export type LeavingTest = (point: ExactPoint, samples: readonly (readonly Rational[])[]) => string | null;

/**
 * Everything that an update of the model consists of, held against a set: gradients of the loss at single samples, of the
 * regulariser, and of the outputs where noise acts on them; or drift and diffusion of an SDE.
 *
 * A push leaves the set when an enclosure of one of its normal components, in exact arithmetic, excludes 0: no rounding
 * makes a false alarm.
 */
export function leavingTest(model: Model, set: AffineSet): LeavingTest {
  const pushes = pushesOf(model).map(
    ({ vector, ...push }): Push => ({
      ...push,
      components: set.rows.map((row) => sum(...row.map((entry, i) => product(number(entry), vector[i])))),
    }),
  );
  const names = model.dynamics.kind === 'loss' ? [...model.dynamics.data.inputs, ...model.dynamics.data.targets] : [];
  return (point, samples) => {
    const shared = new Map([...model.constants, ...namedPoint(model, point)]);
    for (const push of pushes) {
      for (const sample of push.ofSample ? samples : [[]]) {
        const values = new Map([
          ...shared,
          ...names.slice(0, sample.length).map((name, i) => [name, sample[i]] as const),
        ]);
        const left = push.components.findIndex((component) => excludesZero(encloseExpression(component, values, bits)));
        if (left < 0) continue;
        const value = middle(encloseExpression(push.components[left], values, bits) as Enclosure);
        const at = [...values].filter(([name]) => !model.constants.has(name));
        const where = at.map(([name, value]) => `${name} = ${toNumber(value)}`).join(', ');
        return `at ${where} the ${push.what} has the component ${value} along equation ${left + 1} of the set ${JSON.stringify(set.name)}`;
      }
    }
    return null;
  };
}

/** Binary digits: enough to tell a component of 1e-20 from 0. */
const bits = 96;

function pushesOf({
  dynamics,
  noise,
  parameters,
}: Model): { what: string; ofSample: boolean; vector: Expression[] | readonly Expression[] }[] {
  const stated = noise
    .flatMap(statedColumns)
    .map((vector, j) => ({ what: `column ${j + 1} of the stated noise`, ofSample: false, vector }));
  if (dynamics.kind === 'sde') {
    return [{ what: 'drift', ofSample: false, vector: dynamics.drift }, ...stated];
  }
  const actsOnOutputs = noise.some(({ kind }) => kind === 'label' || kind === 'residual');
  return [
    { what: 'gradient of the loss', ofSample: true, vector: gradient(dynamics.loss, parameters) },
    { what: 'gradient of the regulariser', ofSample: false, vector: gradient(dynamics.regulariser, parameters) },
    ...(actsOnOutputs ? (dynamics.output ?? []) : []).map((output) => ({
      what: 'gradient of the output, which the noise moves along,',
      ofSample: true,
      vector: gradient(output, parameters),
    })),
    ...stated,
  ].filter(({ vector }) => !vector.every((entry) => entry.kind === 'number' && isZero(entry.value)));
}

function excludesZero(value: Enclosure | null): boolean {
  return value !== null && (value.lower.numerator > 0n || value.upper.numerator < 0n);
}

function middle({ lower, upper }: Enclosure): number {
  return (toNumber(lower) + toNumber(upper)) / 2;
}
