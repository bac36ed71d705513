import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { locateModel } from './locate.js';
import type { Output } from './output.js';
import { packageRoot } from './packageRoot.js';
import { writeWhole, written } from './writeResults.js';

/**
 * `collapse init`: writes a commented model file to begin with, or a built-in one with `--from`, whose first line tells
 * editors its schema. Throws InputError where a file of that name is there already or nothing can be written.
 */
export function init(path: string, { from }: { readonly from?: string }, output: Output): ExitStatus {
  const template = join(packageRoot(), 'src', 'model', 'builtin', 'template.yaml');
  const text = from === undefined ? readFileSync(template, 'utf8') : locateModel(from).text;
  if (existsSync(path)) throw new InputError(path, 'a file of that name is there already', 'another name');
  written(path, () => writeWhole(path, `# yaml-language-server: $schema=${schemaFrom(path)}\n${text}`));
  output.message(`written: ${path}; next: collapse derive ${path}, then collapse verify ${path} --quick\n`);
  return exitStatus.done;
}

/** Where an editor finds the schema, seen from the folder of the file. */
function schemaFrom(path: string): string {
  const schema = relative(dirname(resolve(path)), join(packageRoot(), 'schema', 'model.json'));
  return schema
    .split(sep)
    .join('/')
    .replace(/^(?!\.)/, './');
}
