// Writes docs/api.md from the docstrings of what the entries export; run after a build: `node scripts/api.mjs`.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const entries = [
  ['collapse-verifier', 'dist/src/index.d.ts'],
  ['collapse-verifier/derive', 'dist/src/derive.d.ts'],
  ['collapse-verifier/training', 'dist/src/training.d.ts'],
  ['collapse-verifier/properties', 'dist/properties/index.d.ts'],
];
const read = (file) => readFileSync(join(root, file), 'utf8');

/** Names that a file passes on, each with the file that it comes from. */
function passedOn(file) {
  return [...read(file).matchAll(/(?:ex|im)port (?:type )?\{([^}]*)\} from '([^']+)'/g)].flatMap(([, list, from]) =>
    list
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== '')
      .map((name) => ({ name, file: join(dirname(file), from.replace(/\.js$/, '.d.ts')) })),
  );
}

/** Docstring, kind and, but of a class, text of a declaration, wherever it stands. */
function described({ name, file }) {
  const pattern = new RegExp(
    `(?:/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s*)?export (?:declare )?(?:abstract )?(function|class|interface|type|const) ${name}\\b([^]*?);?\\n(?=[^\\s})|&]|$)`,
  );
  const match = pattern.exec(read(file));
  if (match === null) return described(passedOn(file).find((other) => other.name === name));
  const [, docstring = '', kind, rest] = match;
  const says = docstring
    .replace(/^[ \t]*\* ?/gm, '')
    .trim()
    .replaceAll('<', '&lt;');
  return { says, kind, signature: kind === 'class' ? null : `${kind} ${name}${rest}` };
}

const sections = entries.map(([entry, file]) => {
  const parts = passedOn(file)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((one) => {
      const { says, kind, signature } = described(one);
      if (signature === null) return `### ${one.name}\n\n_${kind}_. ${says}\n`;
      const sentence = kind === 'function' ? says : `_${kind}_. ${says}`;
      return `### ${one.name}\n\n${sentence}\n\n\`\`\`ts\n${signature}\n\`\`\`\n`;
    });
  return `## \`${entry}\`\n\n${parts.join('\n')}`;
});
const page = `# The exported names

Made from the docstrings by \`node scripts/api.mjs\`; what they are for: [library.md](library.md).

${sections.join('\n')}`;
if (process.argv.includes('--print')) process.stdout.write(page);
else writeFileSync(join(root, 'docs', 'api.md'), page);
