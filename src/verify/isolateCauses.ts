import type { RunOptions } from '../model/evidence.js';
import type { Engines } from './engines.js';
import type { ExperimentOutcome, Subject } from './experimentFindings.js';
import { experiments } from './experiments.js';
import { type Cause, type Disagreement, outcomeOf, type Verdict } from './verdict.js';

/**
 * Tells the suspects of every disagreement apart: runs their experiments, the most probable first, each once, until one
 * explains what is out of line (theory §7). Where none does, the first suspect stays, with what its experiment found and
 * a sentence that says so. Stops when the signal is aborted.
 */
export async function isolateCauses(
  subject: Omit<Subject, 'process' | 'quantity' | 'measured'>,
  verdict: Verdict,
  engines: Engines,
  options: RunOptions,
): Promise<Verdict> {
  const findings = new Map<string, ExperimentOutcome | null>();
  const find = async (cause: Cause, process: Subject['process'], quantity: Subject['quantity']) => {
    const key = `${cause} ${process} ${quantity}`;
    const experiment = experiments[cause];
    if (experiment !== undefined && !findings.has(key)) {
      const measured = verdict.evidence[process];
      findings.set(key, await experiment({ ...subject, process, quantity, measured }, engines, options));
    }
    return findings.get(key) ?? null;
  };
  const disagreements: Disagreement[] = [];
  for (const found of verdict.disagreements) {
    const tried: { cause: Cause; finding: ExperimentOutcome }[] = [];
    for (const cause of found.suspects) {
      if (options.signal?.aborted || tried.some(({ finding }) => finding.explains)) break;
      const finding = await find(cause, processInQuestion(found.between), found.quantity);
      if (finding !== null) tried.push({ cause, finding });
    }
    disagreements.push(tried.length === 0 ? found : settled(found, tried));
  }
  return { ...verdict, outcome: outcomeOf(disagreements), disagreements };
}

function settled(found: Disagreement, tried: readonly { cause: Cause; finding: ExperimentOutcome }[]): Disagreement {
  const explaining = tried.find(({ finding }) => finding.explains);
  const { cause, finding } = explaining ?? tried[0];
  const open = explaining === undefined ? '; no experiment explains it' : '';
  const role = explaining === undefined ? found.role : explainedRole(found, cause);
  return { ...found, role, cause, test: `${found.test}; ${finding.says}${open}`, evidence: finding.evidence };
}

/**
 * What an explanation makes of a disagreement: a measurement that comes to agree over a longer run was too short, which
 * contradicts nothing; a share that a longer run or a nearer start sets right is no more than a note.
 */
function explainedRole({ role, quantity }: Disagreement, cause: Cause): Disagreement['role'] {
  if (quantity === 'fraction') return 'note';
  return role === 'conflict' && cause === 'finite-time' ? 'gap' : role;
}

/** The process whose measurement is in a pair; the SDE where none or both are. */
function processInQuestion(between: readonly string[]): Subject['process'] {
  return between.includes('evidence.sgd') && !between.includes('evidence.sde') ? 'sgd' : 'sde';
}
