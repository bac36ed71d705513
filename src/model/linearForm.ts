import { one, plus, type Rational, times, zero } from '../arithmetic/rational.js';
import { type Expression, numberOne, numberZero, product, sum, symbolsOf } from '../expression/syntax/expression.js';

/** coefficients · variables + rest, the rest free of the variables. */
export interface LinearForm {
  readonly kind: 'linear';
  readonly coefficients: readonly Rational[];
  readonly rest: Expression;
}

/** Why an expression is no linear form: it bends, or a coefficient is no number. */
export type NotLinear = { readonly kind: 'nonlinear' } | { readonly kind: 'symbolicCoefficient' };

/** An expression as a linear form in the variables with rational coefficients, as far as its sums and products show it. */
export function linearForm(expression: Expression, variables: readonly string[]): LinearForm | NotLinear {
  const isFree = (node: Expression): boolean => symbolsOf(node).every((name) => !variables.includes(name));
  const constant = (rest: Expression): LinearForm => ({
    kind: 'linear',
    coefficients: variables.map(() => zero),
    rest,
  });
  const read = (node: Expression): LinearForm | NotLinear => {
    if (isFree(node)) return constant(node);
    switch (node.kind) {
      case 'symbol':
        return {
          kind: 'linear',
          coefficients: variables.map((name) => (name === node.name ? one : zero)),
          rest: numberZero,
        };
      case 'sum': {
        let total = constant(numberZero);
        for (const term of node.terms) {
          const form = read(term);
          if (form.kind !== 'linear') return form;
          total = added(total, form);
        }
        return total;
      }
      case 'product': {
        const bound = node.factors.filter((factor) => !isFree(factor));
        const factor = product(numberOne, ...node.factors.filter(isFree));
        if (bound.length !== 1) return { kind: 'nonlinear' };
        const form = read(bound[0]);
        if (form.kind !== 'linear') return form;
        return factor.kind === 'number' ? scaled(form, factor.value) : { kind: 'symbolicCoefficient' };
      }
      default:
        return { kind: 'nonlinear' };
    }
  };
  return read(expression);
}

function added(a: LinearForm, b: LinearForm): LinearForm {
  return {
    kind: 'linear',
    coefficients: a.coefficients.map((coefficient, i) => plus(coefficient, b.coefficients[i])),
    rest: sum(a.rest, b.rest),
  };
}

function scaled(form: LinearForm, factor: Rational): LinearForm {
  return {
    kind: 'linear',
    coefficients: form.coefficients.map((coefficient) => times(coefficient, factor)),
    rest: product({ kind: 'number', value: factor }, form.rest),
  };
}
