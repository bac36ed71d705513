// Writes docs/images/table.svg, README's picture, from a real run; run after a build: `node scripts/picture.mjs`.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const models = ['M1', 'M2', 'M4-large'];
// the backend that every machine has: its numbers are the same everywhere
const printed = execFileSync(
  process.execPath,
  ['dist/src/cli/main.js', 'verify', ...models, '--quick', '--quiet', '--backend', 'wasm'],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
);
const [table] = printed.split('\n\n');
const lines = [`$ npx collapse verify ${models.join(' ')} --quick`, ...table.split('\n')];

const letter = { width: 7.8, height: 17 };
const colours = { AGREE: '#4ac26b', DISAGREE: '#ff7b72', INCONCLUSIVE: '#8b949e' };
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const width = Math.ceil(Math.max(...lines.map(({ length }) => length)) * letter.width + 24);
const height = lines.length * letter.height + 24;
// the length of each line is given, so that columns stand one below the other in any font
const textAt = (text, column, row, fill) => {
  const x = 12 + column * letter.width;
  const length = (text.length * letter.width).toFixed(1);
  const colour = fill === undefined ? '' : ` fill="${fill}"`;
  return `<text x="${x.toFixed(1)}" y="${26 + row * letter.height}" textLength="${length}"${colour} xml:space="preserve">${escaped(text)}</text>`;
};
const texts = lines.flatMap((line, row) => {
  const word = Object.keys(colours).find((verdict) => new RegExp(`\\b${verdict}\\b`).test(line));
  if (word === undefined) return [textAt(line, 0, row)];
  const at = line.indexOf(word);
  const end = at + word.length;
  return [textAt(line.slice(0, at), 0, row), textAt(word, at, row, colours[word]), textAt(line.slice(end), end, row)];
});
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="13" fill="#e6edf3">
<title>The table that collapse verify ${models.join(' ')} --quick prints</title>
<rect width="${width}" height="${height}" fill="#0d1117"/>
${texts.join('\n')}
</svg>
`;
if (process.argv.includes('--print')) process.stdout.write(svg);
else writeFileSync('docs/images/table.svg', svg);
