import fc from 'fast-check';
import { expect, test } from 'vitest';
import { substitute } from '../../src/expression/calculus/substitute.js';
import { keyOf } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { repeatedParts } from '../../src/report/repeatedParts.js';

const long =
  'abs(a*mean(x*tanh(w*x)) - mean(x*y)) < 2*eta*mean(x^2) ? (2*eta^2*mean(x^2)^2 + a^2*mean(x*tanh(w*x))^2 + mean(x*y)^2)/(4*eta*mean(x^2)) : abs(a*mean(x*tanh(w*x)) - mean(x*y)) - eta*mean(x^2)/2';

function whole({ formula, parts }: ReturnType<typeof repeatedParts>) {
  return parts
    .toReversed()
    .reduce((all, { name, definition }) => substitute(all, new Map([[name, definition]])), formula);
}

test('a long formula is told by what it repeats, each part in parts before it', () => {
  const parted = repeatedParts(parseExpression(long), ['a', 'w', 's1']);
  expect(printExpression(parted.formula).length).toBeLessThanOrEqual(200);
  for (const [i, { name, definition }] of parted.parts.entries()) {
    expect(name).toBe(`v${i + 1}`);
    for (const later of parted.parts.slice(i)) expect(printExpression(definition)).not.toContain(later.name);
  }
  expect(keyOf(whole(parted))).toBe(keyOf(parseExpression(long)));
});

test('names stand for what was there, whatever repeats', () => {
  const atoms = fc.constantFrom('tanh(u*x + v)', 'mean(x*y)', 'exp(u - v)', 'u^2', 'v', 'sqrt(u + v^2)');
  const sums = fc.array(fc.array(atoms, { minLength: 1, maxLength: 4 }), { minLength: 8, maxLength: 14 });
  fc.assert(
    fc.property(sums, (terms) => {
      const text = terms.map((factors, i) => `(${i + 2}*${factors.join('*')} + ${factors.join(' + ')})^3`).join(' + ');
      const formula = parseExpression(text);
      expect(keyOf(whole(repeatedParts(formula, [])))).toBe(keyOf(formula));
    }),
    { numRuns: 100, seed: 1 },
  );
});

test('what fits a line, or repeats nothing long, is told as it is', () => {
  for (const text of ['a + b*mean(x*y) - mean(x*y)', Array.from({ length: 60 }, (_, i) => `name${i}`).join(' + ')]) {
    const formula = parseExpression(text);
    expect(repeatedParts(formula, [])).toEqual({ formula, parts: [] });
  }
});
