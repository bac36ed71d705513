import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { elided } from '../../src/report/elision.js';

describe('a formula that is too long to be read', () => {
  const terms = Array.from({ length: 700 }, (_, i) => `a${i % 3}*exp(${i}*x)`).join(' + ');

  it('is named by what it is, its size and its names', () => {
    expect(elided(parseExpression(terms))).toMatch(
      /^\(a sum of 700 terms, [\d,]+ characters in a0, a1, x, a2: see --format json\)$/,
    );
    expect(elided(parseExpression(`tanh(${terms})`))).toContain('tanh(...)');
  });

  it('is written out while it fits a page', () => {
    expect(elided(parseExpression(terms.split(' + ').slice(0, 200).join(' + ')))).toBeNull();
  });
});
