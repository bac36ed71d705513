import type { Picture } from '../reproduce/picture.js';
import { boxTable } from './boxTable.js';
import { formatEstimate, formatNumber } from './formatNumber.js';
import type { ProbeResult } from './probeSchema.js';
import { pageWidth, wrapText } from './wrapText.js';

type ProbedSet = ProbeResult['sets'][number];

/** The sets of a network's units for a terminal of so many columns (120 unless given): those that are apart, then what was predicted and what became of it. */
export function probeText({ source, settings, sets, signs, outcomes }: ProbeResult, width = pageWidth): string {
  const { learningRate, batch, labelNoise, momentum, weightDecay, steps, horizon, replicas } = settings;
  const apart = sets.filter(({ expected }) => expected !== 'collapsed');
  const rows = apart.map((set) => row(set, replicas, labelNoise));
  const table = rows.length === 0 ? 'every unit has collapsed' : boxTable(heads(labelNoise), rows, width);
  const done = sets.filter(({ expected, kind }) => expected === 'collapsed' && kind === 'vanishing').length;
  const merged = sets.filter(({ expected, kind }) => expected === 'collapsed' && kind === 'merging').length;
  const factors = (sets[0]?.elsewhere.noise ?? []).map(({ factor }) => String(factor)).join(', ');
  const optional = [
    momentum === 0 ? '' : `, momentum ${momentum}`,
    weightDecay === 0 ? '' : `, weight decay ${weightDecay}`,
    labelNoise === 0 ? '' : `, label noise ${labelNoise}`,
  ];
  const legend = `unit 3: its vanishing; unit 3 = 5: the merging of two. λ per unit of t = η·step, negative where it is attracted; predicted: from curvature and noise of ${replicas} continuations of ${steps} steps; measured: tangent vectors along these
η/B${labelNoise === 0 ? '' : ' and ζ'}: signs of the predicted λ (− attracted, + repelled, ? undecided) were it ${factors} times as large`;
  const told = `collapsed already, left out: ${done} vanished units, ${merged} pairs merged or with a vanished unit
${legend}

${signLines(signs)}
after ${horizon} steps, collapsed in at least half of the continuations:
${outcomeLines(outcomes)}`;
  return `${wrapText(`${source} at learning rate ${learningRate}, batches of ${batch}${optional.join('')}`, width)}
${table}
${wrapText(told, width)}`;
}

function heads(labelNoise: number): string[] {
  const all = ['unit', 'apart', 'λ predicted', 'λ measured', 'expected', 'happened', 'η/B'];
  return labelNoise === 0 ? all : [...all, 'ζ'];
}

function row(set: ProbedSet, replicas: number, labelNoise: number): string[] {
  const { predicted, measured, elsewhere } = set;
  const cells = [
    `${set.layer} ${set.unit}${set.twin === null ? '' : ` = ${set.sign === -1 ? '−' : ''}${set.twin}`}`,
    formatNumber(Number(set.separation.toPrecision(2))),
    estimate(predicted),
    estimate(measured),
    set.expected,
    `${set.collapsed} of ${replicas}`,
    signsOf(elsewhere.noise),
  ];
  return labelNoise === 0 ? cells : [...cells, signsOf(elsewhere.labelNoise)];
}

function estimate(found: Pick<NonNullable<ProbedSet['measured']>, 'value' | 'interval'> | null): string {
  if (found === null) return 'not finite';
  return formatEstimate(found.value, found.interval)
    .filter((part) => part !== null)
    .join(' ');
}

/** The signs at each factor. */
function signsOf(elsewhere: ProbedSet['elsewhere']['noise']): string {
  const marks = { attracted: '−', repelled: '+', undecided: '?' } as const;
  return elsewhere.map(({ tendency }) => marks[tendency]).join('');
}

function signLines(signs: ProbeResult['signs']): string {
  const total = (holds: (one: ProbeResult['signs'][number]) => boolean): number =>
    signs.filter(holds).reduce((sum, { sets }) => sum + sets, 0);
  const isDecided = (one: ProbeResult['signs'][number]): boolean =>
    one.predicted !== 'undecided' && one.measured !== 'undecided';
  const same = total((one) => isDecided(one) && one.predicted === one.measured);
  const other = total((one) => isDecided(one) && one.predicted !== one.measured);
  return `signs of prediction and measurement, all sets: ${same} agree, ${other} disagree, ${total((one) => !isDecided(one))} undecided by an interval`;
}

function outcomeLines(outcomes: ProbeResult['outcomes']): string {
  const words = {
    collapse: 'attracted, in time',
    later: 'attracted, too slowly',
    undecided: 'undecided',
    repelled: 'repelled',
  };
  return outcomes
    .map(({ expected, sets, collapsed, interval: [low, high], level }) => {
      const share =
        sets === 0 ? '' : `, ${100 * level} % interval of the share [${formatNumber(low)}, ${formatNumber(high)}]`;
      return `  ${words[expected].padEnd(22)} ${collapsed} of ${sets}${share}\n`;
    })
    .join('');
}

/** Measured against predicted exponents, a curve a kind of set. */
export function probePicture({ sets }: ProbeResult): Picture {
  const found = sets.flatMap(({ predicted, measured, kind }) =>
    measured === null || predicted === null
      ? []
      : [{ kind, x: predicted.value, y: measured.value, low: measured.interval[0], high: measured.interval[1] }],
  );
  const ends = [Math.min(0, ...found.map(({ x }) => x)), Math.max(0, ...found.map(({ x }) => x))];
  return {
    name: 'probe',
    title: "Exponents of units' own collapse",
    subtitle: 'dashed: equal; bars: intervals of what was measured',
    panels: [
      {
        x: { label: 'predicted λ' },
        y: { label: 'measured λ' },
        curves: [
          { name: 'equal', style: 'dashed', points: ends.map((x) => ({ x, y: x })) },
          ...(['vanishing', 'merging'] as const).map((kind) => ({
            name: kind,
            style: 'points' as const,
            points: found.flatMap(({ kind: own, ...point }) => (own === kind ? [point] : [])),
          })),
        ],
      },
    ],
  };
}
