import { expect, test } from 'vitest';
import { rational } from '../../../src/arithmetic/rational.js';
import { decideEnclosed } from '../../../src/expression/evaluation/enclose.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';

test.each([
  ['erf(a) > erf(b)', 200, null],
  ['erf(a) > erf(b)', 300, true],
  ['erf(a) < erf(b)', 300, false],
  ['log(a) > 0', 200, null],
  ['log(-a) > 2 and b < 0', 200, true],
])('%s at a = -12, b = -13 with %d digits is %s', (condition, bits, expected) => {
  const values = new Map([
    ['a', rational(-12)],
    ['b', rational(-13)],
  ]);
  expect(decideEnclosed(parseExpression(condition), values, bits)).toBe(expected);
});
