import { expect, test } from 'vitest';
import { arrayLatex } from '../../../src/expression/syntax/arrayLatex.js';

test.each([
  ['W[1, :] - W[2, :] = 0', 'W_{1, :} - W_{2, :} = 0'],
  ['z = b + W @ x', 'z = b + W \\cdot x'],
  ['sum(a^2)', '\\operatorname{sum} \\left( a ^ {2} \\right)'],
  ['a @ tanh(z[2:8])', 'a \\cdot \\tanh \\left( z_{2:8} \\right)'],
  ["gelu'(z[1:3])*eta", "\\operatorname{GELU}' \\left( z_{1:3} \\right) \\, \\eta"],
  ['(u1 + 0.5)^(k + 1)/sqrt(2)', '\\left( u_{1} + 0.5 \\right) ^ { k + 1 } / \\sqrt{ 2 }'],
  ['abs(w_in[1, :])', '\\left| {w_{\\mathrm{in}}}_{1, :} \\right|'],
])('%s', (text, latex) => {
  expect(arrayLatex(text)).toBe(latex);
});
