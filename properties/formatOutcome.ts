import { printModelFile } from '../src/model/printModel.js';
import type { ModelProperty } from './modelProperty.js';
import type { PropertyFailure, PropertyOutcome } from './propertyOutcome.js';

/**
 * A line on how a property ended; of a failure also the reason, seed, path and the shrunk model as the text of a model
 * file. `replay` is the command that gives the same case again.
 */
export function formatOutcome({ name, statement }: ModelProperty, outcome: PropertyOutcome, replay: string): string {
  const line = (word: string, detail: string): string => `${word.padEnd(7)} ${name.padEnd(20)} ${detail}\n`;
  switch (outcome.status) {
    case 'passed':
      return line('passed', runsText(outcome.runs, outcome.skipped));
    case 'exhausted':
      return line(
        'open',
        `${runsText(outcome.runs, outcome.skipped)}: ${outcome.isOutOfWork ? 'the budget was spent' : 'too few cases that it speaks of'}`,
      );
    case 'inapplicable':
      return line('-', outcome.reason);
    case 'foreign path':
      return line('-', `the path ${outcome.path} is none of this property`);
    case 'interrupted':
      return line('stopped', `after ${runsText(outcome.runs, 0)}`);
    case 'failed':
      return [
        line('FAILED', statement),
        `  reason: ${outcome.reason}\n`,
        `  seed: ${outcome.seed}\n  path: ${outcome.path}\n`,
        `  after ${runsText(outcome.runs, 0)} and ${outcome.shrinks} shrinks; again: ${replay}\n`,
        '  the smallest model that fails, as a model file:\n\n',
        failureModelFile(name, outcome).replace(/^(?=.)/gm, '    '),
        '\n',
      ].join('');
  }
}

/** The shrunk model of a failure as the text of a model file, with a comment on what it refutes. */
export function failureModelFile(name: string, { seed, path, reason, counterexample }: PropertyFailure): string {
  const comments = [`fails the property ${JSON.stringify(name)} (seed ${seed}, path ${path})`, ...reason.split('\n')];
  return `${comments.map((text) => `# ${text.trimEnd()}\n`).join('')}${printModelFile(counterexample.model)}`;
}

function runsText(runs: number, skipped: number): string {
  return `${runs} ${runs === 1 ? 'run' : 'runs'}${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
