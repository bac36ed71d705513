import fc from 'fast-check';
import { type Enclosure, exact, signOf } from '../arithmetic/enclosure.js';
import { type Rational, rational, toNumber } from '../arithmetic/rational.js';
import { substitute } from '../expression/calculus/substitute.js';
import { encloseExpression } from '../expression/evaluation/enclose.js';
import { evaluateExact } from '../expression/evaluation/evaluate.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { Statement } from '../symbolic/statement.js';
import type { InvarianceWitness, SearchRun } from './finding.js';
import type { NormalComponent } from './normalComponents.js';
import { smallSample } from './sampleArbitrary.js';
import { type NumberStyle, smallNumber, smallNumberWithin } from './smallNumber.js';

export interface FoundCounterexample {
  readonly witness: InvarianceWitness;
  /** the component that is not 0, with bounds that exclude it */
  readonly component: NormalComponent;
  readonly bounds: Enclosure;
  readonly search: SearchRun;
}

export interface InvarianceSearchOptions {
  readonly seed: number;
  /** leads straight to a counterexample found before; its part before the first colon is the number of the attempt */
  readonly path?: string;
  /** the samples to choose from; null: all real inputs and targets */
  readonly rows: readonly (readonly Rational[])[] | null;
}

/**
 * The smallest point of the set and sample that fast-check finds at which a normal component is not 0: small whole numbers,
 * as many of them 0 as can be. Null when the runs find none.
 */
export function searchCounterexample(
  statement: Statement,
  components: readonly NormalComponent[],
  options: InvarianceSearchOptions,
): FoundCounterexample | null {
  for (const [index, style] of numberStyles.entries()) {
    const [only, ...rest] = options.path?.split(':') ?? [];
    if (only !== undefined && only !== String(index)) continue;
    const found = searchWith(statement, components, style, {
      ...options,
      ...(only === undefined ? {} : { path: rest.join(':') }),
    });
    if (found === null) continue;
    return { ...found, search: { ...found.search, path: `${index}:${found.search.path}` } };
  }
  return null;
}

const numberStyles: readonly NumberStyle[] = ['whole', 'short'];

function searchWith(
  statement: Statement,
  components: readonly NormalComponent[],
  style: NumberStyle,
  { seed, path, rows }: InvarianceSearchOptions,
): FoundCounterexample | null {
  const { free, data, subgradients } = statement;
  const sample = rows === null ? smallSample(statement, style) : fc.constantFrom(...rows);
  const slopes = [...subgradients.values()].map(([low, high]) => smallNumberWithin([rational(low), rational(high)]));
  const points = fc.tuple(fc.tuple(...free.map(() => smallNumber(style))), sample, fc.tuple(...slopes));
  const valuesOf = ([theta, z, g]: readonly (readonly Rational[])[]): ReadonlyMap<string, Rational> =>
    new Map([
      ...free.map((name, i) => [name, theta[i]] as const),
      ...data.map((name, i) => [name, z[i]] as const),
      ...[...subgradients.keys()].map((name, i) => [name, g[i]] as const),
    ]);
  const run = fc.check(
    fc.property(points, (point) => {
      const values = valuesOf(point);
      return nonzeroComponent(components, values) === null || !isDefined(statement, values);
    }),
    { seed, numRuns: tries, ...(path === undefined ? {} : { path }) },
  );
  if (!run.failed || run.counterexample === null) return null;
  const values = valuesOf(run.counterexample[0]);
  const found = nonzeroComponent(components, values) as NonZero;
  return {
    ...found,
    witness: witnessAt(statement, components, found.component, values),
    search: { seed: run.seed, path: run.counterexamplePath ?? '' },
  };
}

/** An expression that is not identically 0 is not 0 at nearly every point: a few tries would do. */
const tries = 500;

/** Whether every formula that pulls on the parameters has a value there. */
function isDefined({ model, fields, restriction }: Statement, values: ReadonlyMap<string, Rational>): boolean {
  const known = new Map([...model.constants, ...values]);
  return fields.every((field) =>
    (field.kind === 'gradient' ? [field.of] : field.components).every(
      (formula) => boundsOf(substitute(formula, restriction), known) !== null,
    ),
  );
}

interface NonZero {
  readonly component: NormalComponent;
  readonly bounds: Enclosure;
}

function nonzeroComponent(
  components: readonly NormalComponent[],
  values: ReadonlyMap<string, Rational>,
): NonZero | null {
  for (const component of components) {
    const bounds = boundsOf(component.here, values);
    const sign = bounds && signOf(bounds);
    if (sign === 1 || sign === -1) return { component, bounds: bounds as Enclosure };
  }
  return null;
}

/** The exact value where it is rational, else an enclosure. */
function boundsOf(expression: Expression, values: ReadonlyMap<string, Rational>): Enclosure | null {
  const value = evaluateExact(expression, values);
  return value === null ? encloseExpression(expression, values, bits) : exact(value);
}

const bits = 96;

function witnessAt(
  { model, free, data, restriction }: Statement,
  components: readonly NormalComponent[],
  { field }: NormalComponent,
  values: ReadonlyMap<string, Rational>,
): InvarianceWitness {
  const known = new Map([...model.constants, ...values]);
  const theta = model.parameters.map((name) => {
    const onSet = restriction.get(name);
    const value = onSet === undefined ? known.get(name) : evaluateExact(onSet, known);
    return [name, value ?? rational(0)] as const;
  });
  return {
    kind: 'invariance',
    theta: new Map(theta.filter(([name]) => free.includes(name) || restriction.has(name))),
    constants: model.constants,
    sample: new Map(data.map((name) => [name, values.get(name) as Rational])),
    normalGradient: components
      .filter((component) => component.field === field)
      .map(({ here }) => {
        const bounds = boundsOf(here, values);
        return bounds === null ? 0 : (toNumber(bounds.lower) + toNumber(bounds.upper)) / 2;
      }),
  };
}
