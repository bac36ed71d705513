import { toNumber } from '../arithmetic/rational.js';
import { numberText } from '../claims/claimText.js';
import type { AttractionWitness, Finding, InvarianceWitness } from '../claims/finding.js';
import { modelAt } from '../claims/instance.js';
import { valueAt } from '../model/constants.js';
import type { Evidence } from '../model/evidence.js';
import type { Claim, Model } from '../model/model.js';
import type { CheckedClaim, CheckResult } from './checkSchema.js';
import { finite, finiteInterval } from './finite.js';
import { exponentJson, normalGradientJson, numbersJson } from './jsonParts.js';

/** A finding with the ensemble that was run at its witness, and the command that decides the claim again. */
export interface ReportedFinding {
  /** the claim's place in the file, from 1 */
  readonly number: number;
  readonly finding: Finding;
  readonly simulation: Evidence | null;
  readonly replay: string;
}

/** The JSON that `collapse check --json` prints (docs/json.md). */
export function checkResultJson(
  version: string,
  seed: number,
  { model, source, findings }: { model: Model; source: string; findings: readonly ReportedFinding[] },
): CheckResult {
  return {
    schema: 1,
    version,
    seed,
    models: [{ name: model.name, source, claims: findings.map((one) => claimJson(model, one)) }],
  };
}

function claimJson(model: Model, { number, finding, simulation, replay }: ReportedFinding): CheckedClaim {
  const { claim, status, reason, witness, certificate, search } = finding;
  return {
    number,
    set: claim.set,
    kind: claim.kind,
    claim: [claim.text, ...narrowedTo(claim)].join(', '),
    status,
    reason,
    witness: witness && witnessJson(model, claim.set, witness, simulation),
    certificate: certificate && { ...certificate },
    search,
    replay,
  };
}

/** What the claim is narrowed to beside its condition, as a file would have it. */
function narrowedTo(claim: Claim): string[] {
  const isOfFile = claim.kind === 'exponent' || ('condition' in claim && typeof claim.condition === 'boolean');
  const ranges = [...claim.range].map(([name, ends]) => `${name}: [${ends.map(numberText).join(', ')}]`);
  return [
    ...('condition' in claim && claim.process === 'sgd' ? ['process: sgd'] : []),
    ...(ranges.length > 0 ? [`for: { ${ranges.join(', ')} }`] : []),
    ...(claim.data === 'given' && !isOfFile ? ['data: given'] : []),
  ];
}

function witnessJson(
  model: Model,
  set: string,
  witness: InvarianceWitness | AttractionWitness,
  simulation: Evidence | null,
): CheckedClaim['witness'] {
  if (witness.kind === 'invariance') return normalGradientJson(witness);
  const { instance, claimed, derived, exponents } = witness;
  return {
    constants: numbersJson(instance.constants),
    samples: instance.rows?.map((row) => row.map(toNumber)) ?? null,
    base: baseJson(model, set, witness),
    claimed,
    derived,
    exponents: { sde: exponentJson(exponents.sde), sgd: exponentJson(exponents.sgd) },
    simulation: simulation && simulationJson(simulation),
  };
}

/** One number a parameter, irrational ones as the nearest double. */
function baseJson(model: Model, name: string, { instance, base }: AttractionWitness): Record<string, number> {
  if (base !== null) return numbersJson(base);
  const set = model.sets.find((one) => one.name === name);
  if (set === undefined) return {};
  const moved = modelAt(model, set, instance).set;
  return Object.fromEntries(
    model.parameters.map((parameter, i) => [parameter, valueAt(moved.base[i], instance.constants)]),
  );
}

function simulationJson({ process, backend, exponent, fraction, trajectories, dt, horizon }: Evidence) {
  return {
    process,
    backend,
    exponent: finite(exponent?.mean),
    interval: finiteInterval(exponent?.interval),
    level: exponent?.level ?? null,
    fraction: finite(fraction.mean),
    trajectories,
    dt,
    horizon,
  };
}
