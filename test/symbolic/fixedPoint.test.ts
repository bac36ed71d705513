import { describe, expect, it } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { agreesTo, evaluateFixed, fixed } from './fixedPoint.js';

// 60 digits from mpmath 1.3 at a precision of 80
const values: readonly (readonly [string, string])[] = [
  ['exp(7/3)', '10.3122585013257650270155721085372969762103473276008287233927'],
  ['exp(-41/2)', '0.00000000125015286638674262893755311923122218227159464207656584933822'],
  ['log(7/3)', '0.847297860387203613710107506520654024989594171759111736724696'],
  ['log(1/1000)', '-6.90775527898213705205397436405309262280330446588631892809998'],
  ['sin(22/7)', '-0.00126448893037735340036035047564593249177391139119760339251697'],
  ['cos(100)', '0.862318872287683934101938513950842535510084008535510829280162'],
  ['erf(3/2)', '0.966105146475310727066976261645947858681410479257636780449968'],
  ['tanh(-5/3)', '-0.931109608667577653804438754979340798286474670248674251363848'],
  ['gelu(3/4)', '0.580029485717348850504703372962392691173201305093299170622547'],
  ['softplus(-2)', '0.126928011042972496443726806358304431434333062808358357550141'],
  ['2^(1/3)', '1.25992104989487316476721060727822835057025146470150798008198'],
];

describe('the fixed-point evaluation that the tests compare with', () => {
  it.each(values)('%s = %s', (text, digits) => {
    const value = evaluateFixed(parseExpression(text), new Map());
    const [whole, decimals] = digits.split('.');
    const stated = fixed(rational(BigInt(whole + decimals), 10n ** BigInt(decimals.length)));
    expect(value !== null && agreesTo(decimals.length - 2, value, stated)).toBe(true);
  });
});
