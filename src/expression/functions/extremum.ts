import { compare } from '../../arithmetic/rational.js';
import {
  call,
  comparison,
  conditional,
  difference,
  type Expression,
  fraction,
  logical,
  number,
  numberOne,
  numberZero,
  product,
  sum,
} from '../syntax/expression.js';
import { type FunctionFacts, ordinary } from './functionFacts.js';

/** What max and min share; where several arguments are equal, the first of them counts as the extreme one. */
export function extremum(direction: 1 | -1): Omit<FunctionFacts, 'evaluate' | 'sign' | 'tensor' | 'latex'> {
  const [beyond, notBehind] = direction > 0 ? (['>', '>='] as const) : (['<', '<='] as const);
  return {
    ...ordinary,
    arity: 'any',
    derivative: (values) =>
      values.map((value, index) => {
        const conditions = values.flatMap((other, place) =>
          place === index ? [] : [comparison(place < index ? beyond : notBehind, value, other)],
        );
        if (conditions.length === 0) return numberOne;
        return conditional(logical('and', ...conditions), numberOne, numberZero);
      }),
    definition: (values) =>
      values.reduce((extreme, value) => conditional(comparison(notBehind, extreme, value), extreme, value)),
    parts: (values) =>
      values.reduce((extreme, value) => {
        const gap = call('abs', difference(extreme, value));
        return product(fraction(1, 2), sum(extreme, value, product(number(direction), gap)));
      }),
    monotony: 'increasing',
    critical: (values) =>
      values.flatMap((value, index) =>
        values.slice(0, index).map((other) => ({ at: difference(other, value), problem: 'kink' as const })),
      ),
    exact(values: readonly Expression[]) {
      if (values.length === 1) return values[0];
      const numbers = values.map((value) => (value.kind === 'number' ? value.value : null));
      if (!numbers.every((value) => value !== null)) return null;
      return number(numbers.reduce((extreme, value) => (compare(value, extreme) === direction ? value : extreme)));
    },
  };
}
