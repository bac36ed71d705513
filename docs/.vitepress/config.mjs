import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { katex } from '@mdit/plugin-katex';
import { defineConfig } from 'vitepress';

/* The pages of docs/ as they stand, README.md and CHANGELOG.md among them; VitePress ends with an error where a link leads nowhere. */

const root = new URL('../..', import.meta.url).pathname;
/** what pages link to beside pages */
const files = ['examples', 'schema', 'LICENSE', 'CITATION.cff', 'lint/walls.json'];

/** A link as the site has it: README.md in front, links of the root without docs/, and files at the root. */
function address(link, isOfRoot) {
  const path = link.replace(/^(\.\.\/)+/, '');
  if (files.some((file) => path === file || path.startsWith(`${file}/`))) return `/${path}`;
  if (path.startsWith('README.md')) return path.replace('README.md', './index.md');
  return isOfRoot ? path.replace(/^docs\//, './') : link;
}

const page = (text, name) => ({ text, link: `/${name}` });

export default defineConfig({
  title: 'collapse-verifier',
  description: 'Does gradient noise attract SGD onto an invariant set?',
  head: [['link', { rel: 'stylesheet', href: '/katex/katex.min.css' }]],
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [
      {
        text: 'Begin',
        items: [
          { text: 'What it does', link: '/' },
          page('Ten minutes', 'tutorial'),
          page("A theorist's three models", 'walkthrough-theorist'),
          page('With vitest and fast-check', 'walkthrough-engineer'),
          page('Glossary', 'glossary'),
        ],
      },
      {
        text: 'Models and questions',
        items: [
          page('The model file', 'model-file'),
          page('Expressions', 'expressions'),
          page('Conjectures', 'conjectures'),
          page('Sweeps', 'sweeps'),
          page('Large runs', 'scale'),
          page('Experiments of the paper', 'reproduction'),
          page('Trained networks', 'analyze'),
          page('Units under training', 'probe'),
        ],
      },
      {
        text: 'What stands behind it',
        items: [
          page('Theory', 'theory'),
          page('Methods', 'methods'),
          page('What must be trusted', 'trusted'),
          page('Backends', 'backends'),
          page('Reading the table', 'reading-the-table'),
        ],
      },
      {
        text: 'Interfaces',
        items: [
          page('The library', 'library'),
          page('Properties', 'properties'),
          page('Every function', 'api'),
          page('JSON', 'json'),
          page('Changes', 'changes'),
        ],
      },
    ],
  },
  markdown: {
    // sets of the theory stand in braces
    attrs: { disable: true },
    config(md) {
      md.use(katex);
      md.core.ruler.push('files', ({ tokens, env }) => {
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          for (const name of ['href', 'src']) {
            const written = token.attrGet(name);
            if (written !== null)
              token.attrSet(name, address(written, ['index.md', 'changes.md'].includes(env.relativePath)));
          }
        }
      });
    },
  },
  ignoreDeadLinks: [new RegExp(`^/(${files.join('|')})`)],
  buildEnd({ outDir }) {
    for (const file of files) cpSync(join(root, file), join(outDir, file), { recursive: true });
    cpSync(join(root, 'docs/node_modules/katex/dist'), join(outDir, 'katex'), { recursive: true });
  },
});
