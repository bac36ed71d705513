import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tablePage } from '../../src/report/html/verifyReport.js';
import { verifyResult } from '../../src/report/resultSchema.js';
import { theoryTable } from '../../src/report/table.js';
import { tableCsv } from '../../src/report/tableCsv.js';
import { tableLatex, tableLatexDocument } from '../../src/report/tableLatex.js';
import { tableMarkdown } from '../../src/report/tableMarkdown.js';
import { fixedResult } from './fixedResult.js';
import { expectGolden } from './golden.js';
import { readCsvText } from './readCsvText.js';

test('the result that the golden files are made from is one that verify may print', () => {
  expect(verifyResult.parse(fixedResult)).toEqual(fixedResult);
});

test.each([
  ['table.txt', theoryTable],
  ['table.md', tableMarkdown],
  ['table.tex', tableLatex],
  ['table-document.tex', tableLatexDocument],
  ['table.csv', tableCsv],
] as const)('%s is as it was', (name, print) => {
  expectGolden(name, print(fixedResult));
});

describe('CSV', () => {
  const [header, ...rows] = readCsvText(tableCsv(fixedResult));
  const column = (name: string): string[] => rows.map((row) => row[header.indexOf(name)]);

  test('has a row a set, every row as wide as the header, and no name twice', () => {
    expect(rows.map((row) => row.length)).toEqual(Array(6).fill(header.length));
    expect(new Set(header).size).toBe(header.length);
    expect(column('model')).toEqual([
      'quartic well',
      '50 % <wide> & "tall", w_1|w_2 {θ} 中',
      'two neurons',
      'two neurons',
      'neuron with momentum',
      'scalar ReLU neuron',
    ]);
  });

  test('numbers have every digit, the verdict and its causes are there, and what does not apply is empty', () => {
    expect(column('exponents.eulerMaruyama.value')[0]).toBe('-0.5184612345678');
    expect(Number(column('evidence.sde.exponentInterval.low')[0])).toBe(-0.5503219 - 0.0804);
    expect(column('exponents.sgd.value')).toEqual(['', String(Number.MAX_VALUE), '', '0.35525', '0.25', '']);
    expect(column('causes')[1]).toBe('sufficient-gap; sde-not-sgd');
    expect(column('seed')).toEqual(Array(6).fill('7'));
  });

  test('names columns by their path in the JSON', () => {
    for (const name of header.filter((path) => /^(exponents|evidence|condition)\./.test(path))) {
      const keys = name.replace(/\.(low|high)$/, '').split('.');
      const found = fixedResult.models[2].sets.concat(fixedResult.models[0].sets).some((set) => {
        const value = keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], set);
        return value !== undefined;
      });
      expect([name, found]).toEqual([name, true]);
    }
  });

  test('no cell is a command to a spreadsheet; a formula that begins with a minus keeps its meaning', () => {
    const [model] = fixedResult.models;
    const [set] = model.sets;
    const attacks = ['=HYPERLINK("a")', '+1', '@SUM(1)', '-2+3', '\t=1'];
    const condition = { ...set.condition, expression: '-abs(a) + b' };
    const sets = attacks.map((name) => ({ ...set, name, condition }));
    const [names, ...cells] = readCsvText(tableCsv({ ...fixedResult, models: [{ ...model, sets }] }));
    expect(cells.map((row) => row[names.indexOf('set')])).toEqual(attacks.map((name) => `'${name}`));
    for (const row of cells) {
      for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r](?![\d.]+(e[+-]?\d+)?$)/);
      expect(row[names.indexOf('condition.expression')]).toBe('(-abs(a) + b)');
    }
  });

  test('of no sets is the header alone', () => {
    expect(readCsvText(tableCsv({ ...fixedResult, models: [] }))).toEqual([header]);
  });
});

describe('Markdown', () => {
  const lines = tableMarkdown(fixedResult).split('\n');

  test('has six cells in every row, whatever names hold', () => {
    const rows = lines.filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(8);
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(8);
  });

  test('states version and seed', () => {
    expect(lines.join('\n')).toContain('collapse-verifier 1.2.3, seed 7');
  });
});

describe('LaTeX', () => {
  const text = tableLatexDocument(fixedResult);
  const fragment = tableLatex(fixedResult);

  test('is a fragment with a label, whose notes are comments, or a document', () => {
    expect(fragment).toMatch(/^% \\usepackage/);
    expect(fragment).not.toContain('documentclass');
    expect(fragment).toContain('\\label{tab:attraction}');
    expect(fragment).toContain('% Exponents are growth rates');
    const rowsOf = (table: string): string =>
      table.slice(table.indexOf('M1 quartic'), table.lastIndexOf('INCONCLUSIVE'));
    expect(text).toContain(rowsOf(fragment));
  });

  test('leaves numbers to siunitx, both ends of an interval', () => {
    expect(fragment).toContain('$[\\num{-0.631}, \\num{-0.470}]$');
    expect(fragment).toContain('SGD $\\infty$');
  });

  test('typesets closed forms and escapes what LaTeX would read as its own', () => {
    expect(text).toContain('\\alpha = \\frac{\\zeta^{2}}{2} - \\mu$');
    expect(text).toContain('\\zeta > \\sqrt{2 \\mu} = 1.732$');
    expect(text).toContain('50 \\% \\textless{}wide\\textgreater{} \\& "tall", w\\_1\\textbar{}w\\_2 \\{$\\theta$\\}');
    expect(text).toContain('\\texttt{U+4E2D}');
  });

  test('has version and seed in the caption', () => {
    expect(text).toMatch(/\\caption\{.*collapse-verifier 1\.2\.3, seed 7/);
  });

  const hasSiunitx = spawnSync('kpsewhich', ['siunitx.sty']).status === 0;
  const engine = ['pdflatex', 'tectonic'].find(
    (name) => spawnSync(name, ['--version']).status === 0 && (hasSiunitx || name === 'tectonic'),
  );

  test.skipIf(engine === undefined)(`compiles as it is${engine ? '' : ' (skipped: no pdflatex, no tectonic)'}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'collapse-latex-'));
    writeFileSync(join(folder, 'table.tex'), text);
    const options = engine === 'pdflatex' ? ['-interaction=nonstopmode', '-halt-on-error'] : [];
    const { status, stdout } = spawnSync(engine as string, [...options, 'table.tex'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(status, stdout.slice(-2000)).toBe(0);
  });
});

describe('HTML', () => {
  const text = tablePage(fixedResult, '/* style */');

  test('has a row a set, formulas typeset, names as text', () => {
    expect(text.match(/<tr>/g)).toHaveLength(7);
    expect(text).toContain('class="katex"');
    expect(text).toContain('&#60;wide&#62; &#38; &#34;tall&#34;');
    expect(text).not.toMatch(/<wide>|https?:\/\/(?!www\.w3\.org)/);
  });
});
