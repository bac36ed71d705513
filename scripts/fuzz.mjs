// The fuzz of test/robust in full, in parts that may be stopped: node scripts/fuzz.mjs FOLDER [--from 0] [--to 100000]
//
// Each block of 500 mutants is a line of FOLDER/FROM-TO.jsonl; the same command goes on where it was stopped, and
// processes beside each other take ranges of their own. Prints the counts of all files of the folder at the end, and
// exits with 1 where a mutant failed. Run after `npx tsc -p tsconfig.json`.

import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzBlock } from '../dist/test/robust/fuzzBlock.js';

const { values, positionals } = parseArgs({
  options: { from: { type: 'string', default: '0' }, to: { type: 'string', default: '100000' } },
  allowPositionals: true,
});
const [folder] = positionals;
const size = 500;
mkdirSync(folder, { recursive: true });
const linesOf = (file) =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

const file = join(folder, `${values.from}-${values.to}.jsonl`);
const done = new Set(linesOf(file).map(({ first }) => first));
for (let first = Number(values.from); first < Number(values.to); first += size) {
  if (done.has(first)) continue;
  const block = await fuzzBlock(first, Math.min(size, Number(values.to) - first));
  appendFileSync(file, `${JSON.stringify({ first, ...block })}\n`);
}

const total = {};
let failed = 0;
for (const { counts, failures } of readdirSync(folder).flatMap((name) => linesOf(join(folder, name)))) {
  for (const failure of failures) console.log(failure);
  failed += failures.length;
  for (const [command, endings] of Object.entries(counts)) {
    total[command] ??= {};
    for (const [ending, count] of Object.entries(endings))
      total[command][ending] = (total[command][ending] ?? 0) + count;
  }
}
console.table(total);
process.exitCode = failed > 0 ? 1 : 0;
