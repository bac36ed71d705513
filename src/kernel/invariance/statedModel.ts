import { type Rational, toText } from '../../arithmetic/rational.js';
import { type Formula, someWithin } from '../formula/formula.js';
import { parseFormula } from '../formula/parseFormula.js';
import { NotFollowed } from '../notFollowed.js';
import { entries, list, namedRationals, text, texts } from '../readJson.js';
import { requireDistinct } from '../readNames.js';
import type { StatementLine } from '../statement.js';
import { type AffineSet, affineSet } from './affineSet.js';

/** What a certificate says of a model: names, set and fields, with its formulas read. */
export interface StatedModel {
  readonly parameters: readonly string[];
  readonly data: readonly string[];
  readonly set: AffineSet;
  readonly fields: readonly StatedField[];
  /** values of constants, which are held fixed; all others may have any */
  readonly values: ReadonlyMap<string, Rational>;
  /** what was read, for the statement */
  readonly lines: readonly StatementLine[];
}

/** A scalar whose gradient pulls on the parameters, or a vector field with one component a parameter. */
export type StatedField =
  | { readonly kind: 'gradient'; readonly role: string; readonly of: Formula }
  | { readonly kind: 'vector'; readonly role: string; readonly components: readonly Formula[] };

/** The entries of a certificate that `readStatedModel` reads. */
export const modelEntries = ['model', 'set', 'claim', 'parameters', 'data', 'equations', 'fields', 'values'] as const;

/**
 * Reads a model's part of a certificate. Throws NotFollowed for another shape, NotFollowed for statements that contradict
 * themselves: a name that stands for two things, fields that do not go together, a set that is none.
 */
export function readStatedModel(json: Readonly<Record<(typeof modelEntries)[number], unknown>>): StatedModel {
  const [model, set, claim] = (['model', 'set', 'claim'] as const).map((name) => text(json[name], name));
  const [parameters, data, equations] = (['parameters', 'data', 'equations'] as const).map((name) =>
    texts(json[name], name),
  );
  const values = namedRationals(json.values, 'values');
  requireDistinct([...parameters, ...data, ...values.keys()]);
  const fields = list(json.fields, 'fields').map((field, i) => {
    const { role, formulas } = entries(field, `fields[${i}]`, ['role', 'formulas']);
    return { role: text(role, `fields[${i}].role`), formulas: texts(formulas, `fields[${i}].formulas`) };
  });
  const isMoment = someWithin(({ kind }) => kind === 'moment');
  const read = (formula: string): Formula => {
    const tree = parseFormula(formula);
    if (isMoment(tree)) throw new NotFollowed('a moment stands in a formula of the model');
    return tree;
  };
  const fixed = [...values].map(([name, value]) => `${name} = ${toText(value)}`).join(', ');
  return {
    parameters,
    data,
    set: affineSet(equations.map(read), parameters, data),
    fields: fieldsOf(fields, parameters.length, read),
    values,
    lines: [
      { name: 'model', text: model },
      { name: 'claim', text: claim },
      { name: 'parameters', text: parameters.join(', ') },
      { name: 'set', text: `${set}: ${equations.map((equation) => `${equation} = 0`).join(', ')}` },
      ...fields.map(({ role, formulas }) => ({ name: role, text: formulas.join(', ') })),
      { name: 'constants', text: fixed === '' ? 'all values' : `${fixed}; all values of others` },
    ],
  };
}

/** A loss with at most one regulariser and outputs, or one drift; either with columns of noise that is stated outright. */
function fieldsOf(
  fields: readonly { readonly role: string; readonly formulas: readonly string[] }[],
  dimension: number,
  read: (formula: string) => Formula,
): StatedField[] {
  const count = (role: string) => fields.filter((field) => field.role === role).length;
  const roles = fields.map(({ role }) => role);
  const isDescent = roles.every((role) => ['loss', 'regulariser', 'output', 'diffusion'].includes(role));
  const isProcess = roles.every((role) => ['drift', 'diffusion'].includes(role));
  if (!(isDescent && count('loss') === 1 && count('regulariser') <= 1) && !(isProcess && count('drift') === 1)) {
    throw new NotFollowed(
      'the fields are not one loss with its regulariser and outputs, nor one drift with its diffusion',
    );
  }
  return fields.map(({ role, formulas }) => {
    const isGradient = isDescent && role !== 'diffusion';
    if (formulas.length !== (isGradient ? 1 : dimension))
      throw new NotFollowed(`the ${role} has ${formulas.length} formulas`);
    const trees = formulas.map(read);
    return isGradient ? { kind: 'gradient', role, of: trees[0] } : { kind: 'vector', role, components: trees };
  });
}
