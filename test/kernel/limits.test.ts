import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { randomStream } from '../../src/numeric/random.js';
import { invarianceOf } from './invarianceOf.js';

const isFull = process.env.CHECK_FULL === '1';

/** What the kernel says of the invariance of w = 0, or of w = v = 0, for one loss. */
function checked(loss: string, set: readonly string[]) {
  const values = Object.entries({ v: '3/2', x: '2/3', c: '5/4' });
  const point = Object.fromEntries(values.filter(([name]) => !set.includes(name)));
  return checkCertificate(invarianceOf({ formulas: [loss], point, equations: set }));
}

describe('a quotient that is 0/0 on the set is continued to it by its series', () => {
  test.each([
    ['v*sin(w)/w*x', ['w']],
    ['x*(1 - exp(-w^2))/w^2', ['w']],
    ['(exp(v*w) - 1)^2/w*x', ['w', 'v']],
    ['(sin(w)/w - 1)*(sin(v)/v)*x', ['w', 'v']],
    ['w*v*(1 - cos(w^2 + v^2))/(w^2 + v^2)^2', ['w', 'v']],
    ['(arctan(w) - w)/w', ['w']],
    ['(erf(w) - w*erf(w)/tanh(w))*v', ['w', 'v']],
    ['log(1 + w^2)/w*w*v', ['w']],
    ['(sqrt(1 + w^2) - 1)/w*v', ['w', 'v']],
    ['v*w*(w == 0 ? 1 : sin(w)/w)', ['w', 'v']],
  ])('%s on %j', (loss, set) => {
    const answer = checked(loss, set);
    expect(answer).toMatchObject({ followed: true });
    expect(JSON.stringify(answer)).toContain('quotients that are 0/0 on the set are continued to it');
  });

  test.each([
    ['v*tanh(w*x)/w', ['w', 'v']],
    ['(1 - cos(w))/w', ['w']],
    ['log(1 + v*w)/w', ['w']],
    ['v*x/w', ['w']],
    ['v*w^2/(w^2 + v^2)', ['w', 'v']],
    ['w*v/(w + v)', ['w', 'v']],
    ['w^3/(w^2 + v^2)', ['w', 'v']],
    ['w*v/(w + v^2)', ['w', 'v']],
    ['w^2*v/(w + v^2)', ['w', 'v']],
    ['w*v*(w == 0 ? 2 : sin(w)/w) + v*(w == 0 ? 2 : sin(w)/w)', ['w']],
    ['abs(w)*sin(w)/w', ['w']],
    ['(sqrt(c + w^2) - sqrt(c))/w', ['w']],
    ['w^3/sin(w)^2', ['w']],
    ['(sqrt(w^2 + v^2) - v)/w', ['w']],
    ['w^3*log(-1 - v^2)/w', ['w']],
    ['w^3*sqrt(-1 - v^2)/w', ['w']],
    ['w*(sin(sign(w^2 + v^2))/sign(w^2 + v^2) - 1)', ['w', 'v']],
    ['w*(w^2 + v^2 > 0 ? 1 : 0)^2/(w^2 + v^2 > 0 ? 1 : 0)', ['w', 'v']],
  ])('%s on %j has none, or one with a slope, or none that is followed', (loss, set) => {
    expect(checked(loss, set)).toMatchObject({ followed: false });
  });
});

test('a drift is what it tends to, not what it is where a denominator jumps to 0', () => {
  const answer = (sign: string) =>
    checkCertificate(
      invarianceOf({
        role: 'drift',
        formulas: [`sin(${sign})/${sign} - 1`, '0'],
        point: { x: '2/3' },
        equations: ['w', 'v'],
      }),
    );
  expect(answer('(w^2 + v^2)')).toMatchObject({ followed: true });
  expect(answer('sign(w^2 + v^2)')).toMatchObject({ followed: false });
});

/** A loss with a quotient that is 0/0 where w = 0. */
function randomLoss(seed: number): string {
  const stream = randomStream(seed, 0);
  const pick = <T>(...from: readonly T[]): T => from[stream.below(from.length)];
  const inner = () => pick('w', 'w', '2*w', 'w*v', 'w^2', 'w*x', 'w^2*c', '-w');
  const flat = () =>
    pick('sin', 'tanh', 'arctan', 'erf', 'expm1', 'log1p')
      .concat(`(${inner()})`)
      .concat(pick('', '', '^2', '^3'));
  const above = () =>
    pick(
      flat,
      flat,
      () => `(1 - cos(${inner()}))`,
      () => `(1 - exp(-(${inner()})))`,
      () => `(${flat()} - ${inner()})`,
      () => `(sqrt(1 + ${inner()}) - 1)`,
    )();
  const below = () => pick('w', 'w', 'w', 'w^2', 'sin(w)', 'tanh(w)', 'w*(1 + w^2)', '(exp(w) - 1)', 'w^3');
  const term = (): string =>
    pick(
      () => `${above()}/${below()}`,
      () => `${above()}*${above()}/${below()}`,
      () => `(1/${below()} - 1/${below()})*${above()}`,
      () => `(${above()}/${below()})^2`,
      () => `cos(${above()}/${below()})`,
    )();
  return Array.from({ length: 1 + stream.below(2) }, () => `${pick('v', 'x', 'w', '1', 'v*w')}*${term()}`).join(' + ');
}

/** The slope across w = 0 by differences of the two sides, that do not meet 0; null where it is not steady. */
function slopeAcross(loss: string, at: ReadonlyMap<string, number>): number | null {
  const formula = parseExpression(loss);
  const value = (w: number) => evaluate(formula, new Map([...at, ['w', w]])) as number;
  const [coarse, fine] = [2 ** -7, 2 ** -8].map((h) => (value(h) - value(-h)) / (2 * h));
  return Math.abs(fine) > 0.02 && Math.abs(coarse / fine - 1) < 0.2 ? fine : null;
}

test('where the kernel follows limits without a slope across the set, differences find none', () => {
  const seeds = isFull ? 20_000 : 150;
  let [followed, sloped] = [0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const loss = randomLoss(seed);
    if (!checked(loss, ['w']).followed) {
      if (slopeAcross(loss, new Map(Object.entries({ v: 1.5, x: 0.7, c: 1.25 }))) !== null) sloped++;
      continue;
    }
    followed++;
    for (const [v, x, c] of [
      [1.5, 0.7, 1.25],
      [-0.5, 1.3, -2],
    ]) {
      const at = new Map([
        ['v', v],
        ['x', x],
        ['c', c],
      ]);
      expect(slopeAcross(loss, at), `seed ${seed}: ${loss}`).toBeNull();
    }
  }
  expect([followed > seeds / 8, sloped > seeds / 8]).toEqual([true, true]);
}, 3_600_000);
