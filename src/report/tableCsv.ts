import { csvText, inBrackets, type Value } from './csvText.js';
import type { VerifiedSet, VerifyResult } from './resultSchema.js';

/**
 * The theory table of a verification as CSV (RFC 4180): a header row, then a row a set. Columns are named by their path
 * in the JSON, numbers have every digit, and what does not apply is empty.
 */
export function tableCsv(result: VerifyResult): string {
  const rows = result.models.flatMap((model) =>
    model.sets.map((set) => columns.map(([, read]) => read({ result, model, set }))),
  );
  return csvText([columns.map(([name]) => name), ...rows]);
}

interface Row {
  readonly result: VerifyResult;
  readonly model: VerifyResult['models'][number];
  readonly set: VerifiedSet;
}

type Column = readonly [name: string, read: (row: Row) => Value];

const columns: readonly Column[] = [
  ['version', ({ result }) => result.version],
  ['seed', ({ result }) => result.seed],
  ['source', ({ model }) => model.source],
  ['model', ({ model }) => model.name],
  ['set', ({ set }) => set.name],
  ['codimension', ({ set }) => set.codimension],
  [
    'settings.constants',
    ({ set }) =>
      Object.entries(set.settings.constants)
        .map(([name, value]) => `${name} = ${value}`)
        .join('; '),
  ],
  ['settings.learningRate', ({ set }) => set.settings.learningRate],
  ['settings.batch', ({ set }) => set.settings.batch.map((one) => one ?? '').join('; ')],
  ['settings.samples', ({ set }) => set.settings.samples],
  ['invariance.status', ({ set }) => set.invariance.status],
  ['condition.expression', ({ set }) => inBrackets(set.condition.expression)],
  ['condition.value', ({ set }) => set.condition.value],
  ['condition.supQ', ({ set }) => set.condition.supQ],
  ['condition.infQ', ({ set }) => set.condition.infQ],
  ['condition.says', ({ set }) => set.condition.says],
  ['thresholds', ({ set }) => set.thresholds.map(thresholdText).join('; ')],
  ['exponents.sde.expression', ({ set }) => inBrackets(set.exponents.sde?.expression)],
  ...exponentColumns('sde'),
  ['exponents.sde.lowest', ({ set }) => set.exponents.sde?.lowest],
  ...exponentColumns('eulerMaruyama'),
  ['exponents.eulerMaruyama.dt', ({ set }) => set.exponents.eulerMaruyama?.dt],
  ...exponentColumns('sgd'),
  ...exponentColumns('sdeAveraged'),
  ...exponentColumns('eulerMaruyamaAveraged'),
  ...exponentColumns('sgdAveraged'),
  ['exponents.tangential.sde.value', ({ set }) => set.exponents.tangential?.sde?.value],
  ['exponents.tangential.sgd.value', ({ set }) => set.exponents.tangential?.sgd?.value],
  ...evidenceColumns('sde'),
  ...evidenceColumns('sgd'),
  ['prediction', ({ set }) => set.prediction],
  ['verdict', ({ set }) => set.verdict],
  ['causes', ({ set }) => [...new Set(set.disagreements.map(({ cause }) => cause))].join('; ')],
  ['replay', ({ set: { evidence } }) => evidence.sde?.replay ?? evidence.sgd?.replay],
];

function exponentColumns(process: Exclude<keyof VerifiedSet['exponents'], 'tangential'>): Column[] {
  const path = `exponents.${process}`;
  return [
    [`${path}.value`, ({ set }) => set.exponents[process]?.value],
    [`${path}.interval.low`, ({ set }) => set.exponents[process]?.interval[0]],
    [`${path}.interval.high`, ({ set }) => set.exponents[process]?.interval[1]],
    [`${path}.level`, ({ set }) => set.exponents[process]?.level],
    [`${path}.method`, ({ set }) => set.exponents[process]?.method],
  ];
}

function evidenceColumns(process: 'sde' | 'sgd'): Column[] {
  const path = `evidence.${process}`;
  return [
    [`${path}.exponent`, ({ set }) => set.evidence[process]?.exponent],
    [`${path}.exponentInterval.low`, ({ set }) => set.evidence[process]?.exponentInterval?.[0]],
    [`${path}.exponentInterval.high`, ({ set }) => set.evidence[process]?.exponentInterval?.[1]],
    [`${path}.exponentLevel`, ({ set }) => set.evidence[process]?.exponentLevel],
    [`${path}.fraction`, ({ set }) => set.evidence[process]?.fraction],
    [`${path}.interval.low`, ({ set }) => set.evidence[process]?.interval?.[0]],
    [`${path}.interval.high`, ({ set }) => set.evidence[process]?.interval?.[1]],
    [`${path}.level`, ({ set }) => set.evidence[process]?.level],
    [`${path}.trajectories`, ({ set }) => set.evidence[process]?.trajectories],
    [`${path}.dt`, ({ set }) => set.evidence[process]?.dt],
    [`${path}.horizon`, ({ set }) => set.evidence[process]?.horizon],
    [`${path}.diverged`, ({ set }) => set.evidence[process]?.diverged],
    [`${path}.floorReached`, ({ set }) => set.evidence[process]?.floorReached],
    [`${path}.completed`, ({ set }) => set.evidence[process]?.completed],
    [`${path}.backend`, ({ set }) => set.evidence[process]?.backend],
  ];
}

function thresholdText({ parameter, expression, value, attractive }: VerifiedSet['thresholds'][number]): string {
  const relation = attractive === 'above' ? '>' : attractive === 'below' ? '<' : 'beyond';
  return `${parameter} ${relation} ${expression}${value === null ? '' : ` = ${value}`}`;
}
