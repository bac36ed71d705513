import type { Command } from 'commander';
import type { ExitStatus } from '../exitStatus.js';
import type { Output } from '../output.js';

/** Adds the commands that a newcomer begins with; the code of each is loaded when it runs. */
export function addBeginCommands(program: Command, output: Output, finish: (status: ExitStatus) => void): void {
  program
    .command('list')
    .description('the models that come with the package, a line each')
    .option('--json', 'print them as JSON')
    .action(async (options: { json?: true }) => {
      const { list } = await import('../list.js');
      finish(list(options, output));
    });
  program
    .command('show')
    .description('prints the file of a built-in model')
    .argument('<id>', 'M1, M2, ...; collapse list names them all')
    .action(async (id: string) => {
      const { locateModel } = await import('../locate.js');
      output.result(locateModel(id).text);
    });
  program
    .command('init')
    .description('writes a commented model file to begin with')
    .argument('[file]', 'where', 'model.yaml')
    .option('--from <id>', 'begin with this built-in model')
    .action(async (file: string, options: { from?: string }) => {
      const { init } = await import('../init.js');
      finish(init(file, options, output));
    });
}
