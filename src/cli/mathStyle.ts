import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The style sheet of KaTeX with its fonts in it, so that a page needs no other file. */
export function mathStyle(): string {
  const file = createRequire(import.meta.url).resolve('katex/dist/katex.min.css');
  const folder = dirname(file);
  return readFileSync(file, 'utf8').replace(/src:url\(([^)]+\.woff2)\)[^;}]*/g, (_, font: string) => {
    const bytes = readFileSync(join(folder, font)).toString('base64');
    return `src:url(data:font/woff2;base64,${bytes}) format("woff2")`;
  });
}
