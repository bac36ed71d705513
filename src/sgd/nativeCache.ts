import { homedir } from 'node:os';
import { join } from 'node:path';

/** The TensorFlow.js for Node that `npm run setup:native` builds, and the libtensorflow that it builds it against. */
export const nativeVersions = { tfjsNode: '4.22.0', tensorflow: '2.21.0' } as const;

/**
 * Where that command keeps what it built, so that it outlives node_modules: below COLLAPSE_CACHE, XDG_CACHE_HOME or
 * ~/.cache, by versions.
 */
export function nativeCache(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const { COLLAPSE_CACHE, XDG_CACHE_HOME } = environment;
  const root = COLLAPSE_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'collapse-verifier');
  return join(root, `tfjs-node-${nativeVersions.tfjsNode}-tensorflow-${nativeVersions.tensorflow}`);
}

/** The entry of the package that was built there. */
export function nativeEntry(cache: string): string {
  return join(cache, 'node_modules', '@tensorflow', 'tfjs-node', 'dist', 'index.js');
}
