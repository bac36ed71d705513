import { describe, expect, test } from 'vitest';
import { proveEquivalence } from '../../src/claims/equivalence/prove.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { driftFinding } from './driftFinding.js';

describe('a condition between values of increasing functions is compared by their arguments', () => {
  test.each([
    ['log(a + 1/2) > log(b)', 'a + 1/2 - b'],
    ['log(a) > 2*log(b)', 'a - b^2'],
    ['log(a) + log(b) > 1/2*log(c)', 'a^2*b^2 - c'],
    ['log(a) > 1', 'a - e'],
    ['log(a) > b', 'a - exp(b)'],
    ['exp(2*a) > exp(b)', '2*a - b'],
    ['exp(a) > 2', 'a - log(2)'],
    ['exp(-a) < 1/2', 'a - log(2)'],
    ['3*exp(a) > 2*exp(b)', 'a - b + log(3/2)'],
    ['tanh(a) > tanh(b)', 'a - b'],
    ['sigmoid(a) > 1/2', 'a'],
    ['softplus(a) > softplus(b)', 'a - b'],
    ['sinh(a) > 0', 'a'],
    ['log1p(a) > log1p(b)', 'a - b'],
    ['expm1(a) > expm1(b)', 'a - b'],
    ['erf(a) > erf(b)', 'a - b'],
    ['arctan(a) > -arctan(b)', 'a + b'],
    ['arctan(a^2) > arctan(b^2)', 'a^2 - b^2'],
    ['sqrt(a) > sqrt(b)', 'a - b'],
    ['sqrt(a) > 2', 'a - 4'],
    ['a^(1/3) > b^(1/3)', 'a - b'],
    ['a^3 > b^3', 'a - b'],
    ['a^3 > -8', 'a + 2'],
    ['a^5*b^5 > 1', 'a*b - 1'],
    ['cbrt(a) > cbrt(b)', 'a - b'],
  ])('%s has the sign of %s', (condition, difference) => {
    const { status, reason, certificate } = driftFinding(`-w*(${difference})`, condition);
    expect(reason).toMatch(/negative exactly where the condition holds/);
    expect(status).toBe('proved');
    expect(checkCertificate(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ followed: true });
  });

  test.each([
    ['log(a + 1/2) > log(b)', 'a - b'],
    ['log(a) > 2*log(b)', 'a - 2*b'],
    ['exp(a) > 2', 'a - 2'],
    ['a^3 > -8', 'a - 2'],
    ['cos(a) > cos(b)', 'a - b'],
    ['tanh(a) > -tanh(b)', 'a - b'],
  ])('%s has not the sign of %s', (condition, difference) => {
    expect(driftFinding(`-w*(${difference})`, condition).status).toBe('refuted');
  });
});

describe('what is linear in logarithms', () => {
  test.each([
    ['log(b) - log(a)', ['log(a) - log(c)', 'log(c) - log(b)']],
    ['2*log(b) - log(a)', ['log(a) - log(c)', 'log(c) - 2*log(b)']],
    ['-log(a + b) - log(c)', ['log(a + b) - 1', 'log(c) + 1']],
  ])('closes as it stands: %s is negative where %s are positive', (formula, facts) => {
    const [exponent, ...positive] = [formula, ...facts].map((text) => parseExpression(text, 'formula'));
    const known = positive.map((expression) => ({ expression, strict: true }));
    expect(proveEquivalence(parseExpression('0 < 1', 'condition'), exponent, known, []).kind).toBe('closed');
  });
});
