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

  test('shows matrices whole, row by row, or entry by entry where they are wide', () => {
    const [two, three] = ['m2-tanh-neuron.yaml', 'm3-two-neurons.yaml'].map((file) => {
      const each = builtin(file);
      return { source: file, model: each, derivations: each.sets.map((set) => deriveSet(each, set)) };
    });
    const text = derivationText(two);
    expect(text).toContain('      H = [ 0           -mean(x*y) ]\n          [ -mean(x*y)  0          ]\n');
    expect(text).toContain('      M = [ 0  x ]\n          [ x  0 ]\n');
    expect(derivationLatex(two)).toContain('M = \\begin{pmatrix} 0 & x \\\\ x & 0 \\end{pmatrix}');
    expect(derivationText(three)).toContain('      H[1,2] = mean(x*(tanh(w2*x)^2 - 1)*(y - 2*a2*tanh(w2*x)))\n');
    expect(derivationMarkdown(three)).toMatch(/\$\$H_\{22\} = 0\$\$/);
  });

  test('as LaTeX escapes what LaTeX would read as its own', () => {
    const text = derivationLatex(derived);
    expect(text).toContain('\\subsection*{hilltop}');
    const prose = text
      .split('\n')
      .filter((line) => !/^\\(\[|section|subsection|paragraph|documentclass|use|set|begin|end)/.test(line));
    expect(prose.filter((line) => /(?<!\\)[_^%&#]/.test(line.replaceAll('\\textasciicircum{}', '')))).toEqual([]);
  });
});
