import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workSpent } from '../../src/arithmetic/withinWork.js';
import { stepsASecond } from '../../src/cli/timeLimit.js';
import { collapse } from '../cli/collapse.js';
import { mutant } from './mutants.js';
import { shrunk } from './shrunk.js';
import type { Tree } from './tree.js';

const ensemble = ['--quick', '--backend', 'cpu', '--threads', '1', '--max-steps', '1000'];

/** The commands that mutants go through by turns, with ensembles that take no time. */
export const fuzzedCommands = [
  ['derive'],
  ['discover'],
  ['check', ...ensemble],
  ['predict', '--quick'],
  ['verify', ...ensemble],
] as const;

/** How a command ended: refused in one message, decided, in part undecided since the budget was spent, or in a failure. */
export type Ending = 'refused' | 'decided' | 'undecided' | 'failed';

/** What a block of mutants gave. */
export interface FuzzedBlock {
  /** how many ended in which way, by command */
  readonly counts: Readonly<Record<string, Readonly<Record<Ending, number>>>>;
  /** a failure of each mutant that has one, with a file, as small as could be found, that fails in the same way */
  readonly failures: readonly string[];
}

/**
 * Runs mutants first … first + count − 1, each through one command: number i through command i mod 5. All commands but
 * one in fifty have a budget of 0.05 s of work, which many spend; that one has 2 s.
 */
export async function fuzzBlock(first: number, count: number): Promise<FuzzedBlock> {
  const folder = mkdtempSync(join(tmpdir(), 'collapse-'));
  const file = join(folder, 'mutant.yaml');
  const counts = Object.fromEntries(
    fuzzedCommands.map(([name]) => [name, { refused: 0, decided: 0, undecided: 0, failed: 0 }]),
  );
  const failures: string[] = [];
  for (let index = first; index < first + count; index++) {
    const command = fuzzedCommands[index % fuzzedCommands.length];
    const limit = index % 50 === 0 ? 2 : 0.05;
    const endingOf = (text: string) => {
      writeFileSync(file, text);
      return ended([...command, file], limit);
    };
    const { text } = mutant(index);
    const { ending, wrong } = await endingOf(text);
    counts[command[0]][ending]++;
    if (ending !== 'failed') continue;
    const small = await shrunk(
      JSON.parse(text) as Tree,
      async (tree) => kindOf((await endingOf(JSON.stringify(tree))).wrong) === kindOf(wrong),
    );
    failures.push(`mutant ${index}, ${command[0]}: ${wrong}\n${JSON.stringify(small)}`);
  }
  rmSync(folder, { recursive: true });
  return { counts, failures };
}

/** What failures have in common that differ in numbers and in what they quote. */
function kindOf(wrong: string): string {
  return wrong.replaceAll(/[\d.e+-]+/g, '#').slice(0, 60);
}

/** Seconds of work. */
const ofReadingAndPrinting = 0.01;

/** How a command line ends with so many seconds of work; `wrong` says what no command may do, and is empty otherwise. */
export async function ended(args: readonly string[], limit: number): Promise<{ ending: Ending; wrong: string }> {
  const begun = workSpent();
  const { status, stdout, stderr } = await collapse(...args, '--json', '--quiet', '--time-limit', `${limit}`);
  const spent = (workSpent() - begun) / stepsASecond;
  const failed = (wrong: string) => ({ ending: 'failed', wrong }) as const;
  // a number of steps that is no number would end every budget; what is read and printed stands outside it
  if (!(spent <= 1.1 * limit + ofReadingAndPrinting)) return failed(`${spent} s of work, more than ${limit}`);
  if (status === 2) return /^error: [^\n]*\n$/m.test(stderr) ? { ending: 'refused', wrong: '' } : failed(stderr);
  if (status !== 0) return failed(`status ${status}: ${stderr}`);
  // numbers that are not finite are null or told in words, never what JSON has no name for
  if (!isJson(stdout)) return failed(`no JSON: ${stdout}`);
  return { ending: stdout.includes('budget: ') ? 'undecided' : 'decided', wrong: '' };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
