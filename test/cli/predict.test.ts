import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { predictResult } from '../../src/report/predictSchema.js';
import { collapse } from './collapse.js';

async function firstSet(...args: readonly string[]) {
  const { status, stdout } = await collapse('predict', ...args, '--json');
  expect(status).toBe(0);
  return predictResult.parse(JSON.parse(stdout)).models[0].sets[0];
}

function expectWithin([low, high]: readonly [number, number], value: number): void {
  expect(low).toBeLessThanOrEqual(value);
  expect(high).toBeGreaterThanOrEqual(value);
}

describe('collapse predict', () => {
  test('gives the exponents of the quartic well, of its chain, and where they change sign', async () => {
    const set = await firstSet('M1', '--set', 'mu=1.5', '--set', 'zeta=2');
    expect(set.prediction).toBe('attractive');
    expect(set.exponents.sde?.value).toBe(-0.5);
    expect(set.exponents.sgd).toBeNull();
    expect(set.exponents.eulerMaruyama?.value).not.toBe(-0.5);
    expect(set.settings).toMatchObject({ constants: { mu: 1.5, zeta: 2 }, samples: null, scheme: 'euler-maruyama' });
    const [mu, zeta] = set.numericThresholds.filter(({ process, moment }) => process === 'sde' && moment === null);
    expect([mu.parameter, mu.zeros[0].attractive]).toEqual(['mu', 'below']);
    expectWithin(mu.zeros[0].bracket, 2);
    expect([zeta.parameter, zeta.zeros[0].attractive]).toEqual(['zeta', 'above']);
    expectWithin(zeta.zeros[0].bracket, Math.sqrt(3));
    expect([set.boundary, set.neighbourhood]).toEqual([null, null]);
  });

  test('gives moments, tail indices and the thresholds of every process', async () => {
    const set = await firstSet('M6');
    const { moments, tailIndex } = set.exponents;
    expect(moments?.map(({ process, p }) => `${process} ${p}`)).toEqual([
      ...['sde 1', 'sde 2', 'sde 4'],
      ...['eulerMaruyama 1', 'eulerMaruyama 2', 'eulerMaruyama 4'],
      ...['sgd 1', 'sgd 2', 'sgd 4'],
    ]);
    // |a| - c^2/2 + p c^2/2: the zero in p is 1 - 2|a|/c^2
    const [lambda, mean] = [set.exponents.sde?.value ?? 0, moments?.[0].value ?? 0];
    expect(tailIndex?.sde?.value).toBeCloseTo(-lambda / (mean - lambda), 6);
    const searched = set.numericThresholds.filter(({ parameter }) => parameter === 'eta');
    expect(searched.map(({ process, moment }) => [process, moment])).toEqual([
      ['sde', null],
      ['sde', 2],
      ['eulerMaruyama', null],
      ['eulerMaruyama', 2],
      ['sgd', null],
      ['sgd', 2],
    ]);
    const at = (process: string) => searched.find((one) => one.process === process && one.moment === null)?.zeros[0];
    for (const process of ['sde', 'eulerMaruyama', 'sgd']) expect(at(process)?.level).toBe(1);
    expect(at('sgd')?.bracket[1]).toBeLessThan(at('sde')?.bracket[0] ?? 0);
  });

  test('every certificate that --out keeps is accepted by collapse check in another run', async () => {
    const out = mkdtempSync(join(tmpdir(), 'collapse-'));
    const { stdout } = await collapse('predict', 'M1', '--set', 'zeta=2.5', '--neighbourhood', '--out', out);
    const files = readdirSync(out).sort();
    const certificates = files.filter((name) => name.startsWith('certificate'));
    expect(certificates).toEqual([
      'certificate-1-mu-1-above.json',
      'certificate-1-mu-1-below.json',
      'certificate-1-neighbourhood.json',
      'certificate-1-zeta-1-above.json',
      'certificate-1-zeta-1-below.json',
      'certificate-1.json',
    ]);
    for (const name of certificates) {
      const checked = await collapse('check', '--certificate', join(out, name));
      expect([name, checked.status, checked.stdout.slice(0, 5)]).toEqual([name, 0, 'VALID']);
    }
    for (const name of ['certificate-1.json', 'certificate-1-neighbourhood.json']) {
      const held = ['2.5', '2.6'].map((zeta) =>
        collapse('check', '--certificate', join(out, name), '--model', 'M1', '--set', `zeta=${zeta}`),
      );
      const [own, other] = await Promise.all(held);
      expect([name, own.status, other.status]).toEqual([name, 0, 3]);
      expect(other.stdout).toContain('it speaks of another model');
    }
    expect(files.filter((name) => !certificates.includes(name))).toEqual(['prediction.json', 'prediction.txt']);
    expect(readFileSync(join(out, 'prediction.txt'), 'utf8')).toBe(stdout);
  });

  test('says proved of a set only where there is a certificate', async () => {
    const noisy = await collapse('predict', 'M2');
    expect(noisy.stdout).toContain('The set is attractive for the SDE, proved by a certificate');
    const moving = await collapse('predict', 'M3');
    expect(moving.stdout).toMatch(/The set is (attractive|repelling) for the SDE\.\n/);
  });

  test('--boundary is the curve zeta = sqrt(2 mu) over the ranges asked for', async () => {
    const ranges = ['--range', 'mu=0.5:4.5', '--range', 'zeta=log:0.1:10'];
    const { boundary } = await firstSet('M1', '--boundary', 'mu,zeta', ...ranges);
    expect(boundary?.parameters).toEqual(['mu', 'zeta']);
    expect(boundary?.points).toHaveLength(33);
    for (const { at, bracket, attractive } of boundary?.points ?? []) {
      expectWithin(bracket, Math.sqrt(2 * at));
      expect(attractive).toBe('above');
    }
    expect(boundary?.points[1].at).toBeCloseTo(0.625, 12);
  });

  test('--neighbourhood of a set that is none says why', async () => {
    const { neighbourhood } = await firstSet('M10', '--neighbourhood');
    expect(neighbourhood).toEqual({ status: 'none', reason: expect.stringContaining('no point') });
  });

  test('the same seed gives the same text, simulated exponents included', async () => {
    const [first, second] = await Promise.all([collapse('predict', 'M3'), collapse('predict', 'M3')]);
    expect(second.stdout).toBe(first.stdout);
    expect(first.stderr).toBe('');
  });

  test('gives thresholds of the mean square in closed form where there is one normal direction', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'regression.yaml');
    const lines = [
      'name: regression',
      'parameters: [w]',
      'inputs: [x]',
      'loss: (w*x)^2/2',
      'constants: { eta: 0.4 }',
      'learningRate: eta',
      'noise: [{ kind: minibatch, batch: 1, sampling: with-replacement }]',
      'data: { samples: [[0.5], [1], [1.5], [2]] }',
      'sets: [{ name: solution, equations: [w] }]',
    ];
    writeFileSync(file, lines.join('\n'));
    const { numericThresholds } = await firstSet(file);
    for (const [process, expected] of [
      // 2 m/v and 2 m/(m^2 + v), m and v the mean and the variance of x^2
      ['sde', (2 * 1.875) / (5.53125 - 1.875 ** 2)],
      ['sgd', (2 * 1.875) / 5.53125],
    ] as const) {
      const found = numericThresholds.find((one) => one.process === process && one.moment === 2);
      expect(found?.closedForms.map(({ value, attractive }) => [value, attractive])).toEqual([
        [expect.closeTo(expected, 12), 'below'],
      ]);
      expectWithin(found?.zeros[0].bracket ?? [1, 1], expected);
    }
  });

  test('--spectrum gives all exponents of every process, which are null without', async () => {
    const [plain, whole] = [await firstSet('M6'), await firstSet('M6', '--spectrum')];
    expect(plain.exponents.spectrum).toBeNull();
    expect(whole.exponents.spectrum?.map(({ process }) => process)).toEqual([
      ...['sde', 'sde', 'eulerMaruyama', 'eulerMaruyama', 'sgd', 'sgd'],
    ]);
    const [top, least] = whole.exponents.spectrum ?? [];
    expect(top.value).toBe(whole.exponents.sde?.value);
    expect(least.value).toBe(whole.exponents.sde?.lowest);
  });

  test('reads a random matrix product, and says of what it has none', async () => {
    const file = new URL('../../examples/random-fibonacci.yaml', import.meta.url).pathname;
    const { stdout } = await collapse('predict', file, '--json', '--spectrum', '--range', 's=0.1:0.5');
    const [{ sets, product }] = predictResult.parse(JSON.parse(stdout)).models;
    expect(sets).toEqual([]);
    // 1.13198824^n (Viswanath 2000)
    expectWithin(product?.exponent?.interval ?? [1, 1], 0.123975598);
    expect(product?.numericThresholds.map(({ process, moment, from }) => [process, moment, from])).toEqual([
      ['product', null, 0.1],
      ['product', 2, 0.1],
    ]);
    expect((await collapse('predict', file)).stdout).toContain('y <- M y with 2 matrices of 2 x 2');
    for (const [option, value] of [['--boundary', 's,t'], ['--neighbourhood']]) {
      const refused = await collapse('predict', file, ...[option, value].filter((one) => one !== undefined));
      expect([refused.status, refused.stderr.includes(option)]).toEqual([2, true]);
    }
    expect((await collapse('derive', file)).stderr).toContain('only collapse predict reads random matrix products');
  });

  test.each([
    { args: ['--format', 'pdf'], says: 'text, md, latex or json' },
    { args: ['--boundary', 'mu'], says: 'two constants' },
    { args: ['--boundary', 'mu,mu'], says: 'two constants' },
    { args: ['--boundary', 'mu,nu'], says: 'nu is no constant' },
    { args: ['--range', 'mu=2'], says: 'name=from:to' },
    { args: ['--range', 'mu=2:1'], says: 'the smaller first' },
    { args: ['--range', 'mu=log:-1:1'], says: 'of one sign' },
    { args: ['--range', 'nu=1:2'], says: 'nu is no constant' },
  ])('$args is a usage error', async ({ args, says }) => {
    const { status, stdout, stderr } = await collapse('predict', 'M1', ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
    expect(stderr.trim().split('\n').length).toBeLessThan(3);
  });

  test('of a set that jumps nothing is predicted, and a model without sets gives none', async () => {
    const jump = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'jump.yaml');
    const noise = 'noise: [{ kind: explicit, diffusion: [["sqrt(abs(x))"]] }]';
    writeFileSync(
      jump,
      `name: root\nparameters: [x]\ndrift: ["-x"]\n${noise}\nsets: [{ name: zero, equations: [x] }]\n`,
    );
    const { stdout } = await collapse('predict', jump);
    expect(stdout).toContain('beside a kink there is no linearisation');
    const file = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'empty.yaml');
    writeFileSync(file, 'name: empty\nparameters: [x]\nconstants: {}\ndrift: ["-x"]\nnoise: []\n');
    const empty = await collapse('predict', file, '--json');
    if (empty.status === 0) expect(predictResult.parse(JSON.parse(empty.stdout)).models[0].sets).toEqual([]);
    else expect(empty.stderr).toContain('empty.yaml');
  });
});
