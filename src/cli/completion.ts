import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import completionOf from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { builtinModels } from '../model/builtin/index.js';

/**
 * Adds `collapse completion <shell>`, which prints a script for bash, zsh, fish or powershell, and the hidden command
 * that such a script asks: for a model, the built-in ids and the model files of the folder that is being typed.
 */
export function withCompletion(program: Command): void {
  const completion = completionOf(program, { completionCommandName: 'completion' });
  for (const { arguments: places } of completion.commands.values()) {
    for (const name of ['model', 'models', 'id']) {
      const place = places.get(name);
      if (place === undefined) continue;
      place.handler = (complete) => {
        for (const { id, about } of builtinModels) complete(id, about);
        if (name !== 'id') for (const path of pathsFrom(process.argv.at(-1) ?? '')) complete(path, '');
      };
    }
  }
}

/** Model files and folders beside what was typed; none where its folder cannot be read. */
function pathsFrom(typed: string): string[] {
  const folder = typed.endsWith('/') ? typed : dirname(typed);
  const prefix = folder === '.' && !typed.startsWith('./') ? '' : `${folder.replace(/\/$/, '')}/`;
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || /\.(?:ya?ml|json)$/.test(entry.name))
      .map((entry) => `${prefix}${entry.name}${entry.isDirectory() ? '/' : ''}`);
  } catch {
    return [];
  }
}
