import { isZero, type Rational } from '../../arithmetic/rational.js';
import { rank } from '../../arithmetic/rowEchelonForm.js';
import type { ElementaryFunction, Formula } from '../formula/formula.js';
import { parseFormula } from '../formula/parseFormula.js';
import { SeriesField, type Surroundings } from '../formula/seriesField.js';
import { valuesIn, weighted } from '../formula/valueIn.js';
import { NotFollowed } from '../notFollowed.js';
import { type Quotient, QuotientField } from '../quotients/quotientField.js';
import { count, entries, list, rationals, text } from '../readJson.js';
import { componentOf } from './affineSet.js';
import { SetFields } from './setFields.js';
import { readStatedInvariance, type StatedInvariance } from './statedInvariance.js';
import type { StatedField } from './statedModel.js';

/**
 * Verifies what a certificate of invariance tells a reader beside its statement: each chain starts with the component of a
 * field along a normal, as it is where no kink is met, and leads over steps that are it on the set to 0. No statement rests
 * on them. Throws NotFollowed.
 */
export function requireChains(json: unknown): void {
  const stated = readStatedInvariance(json);
  const chains = list(stated.chains, 'chains');
  const fields = new SetFields(stated.model, stated.restriction, stated.cases.length);
  for (const chain of chains) requireChain(chain, stated, fields);
}

function requireChain(json: unknown, { model, cases }: StatedInvariance, fields: SetFields): void {
  const { field: index, normal, steps } = entries(json, 'chains', ['field', 'normal', 'steps']);
  const { parameters, set } = model;
  const field = model.fields[count(index, 'chains.field')];
  const direction = rationals(normal, 'chains.normal');
  if (field === undefined || direction.length !== parameters.length) throw new NotFollowed('a chain is of no field');
  if (direction.every(isZero) || rank([...set.rows, direction]) > set.rows.length) {
    throw new NotFollowed('the direction of a chain is not normal to the set');
  }
  const formulas = list(steps, 'chains.steps').map((step) => {
    const { expression, by } = entries(step, 'chains.steps', ['expression', 'by']);
    text(by, 'chains.steps.by');
    return parseFormula(text(expression, 'chains.steps.expression'));
  });
  const [first, last] = [formulas[0], formulas[formulas.length - 1]];
  if (last?.kind !== 'number' || !isZero(last.value)) throw new NotFollowed('a chain does not end with 0');
  for (const sample of cases) {
    const anywhere = new OffKinks(fields.atoms, fields.numbers(sample));
    if (!anywhere.equal(componentAnywhere(field, direction, parameters, anywhere), valuesIn(anywhere)(first))) {
      throw new NotFollowed('what a chain starts with, less the component, is not shown to be 0');
    }
    const onSet = fields.onSet(sample);
    const evaluate = valuesIn(onSet);
    if (!formulas.every((formula) => onSet.isZero(evaluate(formula)))) {
      throw new NotFollowed('a step of a chain on the set is not shown to be 0');
    }
  }
}

function componentAnywhere(
  field: StatedField,
  direction: readonly Rational[],
  parameters: readonly string[],
  anywhere: OffKinks,
): Quotient {
  if (field.kind === 'gradient') {
    const along = (name: string) => componentOf(direction, parameters, name);
    const known = new Map<Formula, Quotient>();
    const value = valuesIn<Quotient>(anywhere, known);
    const series = new SeriesField(anywhere.surroundings(along, known, value), 2);
    return value(series.at(valuesIn(series)(field.of), 1));
  }
  const evaluate = valuesIn(anywhere);
  return field.components
    .map((component, i) => weighted<Quotient>(anywhere, direction[i], evaluate(component)))
    .reduce((a, b) => anywhere.add(a, b));
}

/** Where nothing that a kink is taken of is 0, so that signs square to 1. */
class OffKinks extends QuotientField {
  override signAtom(_: 'sign' | 'jump' | 'side', a: Quotient): Quotient {
    return super.signAtom('side', a);
  }

  override apply(name: ElementaryFunction, a: Quotient): Quotient {
    return name === 'abs' ? this.multiply(a, this.signAtom('side', a)) : super.apply(name, a);
  }

  /** Derivatives as they are there. */
  surroundings(
    slope: (name: string) => Rational,
    known: Map<Formula, Quotient>,
    value: (formula: Formula) => Quotient,
  ): Surroundings {
    const standing = (one: Quotient): Formula => {
      const formula: Formula = { kind: 'name', name: '' };
      known.set(formula, one);
      return formula;
    };
    const side = (a: Formula) => standing(this.signAtom('side', value(a)));
    return {
      moves: () => true,
      slope,
      isZero: () => false,
      requireUnit: () => undefined,
      side,
      jump: side,
      choose: ({ condition, then, otherwise }, evaluate) => {
        const chosen = this.indicator(condition, (gap) => this.signAtom('side', value(evaluate(gap).coefficients[0])));
        if (this.numberIn(chosen) !== null) return evaluate(this.isZero(chosen) ? otherwise : then);
        const [a, b] = [then, otherwise].map((branch) => evaluate(branch).coefficients.map(value));
        return { lowest: 0, coefficients: a.map((one, i) => standing(this.blend(chosen, one, b[i]))) };
      },
    };
  }
}
