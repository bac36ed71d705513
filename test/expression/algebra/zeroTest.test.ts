import { describe, expect, it } from 'vitest';
import { zeroTest } from '../../../src/expression/algebra/zeroTest.js';
import { encloseExpression } from '../../../src/expression/evaluation/enclose.js';
import { call, type Expression, number, product, sum, symbol } from '../../../src/expression/syntax/expression.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';

describe('the zero test', () => {
  it.each([
    ['(x+1)^2 - x^2 - 2*x - 1', 'zero'],
    ['(x+1)^2 - x^2 - 2*x - 1.0000001', 'nonzero'],
    ['4*sin(2 + a*b) - 4*sin(2 + a*b)^2', 'nonzero'],
    ['tanh(x)^2 - 1 + 1/cosh(x)^2', 'zero'],
    ['tanh(x)^2 - 1 + 1.01/cosh(x)^2', 'nonzero'],
    ['(x > 0 ? 1 : 0) + (x < 0 ? 1 : 0) - 1', 'nonzero'],
    ['x*(x > 0 ? 1 : 0) + x*(x < 0 ? 1 : 0) - x', 'zero'],
    ['mean(a*x) - a*mean(x)', 'zero'],
    ['mean(x*y) - mean(x)*mean(y)', 'nonzero'],
    ['var(2*x) - 4*var(x)', 'zero'],
    ['relu(1/a + 1/b) - relu(-1/a - 1/b) - 1/a - 1/b', 'zero'],
    ['sin(relu(tanh(a)*b) - relu(-tanh(a)*b)) - sin(tanh(a)*b)', 'zero'],
    ['abs(a - b)/(a - b) - sign(a - b)', 'zero'],
    ['relu(sin(-pi) + a) - 2*relu(a)', 'nonzero'],
    ['log(a - 10)*sqrt(b)', 'nonzero'],
    ['1/relu(-a) + 1/a', 'zero'],
    ['1/relu(1 - a - b)^2 - 1/(1 - a - b)^2', 'zero'],
    ['(b > 0 ? 1/relu(a) - 1/a : abs(a) - a)', 'nonzero'],
    ['0/(x - x)', 'zero'],
    ['1/(x - x)', 'unknown'],
    ['log(-1 - x^2)', 'unknown'],
  ] as const)('%s is %s', (text, status) => {
    expect(zeroTest(parseExpression(text), { data: ['x', 'y'] }).status).toBe(status);
  });

  it('does not multiply out what stands beside a factor that is zero', () => {
    const long = Array.from({ length: 40 }, (_, i) => `a${i}*tanh(b${i} + w${i}*x)`).join(' + ');
    const product = `(${long} - y)*(a*(1 - tanh(b)^2) + a*(tanh(b)^2 - 1))`;
    expect(zeroTest(parseExpression(product)).status).toBe('zero');
    expect(zeroTest(parseExpression(product.replace('- 1)', '- 2)'))).status).toBe('nonzero');
  });

  it.each([
    'a^(1/4)*a^(1/4) - sqrt(a)',
    'sqrt(sqrt(a)) - a^(1/4)',
    '(sqrt(a))^(1/3) - a^(1/6)',
    '2^(1/3)*4^(1/3) - 2',
    '(8*a)^(1/3) - 2*a^(1/3)',
    '(a^3)^(1/3) - a',
    '(a*b)^(1/3) - a^(1/3)*b^(1/3)',
    '(a/b)^(1/3) - a^(1/3)/b^(1/3)',
    '(1/(a + 1))^(1/3) - (a + 1)^(-1/3)',
    'sqrt(-sin(a)*b) - exp(log(-sin(a)*b)/2)',
    'sqrt(a/(b^2 + 1)) - sqrt(a)/sqrt(b^2 + 1)',
    'log((a + 1)^5) - 5*log(a + 1)',
    'log((a + 1)^4) - 4*log(abs(a + 1))',
    'sin(pi/12) - (sqrt(6) - sqrt(2))/4',
    'tan(5*pi/12) - 2 - sqrt(3)',
  ])('sees through roots of one radicand, of products and of powers: %s is zero', (text) => {
    expect(zeroTest(parseExpression(text)).status).toBe('zero');
  });

  it.each([
    'sign(tan(a)) - sign(tan(a)^3)',
    'sqrt(sin(a)^2) - abs(sin(a))',
    'log(1 - cos(a)^2) - 2*log(abs(sin(a)))',
    'relu(sin(a)^2) - sin(a)^2',
    'abs(tanh(a)) - tanh(abs(a))',
    'relu(tanh(a*b)) - tanh(relu(a*b))',
    'sign(erf(a - b)) - sign(a - b)',
    '(exp(a) > exp(b) ? 1 : 0) - (a > b ? 1 : 0)',
    'max(exp(a), exp(b)) - exp(max(a, b))',
    'max(exp(a), exp(b)) - (exp(a) + exp(b) + abs(exp(a) - exp(b)))/2',
  ])('knows the signs of squares of sines and of increasing functions: %s is zero', (text) => {
    expect(zeroTest(parseExpression(text)).status).toBe('zero');
  });

  it.each([
    '(a == b ? sin(a) - sin(b) : 0)',
    '(b == 2 and a == b ? sin(a) - sin(2) : 0)',
    '(a != b ? 0 : exp(a) - exp(b))',
    '(a == 0 ? 1 : sin(a)/a)*(a == 0 ? 1 : a) - (a == 0 ? cos(a) : sin(a))',
    '(b == 3/2 ? exp(b) : 2*abs(b/a)) - (b == 3/2 ? exp(b) - 2*abs(b/a) : 0) - 2*abs(b/a)',
  ])('puts what a name is equal to in its place: %s is zero', (text) => {
    expect(zeroTest(parseExpression(text)).status).toBe('zero');
  });

  it.each([
    ['(x == y ? mean(x) - mean(y) : 0)', 'inside a mean the names are others'],
    ['(a == 0 or b == 0 ? a : 0)', 'either operand may hold alone'],
    ['(exp(a) == exp(5/7) ? 3 : 1/(a - 5/7)) - (exp(a) == exp(5/7) ? 4 : 1/(a - 5/7))', 'the branches differ at 5/7'],
    ['(erf(a - 5/7) == 0 ? 3 : 1/(a - 5/7)) - (erf(a - 5/7) == 0 ? 4 : 1/(a - 5/7))', 'the branches differ at 5/7'],
  ])('does not call %s zero: %s', (text) => {
    expect(zeroTest(parseExpression(text), { data: ['x', 'y'] }).status).not.toBe('zero');
  });

  it.each(['1 - tanh(100)', '1 - erf(20)', 'softplus(-1000)', 'sqrt(1 + 1e-90) - 1'])(
    'separates constants from 0 that are very near it: %s is not zero',
    (text) => {
      expect(zeroTest(parseExpression(text)).status).toBe('nonzero');
    },
  );

  it.each([
    '(a^3)^(1/3) - abs(a) - 1',
    'sqrt(a*b) - sqrt(-a)*sqrt(-b) - 1',
    '(a^6)^(1/3) - a*abs(a)',
    'log((a + 1)^4) - 4*log(a + 1) - 1',
  ])('keeps the domain of roots: %s is not zero', (text) => {
    expect(zeroTest(parseExpression(text)).status).toBe('nonzero');
  });

  // at a = 5/7 the branch 1/(a - 5/7) is not taken, and multiplying by a - 5/7 would hide that 3 is not 4
  it.each([
    '(a == 5/7 ? 3 : 1/(a - 5/7)) - (a == 5/7 ? 4 : 1/(a - 5/7))',
    '(a > 5/7 ? 1/(a - 5/7) : 3) - (a > 5/7 ? 1/(a - 5/7) : (a < 5/7 ? 3 : 4))',
    '(a^2 + a == 5/7 ? 3 : 1/(a^2 + a - 5/7)) - (a^2 + a == 5/7 ? 4 : 1/(a^2 + a - 5/7))',
  ])('is not misled by a divisor in a branch: %s is not called zero', (text) => {
    expect(zeroTest(parseExpression(text)).status).not.toBe('zero');
  });

  // the branch 1/d is not taken where d = 0 hides what the other branch is worth
  it.each([
    [
      'a divisor of zero',
      '√(2 + √3) − (√6 + √2)/2 is 0',
      'a > 100 ? sqrt(2+sqrt(3)) + (sqrt(6)+sqrt(2))/2 : 1/D',
      'a > 100 ? 0 : 1/D',
      'sqrt(2+sqrt(3)) - (sqrt(6)+sqrt(2))/2',
    ],
    ['a conjugate', '(√a − b)(√a + b) = a − b²', 'a == b^2 ? sqrt(a) + b : 1/D', 'a == b^2 ? 0 : 1/D', 'sqrt(a) - b'],
    ['a conjugate', '(√b − a)(√b + a) = b − a²', 'b == a^2 ? sqrt(b) + a : 1/D', 'b == a^2 ? 0 : 1/D', 'sqrt(b) - a'],
    [
      'two conditions',
      'b − 5c/3 is 0 where both hold',
      'b == 5/7 and c == 3/7 ? 3 : 1/D',
      'b == 5/7 and c == 3/7 ? 4 : 1/D',
      'b - 5*c/3',
    ],
  ])('is not misled by a divisor in a branch through %s: %s', (_, __, left, right, divisor) => {
    const text = `(${left}) - (${right})`.replaceAll('D', `(${divisor})`);
    expect(zeroTest(parseExpression(text)).status).not.toBe('zero');
  });

  it('still sees what does not meet a divisor in a branch', () => {
    const left = '(b == 5/7 and c == 3/7 ? 3 : 1/(a - 2))';
    const right = '(b == 5/7 and c == 3/7 ? 2 + 7*b/5 : 1/(a - 2))';
    expect(zeroTest(parseExpression(`${left} - ${right}`)).status).toBe('zero');
    const cases = ['b + c', '(b^2 - c^2)/(b - c)'].map((sum) => `(a*b >= a ? ${sum} : a + b)`);
    expect(zeroTest(parseExpression(`${cases[0]}/a^2 - ${cases[1]}/a^2`)).status).toBe('zero');
    const root = '(a > 0 ? 1/(sqrt(2) + b^(1/3)) : 3)';
    expect(zeroTest(parseExpression(`${root}^2 - (a > 0 ? 1/(sqrt(2) + b^(1/3))^2 : 9)`)).status).toBe('zero');
  });

  it.each([
    'mean(sqrt(x))*(abs(x) - x)',
    'mean(log(x))*(abs(x) - x)',
    'mean(1/x)*(x == 0 ? 1 : 0)',
    'mean(1/(x - 3))*(x == 3 ? 1 : 0)',
  ])('does not take the samples for the point at hand: %s is not zero', (text) => {
    expect(zeroTest(parseExpression(text), { data: ['x'] }).status).not.toBe('zero');
  });

  it('knows the samples where no name of theirs stands outside', () => {
    expect(zeroTest(parseExpression('mean(sqrt(x))*mean(abs(x) - x)'), { data: ['x'] }).status).toBe('zero');
  });

  it('refutes nothing where a condition has no value', () => {
    expect(zeroTest(parseExpression('(log(b) > 0 ? 1 : 1)*(abs(b) - b)')).status).toBe('zero');
    expect(zeroTest(parseExpression('(log(-1 - a^2) > 0 ? 1 : 2)')).status).toBe('unknown');
    expect(zeroTest(parseExpression('(a > 0 and sqrt(b) >= 0 ? 1 : 1)*(abs(b) - b)')).status).toBe('unknown');
  });

  it('answers unknown when a power outgrows the normal form', () => {
    expect(zeroTest(parseExpression('exp(20000*a)*exp(20000*a) - exp(40000*a)')).status).toBe('unknown');
  });

  it('shares long equal parts instead of multiplying them out', () => {
    const part = '(sin((b*a < b ? b : 4/3) + 1) + (c*a <= -3 ? 4 : c^3) - 3*sinh(-1) + tanh(a*b + c))^6';
    const other = part.replace('sinh(-1)', '(tanh(-1)*cosh(1))');
    expect(zeroTest(parseExpression(`${part} - ${other}`)).status).toBe('zero');
  });

  it('keeps the texts of deeply nested atoms short', () => {
    let node: Expression = symbol('a');
    const [b, c] = [symbol('b'), symbol('c')];
    for (let depth = 0; depth < 40; depth++) node = call('erf', sum(product(node, b), call('sin', sum(node, c))));
    const turned = call('erf', product(number(-1), node));
    expect(zeroTest(sum(turned, call('erf', node))).status).toBe('zero');
  });

  it('gives a witness at which an enclosure excludes 0', () => {
    const expression = parseExpression('exp(a)*tanh(b) - sin(a)');
    const result = zeroTest(expression);
    expect(result.status).toBe('nonzero');
    if (result.status !== 'nonzero') return;
    const value = encloseExpression(expression, result.witness, 128);
    expect(value !== null && (value.lower.numerator > 0n || value.upper.numerator < 0n)).toBe(true);
  });

  it('keeps names inside their ranges', () => {
    const range = new Map([
      [
        'g',
        [
          { numerator: 0n, denominator: 1n },
          { numerator: 1n, denominator: 1n },
        ] as const,
      ],
    ]);
    const result = zeroTest(parseExpression('abs(g) - g + abs(g - 1) + g - 1 + 0*h'), { ranges: range });
    expect(result.status).not.toBe('nonzero');
  });
});
