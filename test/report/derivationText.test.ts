import { describe, expect, test } from 'vitest';
import { derivationLatex, derivationMarkdown, derivationText } from '../../src/report/derivationText.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { builtin } from './results.js';

const model = builtin('m1-quartic-well.yaml');
const derived = { source: 'M1', model, derivations: model.sets.map((set) => deriveSet(model, set)) };

describe('a derivation', () => {
  test('as text has a line a formula, in the grammar of model files', () => {
    const lines = derivationText(derived).split('\n');
    expect(lines[0]).toBe('quartic well: hilltop');
    expect(lines).toContain('      zeta^2/2 - mu');
    expect(lines.indexOf('  Condition')).toBeGreaterThan(lines.indexOf('  Curvature'));
  });

  test('as Markdown has formulas between dollar signs and no stray markup', () => {
    const text = derivationMarkdown(derived);
    expect(text).toMatch(/^# quartic well\n\n## hilltop\n/);
    expect(text).toContain('\\sqrt{2 \\mu}');
    expect(text.match(/\$\$/g)?.length).toBe(2 * derived.derivations[0].steps.filter((step) => step.expression).length);
  });

  test('as LaTeX escapes what LaTeX would read as its own', () => {
    const text = derivationLatex(derived);
    expect(text).toContain('\\subsection{hilltop}');
    const prose = text.split('\n').filter((line) => !/^\\(\[|section|subsection|paragraph)/.test(line));
    expect(prose.filter((line) => /(?<!\\)[_^%&#]/.test(line.replaceAll('\\textasciicircum{}', '')))).toEqual([]);
  });
});
