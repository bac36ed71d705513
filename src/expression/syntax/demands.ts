import { sign } from '../../arithmetic/rational.js';
import type { ArrayValue } from './arrayValue.js';
import { holds } from './condition.js';
import { comparison, type Expression, logical, numberZero } from './expression.js';

/** What has to hold at each place of an array; null where nothing has to. */
interface Demand {
  readonly shape: readonly number[];
  readonly conditions: readonly (Expression | null)[];
}

/** Gathers the conditions under which a formula has a value as it is written, while it is read. */
export class Demands {
  private list: readonly Demand[] = [];

  /** All that was demanded. */
  get conditions(): Expression[] {
    return this.list.flatMap(({ conditions }) => conditions.filter((one) => one !== null));
  }

  /** Notes what has to hold at the places of an array: a list a place, all of one length. */
  note(shape: readonly number[], places: readonly (readonly (Expression | null)[])[]): void {
    const found = places[0].map((_, k) => ({ shape, conditions: places.map((conditions) => conditions[k]) }));
    this.list = [...this.list, ...found.filter(({ conditions }) => conditions.some((one) => one !== null))];
  }

  /**
   * What is demanded while a branch is read is demanded only where the other branch is not taken: at the same place where
   * both have places, else unless the other branch is taken at all of them.
   */
  within<T>(otherBranch: ArrayValue, read: () => T): T {
    const nowhere = logical('and', ...otherBranch.elements);
    return this.inner(read, (demands) =>
      demands.map(({ shape, conditions }) => {
        const isPaired = shape.length > 0 && String(shape) === String(otherBranch.shape);
        const guard = (i: number) => (isPaired ? otherBranch.elements[i] : nowhere);
        return { shape, conditions: conditions.map((one, i) => (one === null ? null : logical('or', guard(i), one))) };
      }),
    );
  }

  /** What is demanded while the operand of something not elementwise is read belongs to every place of its result. */
  merged<T>(read: () => T): T {
    return this.inner(read, (demands) =>
      demands.flatMap(({ conditions }) => conditions.map((one) => ({ shape: [], conditions: [one] }))),
    );
  }

  private inner<T>(read: () => T, change: (demands: readonly Demand[]) => readonly Demand[]): T {
    const outer = this.list;
    this.list = [];
    const result = read();
    this.list = [...outer, ...change(this.list)];
    return result;
  }
}

/** That a value stands in a relation to 0; null for a number that does, and for a constant. */
export function demanded(value: Expression, operator: '!=' | '>' | '>='): Expression | null {
  if (value.kind === 'constant' || (value.kind === 'number' && holds(operator, sign(value.value)))) return null;
  return comparison(operator, value, numberZero);
}

/** What the base of a power has to be; null where it may be anything. */
export function demandedBase(base: Expression, exponent: Expression): Expression | null {
  if (exponent.kind !== 'number') return demanded(base, '>=');
  const isNegative = sign(exponent.value) < 0;
  if (exponent.value.denominator !== 1n) return demanded(base, isNegative ? '>' : '>=');
  return isNegative ? demanded(base, '!=') : null;
}
