import { builtinModels } from '../model/builtin/index.js';
import { wrapParagraph } from '../report/wrapText.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { locateModel, readModels } from './locate.js';
import type { Output } from './output.js';
import { jsonText } from './writeResults.js';

/** `collapse list`: the built-in models, a line each, or as JSON `[{ id, name, about }]`. */
export function list({ json }: { readonly json?: true }, output: Output): ExitStatus {
  const models = builtinModels.map(({ id, about }) => {
    const [{ name }] = readModels([locateModel(id)], new Map());
    return { id, name, about };
  });
  const lines = models.map(
    ({ id, name, about }) => `${wrapParagraph(`${name}: ${about}`, id.padEnd(10), ' '.repeat(10), output.width)}\n`,
  );
  output.result(json ? jsonText(models) : lines.join(''));
  return exitStatus.done;
}
