// Packs what a command loads into few files, dist/cli: hundreds of modules take longer to find than a small model to derive.
import { chmodSync } from 'node:fs';
import { buildSync } from 'esbuild';

buildSync({
  entryPoints: ['dist/src/cli/commandThread.js', 'dist/src/sde/worker.js'],
  entryNames: '[name]',
  outdir: 'dist/cli',
  bundle: true,
  // what a command imports when it runs stays apart, and so do the packages that it uses
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
});

// npx runs the command of a checkout as a file
chmodSync('dist/src/cli/main.js', 0o755);
