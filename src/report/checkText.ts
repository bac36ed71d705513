import type { CheckedClaim, CheckResult } from './checkSchema.js';
import { formatEstimate, formatNumber } from './formatNumber.js';
import { wrapParagraph } from './wrapText.js';

/** The verdict on every claim as text: status, the claim as written, reason, witness, how to decide it again. */
export function checkText({ models }: CheckResult, width?: number): string {
  const blocks = models.flatMap(({ name, claims }) => claims.map((claim) => claimText(name, claim, width)));
  const counts = (['proved', 'refuted', 'undecided'] as const).map((status) => {
    const count = models.flatMap(({ claims }) => claims).filter((claim) => claim.status === status).length;
    return `${count} ${status}`;
  });
  return `${[...blocks, `${counts.join(', ')}`].join('\n\n')}\n`;
}

function claimText(
  model: string,
  { number, set, claim, status, reason, witness, certificate, search, replay }: CheckedClaim,
  width: number | undefined,
): string {
  return [
    wrapParagraph(`${status.toUpperCase()}  ${number}. ${model}, ${set}: ${claim}`, '', '  ', width),
    wrapParagraph(reason, '  because ', ' '.repeat(10), width),
    ...(witness === null ? [] : [wrapParagraph(witnessText(witness), '  witness ', ' '.repeat(10), width)]),
    ...(certificate === null ? [] : [`  certificate ${certificateName(certificate)}`]),
    ...(search === null ? [] : [`  search seed ${search.seed}, path ${search.path}`]),
    `  again ${replay}`,
  ].join('\n');
}

function witnessText(witness: NonNullable<CheckedClaim['witness']>): string {
  if ('theta' in witness) {
    const values = valuesText({ ...witness.theta, ...witness.sample });
    return `${values}: normal gradient (${witness.normalGradient.map(formatNumber).join(', ')})`;
  }
  const { constants, samples, base, claimed, derived, exponents, simulation } = witness;
  const shown = (exponent: (typeof exponents)['sde']): string => {
    if (exponent === null) return 'none';
    const [value, interval] = formatEstimate(exponent.value, exponent.interval);
    return interval === null ? value : `${value} ${interval}`;
  };
  const data =
    samples === null ? "the file's data" : `samples ${samples.map((row) => `(${row.join(', ')})`).join(' ')}`;
  const parts = [
    `${valuesText({ ...constants, ...base })}, ${data}: claimed ${claimed}, derived ${derived}`,
    `exponents: SDE ${shown(exponents.sde)}, SGD ${shown(exponents.sgd)}`,
  ];
  if (simulation !== null) {
    const name = simulation.process === 'sde' ? 'SDE simulated' : 'SGD run';
    const [value, interval] =
      simulation.exponent === null ? ['no exponent', null] : formatEstimate(simulation.exponent, simulation.interval);
    const level = interval === null ? '' : ` ${interval} at level ${simulation.level}`;
    parts.push(`${name} there: ${value}${level}, ${simulation.trajectories} trajectories`);
  }
  return parts.join('; ');
}

function valuesText(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${formatNumber(value)}`)
    .join(', ');
}

function certificateName(certificate: Readonly<Record<string, unknown>>): string {
  return typeof certificate.kind === 'string' ? certificate.kind : 'sign of the exponent';
}
