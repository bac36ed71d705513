import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, whether the code runs from src/ or from dist/src/. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (packageFile(folder)?.name !== 'collapse-verifier') {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the package.json of collapse-verifier is missing');
    folder = parent;
  }
  return folder;
}

/** The version that package.json states. */
export function packageVersion(): string {
  return String(packageFile(packageRoot())?.version);
}

function packageFile(folder: string): { readonly name?: unknown; readonly version?: unknown } | null {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return null;
  }
}
