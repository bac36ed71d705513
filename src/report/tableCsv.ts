import type { VerifiedSet, VerifyResult } from './resultSchema.js';

/**
 * The theory table of a verification as CSV (RFC 4180): a header row, then a row a set. Columns are named by their path
 * in the JSON, numbers have every digit, and what does not apply is empty.
 */
export function tableCsv({ version, seed, models }: VerifyResult): string {
  const rows = models.flatMap((model) =>
    model.sets.map(
      (set) =>
        new Map<string, Value>([
          ['version', version],
          ['seed', seed],
          ['source', model.source],
          ['model', model.name],
          ...columnsOf(set),
        ]),
    ),
  );
  const names = [...(rows[0] ?? new Map()).keys()];
  return [names, ...rows.map((row) => [...row.values()])].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

type Value = string | number | null;

function columnsOf(set: VerifiedSet): [string, Value][] {
  const { condition, exponents, evidence } = set;
  const { sde, eulerMaruyama, sgd, sdeAveraged } = exponents;
  return [
    ['set', set.name],
    ['codimension', set.codimension],
    ['invariance', set.invariance.status],
    ['condition.expression', condition.expression],
    ['condition.value', condition.value],
    ['condition.supQ', condition.supQ],
    ['condition.infQ', condition.infQ],
    ['condition.says', condition.says],
    ['thresholds', set.thresholds.map(thresholdText).join('; ')],
    ['exponents.sde.expression', sde?.expression ?? null],
    ...exponentColumns('exponents.sde', sde),
    ['exponents.sde.lowest', sde?.lowest ?? null],
    ...exponentColumns('exponents.eulerMaruyama', eulerMaruyama),
    ['exponents.eulerMaruyama.dt', eulerMaruyama?.dt ?? null],
    ...exponentColumns('exponents.sgd', sgd),
    ...exponentColumns('exponents.sdeAveraged', sdeAveraged),
    ...evidenceColumns('evidence.sde', evidence.sde),
    ...evidenceColumns('evidence.sgd', evidence.sgd),
    ['prediction', set.prediction],
    ['verdict', set.verdict],
    ['causes', [...new Set(set.disagreements.map(({ cause }) => cause))].join('; ')],
    ['replay', evidence.sde?.replay ?? evidence.sgd?.replay ?? null],
  ];
}

function thresholdText({ parameter, expression, value, attractive }: VerifiedSet['thresholds'][number]): string {
  const relation = attractive === 'above' ? '>' : attractive === 'below' ? '<' : 'beyond';
  return `${parameter} ${relation} ${expression}${value === null ? '' : ` = ${value}`}`;
}

function exponentColumns(path: string, exponent: VerifiedSet['exponents']['sgd']): [string, Value][] {
  return [
    [`${path}.value`, exponent?.value ?? null],
    ...intervalColumns(`${path}.interval`, exponent?.interval ?? null),
    [`${path}.level`, exponent?.level ?? null],
    [`${path}.method`, exponent?.method ?? null],
  ];
}

function evidenceColumns(path: string, evidence: VerifiedSet['evidence']['sde']): [string, Value][] {
  return [
    [`${path}.exponent`, evidence?.exponent ?? null],
    ...intervalColumns(`${path}.exponentInterval`, evidence?.exponentInterval ?? null),
    [`${path}.exponentLevel`, evidence?.exponentLevel ?? null],
    [`${path}.fraction`, evidence?.fraction ?? null],
    ...intervalColumns(`${path}.interval`, evidence?.interval ?? null),
    [`${path}.level`, evidence?.level ?? null],
    [`${path}.trajectories`, evidence?.trajectories ?? null],
    [`${path}.dt`, evidence?.dt ?? null],
    [`${path}.horizon`, evidence?.horizon ?? null],
    [`${path}.diverged`, evidence?.diverged ?? null],
    [`${path}.floorReached`, evidence?.floorReached ?? null],
    [`${path}.completed`, evidence?.completed ?? null],
    [`${path}.backend`, evidence?.backend ?? null],
  ];
}

function intervalColumns(path: string, interval: readonly [number, number] | null): [string, Value][] {
  return [
    [`${path}.low`, interval?.[0] ?? null],
    [`${path}.high`, interval?.[1] ?? null],
  ];
}

function field(value: Value): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
