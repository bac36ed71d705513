import { csvText, type Value } from './csvText.js';
import type { SweepHeader, SweepLine } from './sweepSchema.js';

/** A sweep as CSV (RFC 4180): a row a cell, in the order of the cells; columns are named by their path in the JSON. */
export function sweepCsv({ grid }: SweepHeader, lines: readonly SweepLine[]): string {
  const columns: (readonly [string, (line: SweepLine) => Value])[] = [
    ['cell', ({ cell }) => cell],
    ...grid.map(({ constant }) => [constant, (line: SweepLine) => line.constants[constant]] as const),
    ['prediction', ({ prediction }) => prediction],
    ['sufficient.supQ', ({ sufficient }) => sufficient.supQ],
    ['sufficient.infQ', ({ sufficient }) => sufficient.infQ],
    ['sufficient.says', ({ sufficient }) => sufficient.says],
    ...(['sde', 'eulerMaruyama', 'sgd', 'sdeAveraged'] as const).flatMap((process) => [
      [`exponents.${process}.value`, ({ exponents }: SweepLine) => exponents[process]?.value] as const,
      [`exponents.${process}.interval.low`, ({ exponents }: SweepLine) => exponents[process]?.interval[0]] as const,
      [`exponents.${process}.interval.high`, ({ exponents }: SweepLine) => exponents[process]?.interval[1]] as const,
    ]),
    ...(['sde', 'sgd'] as const).flatMap((process) => [
      [`evidence.${process}.fraction`, ({ evidence }: SweepLine) => evidence[process]?.fraction] as const,
      [`evidence.${process}.exponent`, ({ evidence }: SweepLine) => evidence[process]?.exponent] as const,
      [`evidence.${process}.low`, ({ evidence }: SweepLine) => evidence[process]?.exponentInterval?.[0]] as const,
      [`evidence.${process}.high`, ({ evidence }: SweepLine) => evidence[process]?.exponentInterval?.[1]] as const,
    ]),
    ['verdict', ({ verdict }) => verdict],
    ['causes', ({ causes }) => causes.join('; ')],
    ...(lines.some(({ steps }) => steps !== undefined)
      ? ([
          ['steps', ({ steps }) => steps?.join(' to ')],
          [
            'before',
            ({ before = [] }) => before.map((one) => `${one.steps.join(' to ')} ${one.prediction}`).join('; '),
          ],
        ] satisfies (readonly [string, (line: SweepLine) => Value])[])
      : []),
  ];
  return csvText([columns.map(([name]) => name), ...lines.map((line) => columns.map(([, read]) => read(line)))]);
}
