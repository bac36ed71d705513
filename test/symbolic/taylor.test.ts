import { describe, expect, it } from 'vitest';
import { substitute } from '../../src/expression/calculus/substitute.js';
import { symbol } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { normalCoordinates } from '../../src/symbolic/normalCoordinates.js';
import { taylorCoefficients } from '../../src/symbolic/series.js';
import { taylorAlongNormals } from '../../src/symbolic/taylor.js';
import { expectIdentity } from './identity.js';
import { lossModel } from './models.js';

const data = ['x', 'y'];

describe('the series of an expression in one name', () => {
  // textbook series; the tangent's and the sigmoid's up to degree 5
  it.each([
    ['tanh(r)', ['0', '1', '0', '-1/3', '0', '2/15']],
    ['erf(r)*sqrt(pi)/2', ['0', '1', '0', '-1/3', '0', '1/10']],
    ['sigmoid(r)', ['1/2', '1/4', '0', '-1/48', '0', '1/480']],
    ['softplus(r)', ['log(2)', '1/2', '1/8', '0', '-1/192', '0']],
    ['gelu(r)*sqrt(2*pi)', ['0', 'sqrt(2*pi)/2', '1', '0', '-1/6', '0']],
    ['1/(1 - r)', ['1', '1', '1', '1', '1', '1']],
    ['sqrt(1 + r)', ['1', '1/2', '-1/8', '1/16', '-5/128', '7/256']],
    [
      '(1 + r)^a',
      ['1', 'a', 'a*(a - 1)/2', 'a*(a - 1)*(a - 2)/6', 'a*(a-1)*(a-2)*(a-3)/24', 'a*(a-1)*(a-2)*(a-3)*(a-4)/120'],
    ],
    ['exp(a*r)*cos(r)', ['1', 'a', '(a^2 - 1)/2', '(a^3 - 3*a)/6', '(a^4 - 6*a^2 + 1)/24', '(a^5 - 10*a^3 + 5*a)/120']],
    ['relu(1 + r) + max(r, r - 1)', ['1', '2', '0', '0', '0', '0']],
    ['mean(x*exp(r*x))', ['mean(x)', 'mean(x^2)', 'mean(x^3)/2', 'mean(x^4)/6', 'mean(x^5)/24', 'mean(x^6)/120']],
  ])('of %s', (text, stated) => {
    const coefficients = taylorCoefficients(parseExpression(text), 'r', 5, data);
    for (const [j, value] of stated.entries()) expectIdentity((coefficients ?? [])[j], value, data);
  });

  it.each([
    ['sin(r)/r', ['1', '0', '-1/6', '0', '1/120']],
    ['(1 - exp(-r^2))/r^2', ['1', '0', '-1/2', '0', '1/6']],
    ['1/r - 1/sin(r)', ['0', '-1/6', '0', '-7/360', '0']],
    ['(tanh(a*r) - a*r)/r^3', ['-a^3/3', '0', '2*a^5/15', '0', '-17*a^7/315']],
    ['r^2*(1/sin(r)^2)', ['1', '0', '1/3', '0', '1/15']],
    ['(exp(r) - 1 - r - r^2/2)/(r*(1 - cos(r)))', ['1/3', '1/12', '2/45', '7/720', '1/315']],
  ])('of %s by the limit, where it is 0/0', (text, stated) => {
    const coefficients = taylorCoefficients(parseExpression(text), 'r', stated.length - 1, data);
    for (const [j, value] of stated.entries()) expectIdentity((coefficients ?? [])[j], value, data);
  });

  it.each([
    '1/r',
    'abs(r)',
    'sqrt(r)',
    'log(r)',
    'exp(1/r)',
    'r > 0 ? r : 0',
    'sign(r)',
    'tan(r + pi/2)',
    'r^(5/2)',
    'max(r, -r)',
  ])('of %s does not exist', (text) => {
    expect(taylorCoefficients(parseExpression(text), 'r', 3, data)).toBeNull();
  });
});

describe('the expansion about a set along y = r u', () => {
  const model = lossModel({ parameters: ['w1', 'w2', 'v'], output: 'v*w1*w2*x', sets: [['w1 - w2', 'v']] });
  const coordinates = normalCoordinates(model, model.sets[0]);
  const u = new Map([
    ['direction 1', symbol('u1')],
    ['direction 2', symbol('u2')],
  ]);

  it('has homogeneous coefficients in the direction, the free parameter left as a name', () => {
    // w1 = w2 + r u1, w2 = w2 - r u1, v = r u2
    const coefficients = taylorAlongNormals(coordinates, parseExpression('v*w1*w2 + sin(v)'), 3);
    const stated = ['0', 'u2*w2^2 + u2', '0', '-u1^2*u2 - u2^3/6'];
    for (const [j, value] of stated.entries()) expectIdentity(substitute((coefficients ?? [])[j], u), value, data);
  });
});
