import { beforeAll, describe } from 'vitest';
import { type Backend, openBackend } from '../../src/sgd/backend.js';

const choices = ['wasm', 'cpu', 'native'] as const;
const usable = new Set<string>();
for (const choice of choices) {
  if (await openBackend(choice).catch(() => null)) usable.add(choice);
}

/**
 * Tests on every backend of TensorFlow.js; one that is not usable here is reported as skipped. `npm run setup:native` makes
 * the native one usable.
 */
export function describeBackends(what: string, tests: (backend: () => Backend) => void): void {
  for (const choice of choices) {
    describe.skipIf(!usable.has(choice))(`${what} on the ${choice} backend`, () => {
      let backend: Backend;
      // two of them share a library, in which one is chosen at a time
      beforeAll(async () => {
        backend = await openBackend(choice);
      });
      tests(() => backend);
    });
  }
}
