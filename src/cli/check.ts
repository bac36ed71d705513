import { InputError } from '../arithmetic/inputError.js';
import { checkClaims } from '../claims/checkClaims.js';
import { type Finding, leftOpen } from '../claims/finding.js';
import { simulationAt } from '../claims/witnessSimulation.js';
import type { Evidence } from '../model/evidence.js';
import type { Model } from '../model/model.js';
import { namedLastPiece } from '../model/schedule.js';
import { checkResultJson, type ReportedFinding } from '../report/checkJson.js';
import { checkText } from '../report/checkText.js';
import { checkDerivatives } from '../symbolic/checkDerivatives.js';
import type { Engines } from '../verify/engines.js';
import { checkCertificateFile } from './checkCertificateFile.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import { locateModel, readModels } from './locate.js';
import { type CommonOptions, replayCommand } from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { openProgress } from './progress.js';
import { isOfLength } from './runCost.js';
import { TimeLimit } from './timeLimit.js';
import { certificateFiles, jsonText, prepareFolder, writeResults } from './writeResults.js';

/** The options of `collapse check`. */
export interface CheckCommandOptions extends CommonOptions {
  /** the number of the one claim to check, from 1 */
  readonly claim?: number;
  readonly path?: string;
  /** a file with a certificate to verify in place of a model */
  readonly certificate?: string;
  /** the model that the certificate is held against */
  readonly model?: string;
}

/**
 * `collapse check`: every claim of a model file proved, refuted or undecided; a refuted attraction is simulated at its
 * witness. After Ctrl-C what was done is printed. Throws InputError.
 */
export async function check(
  name: string | undefined,
  options: CheckCommandOptions,
  output: Output,
  openEngines: () => Promise<Engines>,
): Promise<ExitStatus> {
  if (options.certificate !== undefined) return checkCertificateFile(name, options.certificate, options, output);
  if (options.model !== undefined) {
    throw new InputError('--model', 'there is no certificate to hold against it', '--certificate');
  }
  if (name === undefined) {
    throw new InputError('collapse check', 'no model is named', 'a model file with claims, or --certificate');
  }
  const located = locateModel(name);
  const { source } = located;
  const model = namedLastPiece(readModels([located], options.set)[0]);
  const chosen = chooseClaims(model, source, options);
  prepareFolder(options.out);
  const { signal, release } = catchInterruption(output);
  const limit = new TimeLimit(options.timeLimit, signal);
  limit.share(`${source}: that its derivatives are right`, 2, () => checkDerivatives(model));
  const findings = await checkAll(model, source, chosen, options, openEngines, signal, limit).finally(release);
  const result = {
    ...checkResultJson(packageVersion(), options.seed, { model, source, findings }),
    ...limit.parts,
  };
  const json = jsonText(result);
  const certificates = findings.map(({ number, finding }) => [number, finding.certificate] as const);
  output.result(options.json ? json : checkText(result, output.width));
  writeResults(
    options.out,
    { 'claims.json': json, 'claims.txt': checkText(result), ...certificateFiles(certificates) },
    output.message,
  );
  output.message(limit.message);
  if (signal.aborted) {
    output.message(`interrupted: ${findings.length} of ${chosen.length} claims\n`);
    return exitStatus.interrupted;
  }
  const isRefuted = findings.some(({ finding }) => finding.status === 'refuted');
  return options.strict && isRefuted ? exitStatus.failed : exitStatus.done;
}

/** The numbers of the claims to check, from 0. */
function chooseClaims({ claims }: Model, source: string, { claim, path }: CheckCommandOptions): number[] {
  if (claims.length === 0) throw new InputError(source, 'the file makes no claims', 'claims: a list of conjectures');
  if (claim === undefined) {
    if (path !== undefined)
      throw new InputError('--path', 'leads to one witness', '--claim with the number of its claim');
    return claims.map((_, i) => i);
  }
  if (claim > claims.length) {
    throw new InputError('--claim', `${claim} is no claim of the file`, `a whole number from 1 to ${claims.length}`);
  }
  return [claim - 1];
}

async function checkAll(
  model: Model,
  source: string,
  chosen: readonly number[],
  options: CheckCommandOptions,
  openEngines: () => Promise<Engines>,
  signal: AbortSignal,
  limit: TimeLimit,
): Promise<ReportedFinding[]> {
  const { seed, path } = options;
  const progress = openProgress(options.quiet ?? false, limit);
  const findings: ReportedFinding[] = [];
  let opened: Promise<Engines> | null = null;
  try {
    for (const [done, index] of chosen.entries()) {
      // a turn of the event loop, in which Ctrl-C is seen
      await new Promise(setImmediate);
      if (signal.aborted) break;
      const claim = model.claims[index];
      progress.report(`${source}: ${claim.text}`, done / chosen.length);
      const search = { seed, ...(path === undefined ? {} : { path }) };
      const left = chosen.length - done;
      const decided = limit.share(`claim ${index + 1}`, left, () => checkClaims(model, [claim], search));
      if (decided === null && signal.aborted) break;
      const [finding] = decided ?? [leftOpen(claim, limit.undecided.at(-1)?.reason ?? '')];
      const there = limit.share(`the ensemble at the witness of claim ${index + 1}`, left, () =>
        simulationOf(model, finding, options),
      );
      const simulation = there && (await simulated(there, finding, options, () => (opened ??= openEngines()), signal));
      const found = finding.search === null ? '' : ` --path ${finding.search.path}`;
      const replay = `${replayCommand('check', source, options)} --claim ${index + 1}${found}`;
      findings.push({ number: index + 1, finding, simulation, replay });
    }
  } finally {
    progress.stop();
  }
  return findings;
}

type Simulation = NonNullable<ReturnType<typeof simulationAt>>;

/** The model at the witness of a refuted attraction; null where there is nothing to simulate, or it takes too many steps. */
function simulationOf(
  model: Model,
  { claim, witness, status }: Finding,
  { quick, maxSteps }: CommonOptions,
): Simulation | null {
  if (status !== 'refuted' || witness?.kind !== 'attraction' || claim.kind === 'invariant') return null;
  // an ensemble shows how trajectories fare, not their mean square, which a few of them carry
  if (claim.kind === 'meanSquareStable') return null;
  const set = model.sets.find(({ name }) => name === claim.set);
  if (set === undefined) return null;
  const trajectories = quick ? quickTrajectories : witnessTrajectories;
  const there = simulationAt(model, set, witness, claim.process, trajectories);
  return there === null || !isOfLength(there.model, maxSteps) ? null : there;
}

/** A small ensemble there. */
async function simulated(
  there: Simulation,
  { claim }: Finding,
  { seed }: CommonOptions,
  openEngines: () => Promise<Engines>,
  signal: AbortSignal,
): Promise<Evidence | null> {
  const engines = await openEngines();
  return 'process' in claim && claim.process === 'sde'
    ? engines.simulate(there.model, there.set, { seed, signal })
    : engines.train(there.model, there.set, { seed, signal, precision: 'double' });
}

/** Enough to tell the sign of an exponent that log-distance follows over twenty e-folds. */
const witnessTrajectories = 100;
const quickTrajectories = 20;
