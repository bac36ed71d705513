// Builds dist/ after an install from a checkout; skips where TypeScript is absent (npm ci --omit=dev).

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (existsSync('node_modules/typescript') && existsSync('tsconfig.build.json')) {
  const built = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  process.exit(built.status ?? 1);
}
