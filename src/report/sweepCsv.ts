import { type Column, columnsAt, csvText } from './csvText.js';
import { exponentNames } from './schemaParts.js';
import type { SweepHeader, SweepLine } from './sweepSchema.js';
import { passageColumns } from './tableCsv.js';

/** A sweep as CSV (RFC 4180): a row a cell, in the order of the cells; columns are named by their path in the JSON. */
export function sweepCsv({ grid }: SweepHeader, lines: readonly SweepLine[]): string {
  const isScheduled = lines.some(({ steps }) => steps !== undefined);
  const columns: Column<SweepLine>[] = [
    ['cell', ({ cell }) => cell],
    ...grid.map(({ constant }): Column<SweepLine> => [constant, ({ constants }) => constants[constant]]),
    ['prediction', ({ prediction }) => prediction],
    ...columnsAt('sufficient', ({ sufficient }: SweepLine) => sufficient, ['supQ', 'infQ', 'says']),
    ...exponentNames.flatMap((name) =>
      columnsAt(`exponents.${name}`, ({ exponents }: SweepLine) => exponents[name], ['value', 'interval']),
    ),
    ...(['sde', 'sgd'] as const).flatMap((process): Column<SweepLine>[] => [
      ...columnsAt(`evidence.${process}`, ({ evidence }: SweepLine) => evidence[process], ['fraction', 'exponent']),
      [`evidence.${process}.low`, ({ evidence }) => evidence[process]?.exponentInterval?.[0]],
      [`evidence.${process}.high`, ({ evidence }) => evidence[process]?.exponentInterval?.[1]],
      ...passageColumns<SweepLine>(`evidence.${process}`, ({ evidence }) => evidence[process]),
    ]),
    ['verdict', ({ verdict }) => verdict],
    ['causes', ({ causes }) => causes.join('; ')],
    ...(isScheduled ? pieceColumns : []),
  ];
  return csvText(columns, lines);
}

/** Of a learning rate that changes. */
const pieceColumns: readonly Column<SweepLine>[] = [
  ['steps', ({ steps }) => steps?.join(' to ')],
  ['before', ({ before = [] }) => before.map((one) => `${one.steps.join(' to ')} ${one.prediction}`).join('; ')],
];
