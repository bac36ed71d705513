// Writes lint/walls.json from the order of the floors: `node scripts/walls.mjs`, then `npx biome format --write lint`.
import { writeFileSync } from 'node:fs';

/** From the ground up; a floor imports from rows above its own in this list, never from its own row. */
const storeys = [
  ['arithmetic'],
  ['expression'],
  ['kernel'],
  ['numeric'],
  ['model'],
  ['symbolic', 'sde', 'sgd'],
  ['discovery', 'prediction'],
  ['claims'],
  ['verify'],
  ['sweep', 'reproduce'],
  ['report'],
  ['cli'],
];
/** Walls beyond the order: evidence and prediction share no mathematics; a claim is checked without discovery. */
const extra = { prediction: ['sde', 'sgd'], discovery: ['sde', 'sgd'], claims: ['sde', 'sgd', 'discovery'] };
const mayUseNode = ['sde', 'sgd', 'sweep', 'cli'];

const floors = storeys.flat();
const folders = (names) => names.map((name) => `**/${name}/**`);

function wallsOf(floor) {
  const row = storeys.findIndex((names) => names.includes(floor));
  const above = storeys
    .slice(row)
    .flat()
    .filter((name) => name !== floor);
  const walls = [...(extra[floor] ?? []), ...above];
  const patterns = [];
  if (walls.length > 0) {
    const message = `${floor} imports only from the floors below it: ${walls.join(', ')} stand above or beside it.`;
    patterns.push({ group: folders(walls), message });
  }
  if (!mayUseNode.includes(floor)) {
    const message = `${floor} runs in a browser: files, processes and the terminal belong to cli.`;
    patterns.push({ group: ['node:*'], message });
  }
  patterns.push({
    group: folders(['properties', 'test', 'bench', 'examples']),
    message: 'src/ stands alone: nothing in it imports properties, tests, benchmarks or examples.',
  });
  if (floor !== 'sgd') {
    const message = 'Tensors belong to sgd, which everything else sees as evidence alone.';
    patterns.push({ group: ['@tensorflow/**'], message });
  }
  if (floor !== 'symbolic') {
    const message = 'nerdamer is reached through its one adapter in symbolic.';
    patterns.push({ group: ['nerdamer', 'nerdamer/**'], message });
  }
  if (floor === 'kernel') {
    const message = 'The kernel stands on arithmetic and on the syntax, functions and evaluation of expressions alone.';
    patterns.push({ group: ['**/algebra/**', '**/compile/**', '**/calculus/**'], message });
    const own = 'The kernel is what one has to read to trust it: no code of third parties.';
    patterns.push({ group: ['**', '!./**', '!../**'], message: own });
  }
  return patterns;
}

const overrides = floors.map((floor) => ({
  includes: floor === 'cli' ? ['src/cli/**', '!src/cli/properties.ts'] : [`src/${floor}/**`],
  linter: {
    rules: {
      style: { noRestrictedImports: { level: 'error', options: { patterns: wallsOf(floor) } } },
    },
  },
}));
const walls = { $schema: 'https://biomejs.dev/schemas/2.6.8/schema.json', overrides };
writeFileSync(new URL('../lint/walls.json', import.meta.url), `${JSON.stringify(walls, null, 2)}\n`);
