// Writes the list of files in docs/trusted.md from the imports: `node scripts/trusted.mjs`; with --print to the terminal.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** What each part of the trusted base is entered by. */
const entries = {
  invariance: ['src/kernel/invariance/checkInvariance.ts'],
  counterexample: ['src/kernel/invariance/checkCounterexample.ts'],
  'all kinds': ['src/kernel/checkStatement.ts'],
};

/** All files that some files reach by imports of their own. */
function reachedFrom(files) {
  const reached = new Set();
  const visit = (file) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)\.js'/g)) {
      visit(normalize(join(dirname(file), `${path}.ts`)));
    }
  };
  for (const file of files) visit(file);
  return [...reached].sort();
}

/** Lines of code: neither blank nor comment. */
function linesOf(file) {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''));
  return text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
}

/** The section on files, counts rounded up to hundreds so that a line more or less elsewhere does not change the page. */
function filesSection() {
  const rows = Object.entries(entries).map(([kind, files]) => {
    const reached = reachedFrom(files);
    const lines = reached.reduce((total, file) => total + linesOf(file), 0);
    return `| ${kind} | ${reached.length} | ${(Math.ceil(lines / 100) * 100).toLocaleString('en-US')} |`;
  });
  const invariance = new Set(reachedFrom(entries.invariance));
  const list = (files) => files.map((file) => `- ${file.replace('src/', '')}\n`).join('');
  const others = reachedFrom(entries['all kinds']).filter((file) => !invariance.has(file));
  return [
    'Reached by imports from the entry; lines of code, without blank ones and comments, at most so many (`node scripts/trusted.mjs` writes this section, a test holds it to the imports).',
    `| statement | files | lines |\n|---|---|---|\n${rows.join('\n')}`,
    `For invariance:\n\n${list([...invariance])}`,
    `For the other kinds besides:\n\n${list(others)}`,
  ].join('\n\n');
}

const heading = '## Files\n\n';

const page = readFileSync('docs/trusted.md', 'utf8');
const written = `${page.slice(0, page.indexOf(heading) + heading.length)}${filesSection()}`;
if (process.argv.includes('--print')) process.stdout.write(written);
else writeFileSync('docs/trusted.md', written);
