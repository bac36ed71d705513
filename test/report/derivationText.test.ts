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
    expect(derivationLatex(two)).toContain('M = \\begin{pmatrix} 0 & x \\\\[1ex] x & 0 \\end{pmatrix}');
    expect(derivationText(three)).toContain('      H[1, 2] = mean(x*(tanh(w2*x)^2 - 1)*(y - 2*a2*tanh(w2*x)))\n');
    expect(derivationText(three)).toContain('      all other entries of H are 0\n');
    expect(derivationMarkdown(three)).toContain('$$\\text{all other entries of } H \\text{ are } 0$$');
  });

  test('as LaTeX escapes what LaTeX would read as its own', () => {
    const text = derivationLatex(derived);
    expect(text).toContain('\\subsection*{hilltop}');
    const prose = text
      .split('\n')
      .filter((line) => !/^\\(\[|section|subsection|paragraph|documentclass|use|set|begin|end)/.test(line));
    const words = prose.map((line) => line.replaceAll('\\textasciicircum{}', '').replace(/\$[^$]*\$/g, ''));
    expect(words.filter((line) => /(?<!\\)[_^%&#]/.test(line))).toEqual([]);
  });

  test('writes formulas within a sentence the way of each format', () => {
    const decay = builtin('m7-weight-decay.yaml');
    const all = { source: 'M7', model: decay, derivations: decay.sets.map((set) => deriveSet(decay, set)) };
    expect(derivationText(all)).toContain(
      '    All else held and where abs(mean(x*y)) > lambda, the set attracts for\n      eta > 2*(abs(mean(x*y)) - lambda)',
    );
    const where = '$|\\langle x y \\rangle| > \\lambda$';
    for (const text of [derivationMarkdown(all), derivationLatex(all)]) {
      expect(text).toContain(`All else held and where ${where}, the set attracts for\n`);
      expect(text).toContain('$C_i = \\frac{\\zeta}{\\sqrt{N}} M_i$');
      expect(text).toContain('\\eta > \\frac{2');
    }
  });

  test('calls the noise of a sample C_i, by the number of samples and the batch', () => {
    const three = builtin('m3-two-neurons.yaml');
    const derivations = three.sets.map((set) => deriveSet(three, set));
    const text = derivationText({ source: 'M3', model: three, derivations }).replace(/\s+/g, ' ');
    expect(text).toContain('each of the N = 6 samples: C_i = zeta/sqrt(6*N) M_i');
    expect(text).toContain('normal coordinates y1 = (w1 - w2)/sqrt(2), y2 = (a1 - a2)/sqrt(2)');
  });
});
