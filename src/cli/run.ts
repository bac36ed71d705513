import { Command, CommanderError } from 'commander';
import { InputError } from '../arithmetic/inputError.js';
import { InputErrors } from '../model/inputErrors.js';
import { addBeginCommands } from './commands/beginCommands.js';
import { addModelCommands } from './commands/modelCommands.js';
import { addPaperCommands } from './commands/paperCommands.js';
import { addSweepCommands } from './commands/sweepCommands.js';
import { withCompletion } from './completion.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';

/**
 * Runs one command line, without the names of node and script in front, and says how it ended.
 *
 * Never throws: bad input is one message, and only a defect of ours shows a stack.
 */
export async function run(args: readonly string[], output: Output): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.done;
  try {
    const program = collapse(output, (result) => {
      status = result;
    });
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    // commander has said what is wrong
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
    if (error instanceof InputError) {
      for (const { message } of error instanceof InputErrors ? error.all : [error]) {
        output.message(`error: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
      }
      return exitStatus.usage;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    output.message(`A defect of collapse-verifier, not of your model; please report it:\n${detail}\n`);
    return exitStatus.defect;
  }
}

/** The commands. The code of each is loaded when it runs, so that --help costs nothing. */
function collapse(output: Output, finish: (status: ExitStatus) => void): Command {
  const program = new Command('collapse')
    .description(
      "Does SGD's gradient noise attract the weights onto an invariant set? Derives, predicts, simulates, trains, compares.",
    )
    .version(packageVersion())
    .addHelpText('after', exitStatuses);
  addModelCommands(program, output, finish);
  addSweepCommands(program, output, finish);
  addPaperCommands(program, output, finish);
  addBeginCommands(program, output, finish);
  withCompletion(program);
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showHelpAfterError('(see --help)')
      .configureOutput({ writeOut: output.result, writeErr: output.message });
  }
  return program;
}

const exitStatuses = `
Begin with: collapse list, collapse init model.yaml, collapse verify M1 --quick

Exit status:
  0    done
  1    a defect of this package
  2    bad input or usage; one message says what and where
  3    a property fails or a certificate is not valid; with --strict, a verdict
       is disagree or a claim is refuted
  4    the memory that Node.js allows is used up
  130  interrupted; what was done is printed`;
