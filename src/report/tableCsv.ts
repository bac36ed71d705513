import { type Column, columnsAt, csvText, inBrackets } from './csvText.js';
import type { VerifiedSet, VerifyResult } from './resultSchema.js';
import { exponentNames } from './schemaParts.js';

/**
 * The theory table of a verification as CSV (RFC 4180): a header row, then a row a set. Columns are named by their path
 * in the JSON, numbers have every digit, and what does not apply is empty.
 */
export function tableCsv(result: VerifyResult): string {
  return csvText(
    columns,
    result.models.flatMap((model) => model.sets.map((set) => ({ result, model, set }))),
  );
}

interface Row {
  readonly result: VerifyResult;
  readonly model: VerifyResult['models'][number];
  readonly set: VerifiedSet;
}

const evidenceKeys = [
  ...(['exponent', 'exponentInterval', 'exponentLevel', 'fraction', 'interval', 'level', 'trajectories'] as const),
  ...(['dt', 'horizon', 'diverged', 'floorReached', 'completed', 'backend'] as const),
];

const passageKeys = ['share', 'interval', 'median', 'medianInterval', 'mean', 'meanInterval', 'censored'] as const;

const columns: readonly Column<Row>[] = [
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
  ...columnsAt('condition', ({ set }: Row) => set.condition, ['value', 'supQ', 'infQ', 'says']),
  ['thresholds', ({ set }) => set.thresholds.map(thresholdText).join('; ')],
  ['exponents.sde.expression', ({ set }) => inBrackets(set.exponents.sde?.expression)],
  ...exponentNames.flatMap((name) =>
    columnsAt(`exponents.${name}`, ({ set }: Row) => set.exponents[name], ['value', 'interval', 'level', 'method']),
  ),
  ['exponents.sde.lowest', ({ set }) => set.exponents.sde?.lowest],
  ['exponents.eulerMaruyama.dt', ({ set }) => set.exponents.eulerMaruyama?.dt],
  ['exponents.tangential.sde.value', ({ set }) => set.exponents.tangential?.sde?.value],
  ['exponents.tangential.sgd.value', ({ set }) => set.exponents.tangential?.sgd?.value],
  ...(['sde', 'sgd'] as const).flatMap((name) => [
    ...columnsAt(`evidence.${name}`, ({ set }: Row) => set.evidence[name], evidenceKeys),
    ...passageColumns<Row>(`evidence.${name}`, ({ set }) => set.evidence[name]),
  ]),
  ['prediction', ({ set }) => set.prediction],
  ['verdict', ({ set }) => set.verdict],
  ['causes', ({ set }) => [...new Set(set.disagreements.map(({ cause }) => cause))].join('; ')],
  ['replay', ({ set: { evidence } }) => evidence.sde?.replay ?? evidence.sgd?.replay],
];

/** When trajectories first came within epsilon, and when they first left the radius. */
export function passageColumns<Subject>(
  path: string,
  of: (subject: Subject) => VerifiedSet['evidence']['sde'],
): Column<Subject>[] {
  return (['within', 'leaving'] as const).flatMap((which) =>
    columnsAt(`${path}.passages.${which}`, (subject) => of(subject)?.passages?.[which], passageKeys),
  );
}

function thresholdText({ parameter, expression, value, attractive }: VerifiedSet['thresholds'][number]): string {
  const relation = attractive === 'above' ? '>' : attractive === 'below' ? '<' : 'beyond';
  return `${parameter} ${relation} ${expression}${value === null ? '' : ` = ${value}`}`;
}
