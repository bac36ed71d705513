import { zeroTest } from '../expression/algebra/zeroTest.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { substitute } from '../expression/calculus/substitute.js';
import { type Expression, numberOne, symbolsOf } from '../expression/syntax/expression.js';
import { derivativeAlong } from './normalCoordinates.js';
import { along, type Field, restricted, type Statement } from './statement.js';

/**
 * A statement without its kinks, where no derivative that a linearisation takes tells their two sides apart: |w|³ and |w|·w²
 * have two derivatives at w = 0. The formulas are then those of one side. Null where some break is seen.
 */
export function withoutUnseenKinks(statement: Statement): Statement | null {
  const { breaks, subgradients, fields } = statement;
  if (breaks.length === 0) return statement;
  if (breaks.some(({ problem }) => problem !== 'kink')) return null;
  const names = [...subgradients.keys()];
  const isSeen = fields.some((field) => {
    if (!field.formulas.some((formula) => symbolsOf(formula).some((name) => subgradients.has(name)))) return false;
    return linearPart(statement, field).some((entry) =>
      names.some((name) => zeroTest(differentiate(entry, name), { data: statement.data }).status !== 'zero'),
    );
  });
  if (isSeen) return null;
  const side = new Map(names.map((name) => [name, numberOne]));
  return {
    ...statement,
    breaks: [],
    subgradients: new Map(),
    fields: fields.map((field) => ({ ...field, formulas: field.formulas.map((one) => substitute(one, side)) })),
  };
}

/** What a linearisation is made of: the derivatives along the normals of a field's components along them, on the set. */
function linearPart(statement: Statement, field: Field): Expression[] {
  const { model, normals } = statement;
  const components = normals.map((row) => along(model, field, row));
  return components.flatMap((component) =>
    normals.map((row) => restricted(statement, derivativeAlong(model.parameters, component, row))),
  );
}
