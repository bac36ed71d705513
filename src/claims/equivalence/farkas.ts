import {
  absolute,
  dividedBy,
  isZero,
  negated,
  plus,
  type Rational,
  rational,
  sign,
  times,
  toText,
} from '../../arithmetic/rational.js';

/** Σ coefficient · column is positive, or not negative. */
export interface Constraint {
  readonly form: ReadonlyMap<string, Rational>;
  readonly strict: boolean;
}

/**
 * Multipliers ≥ 0, one a constraint, whose combination of the forms is 0 while a strict constraint takes part: a proof that
 * not all constraints hold (Motzkin's transposition theorem). Null when Fourier–Motzkin elimination finds none, or when it
 * grows too large. Columns stand for independent quantities.
 */
export function contradiction(constraints: readonly Constraint[]): Rational[] | null {
  let rows: Row[] = constraints.map(({ form, strict }, i) => ({
    form,
    strict,
    multipliers: constraints.map((_, j) => rational(i === j ? 1 : 0)),
  }));
  for (;;) {
    const found = rows.find(({ form, strict }) => form.size === 0 && strict);
    if (found !== undefined) return found.multipliers;
    const column = cheapestColumn(rows);
    if (column === null) return null;
    const next = eliminated(rows, column);
    if (next.length > mostRows) return null;
    rows = next;
  }
}

interface Row extends Constraint {
  readonly multipliers: Rational[];
}

/** Contradictions of sign cases take a handful of constraints; an elimination that grows beyond this is no such one. */
const mostRows = 400;

/** The column whose elimination makes the fewest rows. */
function cheapestColumn(rows: readonly Row[]): string | null {
  const counts = new Map<string, { positive: number; negative: number }>();
  for (const { form } of rows) {
    for (const [column, coefficient] of form) {
      const count = counts.get(column) ?? { positive: 0, negative: 0 };
      if (sign(coefficient) > 0) count.positive++;
      else count.negative++;
      counts.set(column, count);
    }
  }
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [column, { positive, negative }] of counts) {
    const made = positive * negative - positive - negative;
    if (made < least) [best, least] = [column, made];
  }
  return best;
}

function eliminated(rows: readonly Row[], column: string): Row[] {
  const result = rows.filter(({ form }) => !form.has(column));
  const seen = new Set(result.map(textOf));
  const positive = rows.filter(({ form }) => sign(form.get(column) ?? rational(0)) > 0);
  const negative = rows.filter(({ form }) => sign(form.get(column) ?? rational(0)) < 0);
  for (const up of positive) {
    for (const down of negative) {
      const joined = combined(up, down, column);
      const text = textOf(joined);
      if (seen.has(text)) continue;
      seen.add(text);
      result.push(joined);
    }
  }
  return result;
}

function combined(up: Row, down: Row, column: string): Row {
  const factor = dividedBy(up.form.get(column) as Rational, negated(down.form.get(column) as Rational));
  const form = new Map(up.form);
  for (const [name, coefficient] of down.form) {
    const total = plus(form.get(name) ?? rational(0), times(factor, coefficient));
    if (isZero(total)) form.delete(name);
    else form.set(name, total);
  }
  return {
    form,
    strict: up.strict || down.strict,
    multipliers: up.multipliers.map((value, i) => plus(value, times(factor, down.multipliers[i]))),
  };
}

/** Two rows of one text say the same, up to a positive factor. */
function textOf({ form, strict }: Row): string {
  const terms = [...form].sort(([a], [b]) => (a < b ? -1 : 1));
  const scale = terms.length === 0 ? rational(1) : absolute(terms[0][1]);
  return `${strict} ${terms.map(([column, value]) => `${column}:${toText(dividedBy(value, scale))}`).join(' ')}`;
}
