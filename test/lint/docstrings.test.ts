import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The files of src/ that state something of their own: index.ts only passes on. */
const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
  (name) => /(?<!\.d)\.ts$/.test(name) && name !== 'index.ts',
);

/** Exported names whose line does not follow the end of a docstring of three words or more. */
function undocumented(text: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    const name = /^export (?:async |abstract )*(?:function\*?|class|interface|type|const|enum) (\w+)/.exec(line)?.[1];
    if (name === undefined) return [];
    const above = lines.slice(0, i).join('\n');
    const docstring = above.endsWith('*/') ? above.slice(above.lastIndexOf('/**')) : '';
    return docstring.split(/[\s/*]+/).filter((word) => word !== '').length < 3 ? [name] : [];
  });
}

test('every exported function, type and constant has a docstring', () => {
  expect(files.length).toBeGreaterThan(300);
  const missing = files.flatMap((file) =>
    undocumented(readFileSync(join('src', file), 'utf8')).map((name) => `${file}: ${name}`),
  );
  expect(missing).toEqual([]);
});

test('a docstring belongs to what stands right below it', () => {
  expect(undocumented('/** The sum of two numbers. */\nexport function plus() {}\n')).toEqual([]);
  expect(undocumented('/** The sum of two numbers. */\n\nexport function plus() {}\n')).toEqual(['plus']);
  expect(undocumented('// The sum of two numbers.\nexport const plus = 1;\n')).toEqual(['plus']);
  expect(undocumented('/** Sum. */\nexport async function plus() {}\n')).toEqual(['plus']);
  expect(undocumented("/* One file. */\nexport type { Sum } from './sum.js';\n")).toEqual([]);
});
