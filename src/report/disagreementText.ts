import { formatEstimate, formatNumber, formatShare } from './formatNumber.js';
import type { VerifiedSet, VerifyResult } from './resultSchema.js';

type Disagreement = VerifiedSet['disagreements'][number];

/** A set that has something to explain: its disagreements and reasons, those of one cause and test together, remarks, passages. */
export interface Explanation {
  readonly title: string;
  readonly entries: readonly string[];
}

/** The explanations of a verification, in the order of the table's rows. */
export function explanationsOf({ models }: VerifyResult): Explanation[] {
  return models.flatMap((model) =>
    model.sets.flatMap((set) => {
      const found = grouped(set.disagreements).map(entryText);
      const remarks = set.remarks.filter((remark) => !found.some((entry) => entry.includes(remark)));
      const passages = [set.evidence.sde, set.evidence.sgd].flatMap((one) => (one === null ? [] : passageTexts(one)));
      const entries = [...found, ...remarks.map((remark) => `${remark}.`), ...passages];
      const title = `${model.source}, ${set.name}: ${set.verdict}${noted(set)}`;
      return entries.length === 0 ? [] : [{ title, entries }];
    }),
  );
}

/** The same in a line a set: the verdict and the names of its causes. */
export function briefReasonsOf({ models }: VerifyResult): string[] {
  return models.flatMap(({ source, sets }) =>
    sets.flatMap((set) => {
      const { name, verdict, disagreements, remarks } = set;
      // that the criterion is silent is the least of reasons
      const rank = (cause: Disagreement['cause']): number => (cause === 'sufficient-gap' ? 1 : 0);
      const causes = [...new Set(disagreements.map(({ cause }) => cause))].sort((a, b) => rank(a) - rank(b));
      const reasons = [
        ...causes.map((cause) => `${causeNames[cause]} (${cause})`),
        ...(causes.length === 0 ? remarks : []),
      ];
      return reasons.length === 0
        ? []
        : [`${source}, ${name}: ${verdict.toUpperCase()}${noted(set)}: ${reasons.join('; ')}`];
    }),
  );
}

/** What is explained of a set that agrees contradicts nothing. */
function noted({ verdict }: VerifiedSet): string {
  return verdict === 'agree' ? ', with a note' : '';
}

/** What the horizon shows of first passages that do not all happen at the start. */
function passageTexts({ process, passages }: NonNullable<VerifiedSet['evidence']['sde']>): string[] {
  if (passages === null) return [];
  return (['within', 'leaving'] as const).flatMap((which) => {
    const { radius, share, interval, median, medianInterval, mean, meanInterval, censored, shares } = passages[which];
    if (shares[0] === 1) return [];
    const did = which === 'within' ? `came within ${formatNumber(radius)}` : `left ${formatNumber(radius)}`;
    const low = medianInterval?.[0] ?? null;
    const high = medianInterval?.[1] ?? null;
    const middle =
      median === null
        ? ` The median of the first time is beyond the horizon${low === null ? '' : `, or at ${formatNumber(low)} or later`}.`
        : ` Median of the first time ${formatNumber(median)} [${formatNumber(low ?? 0)}, ${high === null ? 'beyond the horizon' : formatNumber(high)}].`;
    const average =
      mean === null ? '' : ` Mean, cut off at the horizon: ${formatEstimate(mean, meanInterval).join(' ')}.`;
    return [
      `evidence.${process}: ${formatShare(share)} [${formatShare(interval[0])}, ${formatShare(interval[1])}] ${did} before the horizon; ${censored} did not (censored).${middle}${average}`,
    ];
  });
}

function grouped(disagreements: readonly Disagreement[]): Disagreement[] {
  const groups = new Map<string, Disagreement>();
  for (const one of disagreements) {
    const key = JSON.stringify([one.cause, one.test, one.evidence]);
    const between = new Set([...(groups.get(key)?.between ?? []), ...one.between]);
    groups.set(key, { ...one, between: [...between] });
  }
  return [...groups.values()];
}

function entryText({ between, cause, test, evidence }: Disagreement): string {
  const { value, interval, level } = evidence;
  const shown = value === null ? null : formatEstimate(value, interval);
  const number =
    shown === null ? '' : ` It gives ${shown[0]}${shown[1] === null ? '' : ` ${shown[1]} at level ${level}`}.`;
  return `${between.map((path) => pathNames[path] ?? path).join(', ')}: ${causeNames[cause]} (${cause}): ${test}.${number}`;
}

const causeNames: Readonly<Record<Disagreement['cause'], string>> = {
  'sufficient-gap': 'the criterion is silent',
  'sde-not-sgd': 'SGD is not its SDE here',
  'step-error': 'the step of the simulation is too large',
  basin: 'trajectories leave the linear regime',
  'finite-time': 'a longer or larger run would tell more',
  'non-smooth': 'the loss is not smooth on the set',
  'float-floor': 'the floor of the arithmetic was reached',
  'reducible-rounding': 'rounding couples invariant subspaces',
  'moving-base': 'the base point does not stay',
};

const pathNames: Readonly<Record<string, string>> = {
  'exponents.sde': 'SDE predicted',
  'exponents.sdeAveraged': 'SDE averaged',
  'exponents.eulerMaruyamaAveraged': 'E-M averaged',
  'exponents.sgdAveraged': 'SGD averaged',
  'exponents.eulerMaruyama': 'Euler-Maruyama predicted',
  'exponents.sgd': 'SGD predicted',
  'evidence.sde': 'SDE measured',
  'evidence.sgd': 'SGD measured',
};
