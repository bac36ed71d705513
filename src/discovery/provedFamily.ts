import { isZero, rational } from '../arithmetic/rational.js';
import { substitute } from '../expression/calculus/substitute.js';
import { type Expression, number, numberOne, product, sum, symbol } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { affineSet } from '../model/affineSet.js';
import type { AffineSet, Model } from '../model/model.js';
import { inSlices } from '../model/slices.js';
import type { Invariance } from '../symbolic/derivation.js';
import { deriveInvariance } from '../symbolic/invariance.js';
import { stateProblem } from '../symbolic/statement.js';

/** A continuous family of invariant sets: one set for each value of its parameters that are not all 0. */
export interface SetFamily {
  /** what the family's parameters are called */
  readonly family: string;
  /** `n[1]`, `n[2]`, …: a vector other than 0; or rows of a matrix that are independent */
  readonly parameters: readonly string[];
  /** each = 0, linear in the model's parameters with coefficients in the family's; in the notation of model files */
  readonly equations: readonly string[];
  /** of all members at once: the family's parameters are constants of the certificate, which fixes none of them */
  readonly invariance: Extract<Invariance, { status: 'proved' }>;
}

/**
 * Coordinates θ = Σ_c column_c c of the parameters, onto all of them, whose columns depend on the family's parameters, and
 * the rows of a set in them. Columns that the rows name are orthogonal to those that they do not, and of one length, so that
 * normals are carried into normals.
 */
export interface Frame {
  /** the family's parameters */
  readonly parameters: readonly string[];
  readonly coordinates: readonly { readonly name: string; readonly column: ReadonlyMap<number, Expression> }[];
  readonly rows: AffineSet['rows'];
}

/** The left sides of the set's equations in the model's parameters: rows · (columns · θ). */
export function equationsIn({ parameters }: Model, { coordinates, rows }: Frame): Expression[] {
  return rows.map((row) => {
    const met = coordinates.flatMap(({ column }, c) => (isZero(row[c]) ? [] : [{ weight: number(row[c]), column }]));
    // what is only made longer stands as it is
    const isOutside = met.every(({ column }) => column.size === 1);
    return sum(
      ...met.flatMap(({ weight, column }) =>
        [...column].map(([i, factor]) => product(weight, isOutside ? numberOne : factor, symbol(parameters[i]))),
      ),
    );
  });
}

/**
 * Proves the invariance of all members at once: the kernel follows a certificate for the model written in the coordinates,
 * with the family's parameters as constants that may have any values. Null where it does not.
 */
export function proveFamily(
  model: Model,
  frame: Frame,
  told: Omit<SetFamily, 'invariance'>,
): SetFamily['invariance'] | null {
  const inFrame = modelInFrame(model, frame, told.parameters);
  const names = inFrame.parameters.map(symbol);
  const equations = frame.rows.map((row) => sum(...row.map((entry, c) => product(number(entry), names[c]))));
  const members = inSlices(
    told.equations.map((equation) => `${equation} = 0`),
    model.parameters,
  ).join(', ');
  const where = inSlices(
    [...placesIn(model, frame)].map(([name, value]) => `${name} = ${printExpression(value)}`),
    model.parameters,
  );
  const name = `${members} for every ${told.family}, where ${where.join(', ')}`;
  const invariance = deriveInvariance(
    stateProblem(inFrame, affineSet(name, equations, inFrame.parameters, { constants: inFrame.constants })),
  );
  if (invariance.status !== 'proved') return null;
  const fixed = Object.keys(invariance.certificate.values);
  return told.parameters.some((parameter) => fixed.includes(parameter)) ? null : invariance;
}

/** The model's parameters through the coordinates. */
function placesIn({ parameters }: Model, { coordinates }: Frame): ReadonlyMap<string, Expression> {
  const places = parameters.map((parameter, i) => {
    const terms = coordinates.flatMap(({ name, column }) => {
      const factor = column.get(i);
      return factor === undefined ? [] : [product(factor, symbol(name))];
    });
    return [parameter, sum(...terms)] as const;
  });
  return new Map(places.filter(([parameter, value]) => value.kind !== 'symbol' || value.name !== parameter));
}

/** A gradient turns by the columns' transpose, and so does what an SDE states outright. */
function modelInFrame(model: Model, frame: Frame, members: readonly string[]): Model {
  const places = placesIn(model, frame);
  const moved = (expression: Expression): Expression => substitute(expression, places);
  const pulled = <T>(components: readonly T[], formula: (component: T) => Expression): Expression[] =>
    frame.coordinates.map(({ column }) =>
      sum(...[...column].map(([i, factor]) => product(factor, moved(formula(components[i]))))),
    );
  const { dynamics } = model;
  return {
    ...model,
    parameters: frame.coordinates.map(({ name }) => name),
    constants: new Map([...model.constants, ...members.map((name, i) => [name, rational(i + 1)] as const)]),
    domain: model.domain.map(moved),
    dynamics:
      dynamics.kind === 'sde'
        ? { ...dynamics, drift: pulled(dynamics.drift, (component) => component) }
        : {
            ...dynamics,
            loss: moved(dynamics.loss),
            output: dynamics.output?.map(moved) ?? null,
            regulariser: moved(dynamics.regulariser),
          },
    noise: model.noise.map((noise) => {
      if (!('diffusion' in noise)) return noise;
      const columns = noise.diffusion[0].map((_, j) => pulled(noise.diffusion, (row) => row[j]));
      return { ...noise, diffusion: frame.coordinates.map((_, c) => columns.map((column) => column[c])) };
    }),
    sets: [],
    claims: [],
  };
}
