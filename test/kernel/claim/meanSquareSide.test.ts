import { describe, expect, it } from 'vitest';
import { fromNumber, minus, rational } from '../../../src/arithmetic/rational.js';
import { requireSideOfMeanSquare } from '../../../src/kernel/claim/meanSquareSide.js';
import { NotFollowed } from '../../../src/kernel/notFollowed.js';
import { certifyMeanSquare } from '../../../src/prediction/certificate/certifyMeanSquare.js';
import { exactFamily, familyNorm } from '../../../src/prediction/matrices/linearFamily.js';
import { sdeSecondMoment } from '../../../src/prediction/moments/secondMoment.js';
import { gaussianFamily } from '../../prediction/families.js';

const families = [2, 3, 4, 5].flatMap((k) =>
  Array.from({ length: process.env.CHECK_FULL ? 50 : 5 }, (_, index) => gaussianFamily(k, 41, index)),
);

describe('the side of a number on which the mean square grows', () => {
  it('is proved a hundredth of the norm off, on either side, and never the other side', () => {
    for (const family of families) {
      const { value } = sdeSecondMoment(family);
      for (const away of [-1, 1]) {
        const bound = fromNumber(value + (away * familyNorm(family)) / 100);
        const found = certifyMeanSquare(exactFamily(family), null, bound);
        expect(found?.side).toBe(away > 0 ? 'below' : 'above');
        const other = away > 0 ? 'above' : 'below';
        expect(() => requireSideOfMeanSquare(found?.proof, bound, other)).toThrow(NotFollowed);
        // the same matrix beyond the truth
        const beyond = fromNumber(value - (away * familyNorm(family)) / 100);
        expect(() => requireSideOfMeanSquare(found?.proof, beyond, found?.side ?? 'equal')).toThrow(NotFollowed);
      }
    }
  });

  it('is not proved by weights that are not positive, nor symmetric, nor for entries known too loosely', () => {
    const proof = certifyMeanSquare(exactFamily(families[5]), null, rational(1000))?.proof;
    if (proof === undefined) throw new Error('no proof');
    const { family, weights } = proof;
    const check = (changed: unknown) => () => requireSideOfMeanSquare(changed, rational(1000), 'below');
    expect(check(proof)()[0].text).toContain('mean square');
    const opposite = weights.map((row) => row.map((x) => (x.startsWith('-') ? x.slice(1) : x === '0' ? x : `-${x}`)));
    expect(check({ family, weights: opposite })).toThrow(NotFollowed);
    expect(check({ family, weights: weights.map((row, i) => (i === 0 ? ['1', '7', '0'] : row)) })).toThrow('symmetric');
    const radii = (radius: string) => ({ curvature: radius, noise: family.noise.map(() => radius) });
    expect(check({ weights, family: { ...family, radii: radii('1/1000000') } })).not.toThrow();
    expect(check({ weights, family: { ...family, radii: radii('1000') } })).toThrow(NotFollowed);
  });

  it('of a number is exact: −2h + c² for one coordinate', () => {
    // −6 + 1/2·5 = −7/2
    const stated = { learningRate: '1/2', curvature: [['3']], radii: null };
    const family = { ...stated, noise: [1, 2].map((c) => ({ weight: '1', matrix: [[`${c}`]] })) };
    const side = (value: ReturnType<typeof rational>, which: 'above' | 'below') => () =>
      requireSideOfMeanSquare({ family, weights: [['1']] }, value, which);
    const least = rational(1n, 10n ** 30n);
    const value = rational(-7, 2);
    expect(side(minus(value, least), 'above')).not.toThrow();
    expect(side(minus(value, minus(rational(0), least)), 'below')).not.toThrow();
    for (const which of ['above', 'below'] as const) expect(side(value, which)).toThrow(NotFollowed);
  });
});
