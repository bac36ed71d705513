import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as properties from '../../properties/index.js';
import * as api from '../../src/index.js';

const root = new URL('../../', import.meta.url);
const document = readFileSync(new URL('docs/properties.md', root), 'utf8');
const snippets = [...document.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text);
const modules: Readonly<Record<string, object>> = {
  'fast-check': { default: fc },
  'collapse-verifier': api,
  'collapse-verifier/properties': properties,
};
const imports = /^import (?:\{ (.*) \}|(\w+)) from '(.*)';$/gm;

test('docs/properties.md lists the properties that there are, in their order', () => {
  const listed = [...document.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
  expect(listed).toEqual(properties.modelProperties().map(({ name }) => name));
});

test('its snippets import what the package exports', () => {
  const imported = snippets.flatMap((text) => [...text.matchAll(imports)]);
  expect(imported.length).toBeGreaterThan(5);
  for (const [, names, , from] of imported) {
    if (from in modules && names !== undefined) expect(modules[from]).toHaveProperty(names);
  }
});

test('its snippet on random neurons holds', () => {
  const body = snippets[1].replace(imports, (_, names, whole, from) =>
    names === undefined ? `const ${whole} = modules['${from}'].default;` : `const { ${names} } = modules['${from}'];`,
  );
  expect(() => new Function('modules', body)(modules)).not.toThrow();
});

test('collapse-verifier/properties is what properties/index.ts is compiled to', () => {
  const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  expect(exports['./properties']).toEqual({
    types: './dist/properties/index.d.ts',
    default: './dist/properties/index.js',
  });
});
