import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // processes: tensors, workers and `process` behave in a test as they do for a user
    pool: 'forks',
    // the runner leaves one core idle unless told, which on a machine of two is half of it
    maxWorkers: '100%',
    // a slow machine is no failure; what ought to be fast is timed in bench/
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
