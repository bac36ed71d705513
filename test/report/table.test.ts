import { describe, expect, test } from 'vitest';
import { formatEstimate, formatNumber, formatShare } from '../../src/report/formatNumber.js';
import { verifyResultJson } from '../../src/report/resultJson.js';
import { theoryTable } from '../../src/report/table.js';
import { wrapText } from '../../src/report/wrapText.js';
import { evidence, prediction } from '../verify/fixtures.js';
import { builtin, verified } from './results.js';

const others = [] as const;
const silent = { supQ: 1.668, infQ: -2.645, alpha: null, says: 'silent' } as const;

const result = verifyResultJson('0.1.0', 1, [
  verified('M1', builtin('m1-quartic-well.yaml'), prediction({ sde: -0.5, eulerMaruyama: -0.501 }), {
    sde: evidence('sde', -0.5032, 0.0412),
    sgd: null,
    others,
  }),
  verified(
    'M2-paper',
    builtin('m2-paper.yaml'),
    prediction({ sde: -0.512, eulerMaruyama: -0.513, sgd: 0.397 }, { sufficient: silent }),
    { sde: evidence('sde', -0.51), sgd: evidence('sgd', 0.41), others },
  ),
  verified('M10', builtin('m10-sigmoid-neuron.yaml'), prediction({}), { sde: null, sgd: null, others }),
  verified('M9', builtin('m9-relu-neuron.yaml'), prediction({}), { sde: evidence('sde', -0.3), sgd: null, others }),
]);

describe('the theory table', () => {
  const text = theoryTable(result);
  const flat = text.replace(/\s+/g, ' ');

  test('says what is simulated: the Euler-Maruyama chain, or the scheme of the model file', () => {
    expect(flat).toContain('E-M is the Euler-Maruyama chain, which is what is simulated.');
    const [first, ...rest] = result.models;
    const sets = first.sets.map((one) => ({ ...one, settings: { ...one.settings, scheme: 'milstein' as const } }));
    const legend = (models: typeof result.models) => theoryTable({ ...result, models }).replace(/\s+/g, ' ');
    expect(legend([{ ...first, sets }])).toContain('chain, but what is simulated here is milstein steps.');
    expect(legend([{ ...first, sets }, ...rest])).toContain('where a model file does not choose milstein steps.');
  });

  test('fits 120 columns', () => {
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBe(120);
  });

  test('shows condition, threshold, prediction, measurement with interval, and verdict', () => {
    const row = text.split(/├─/)[1].replace(/│/g, ' ');
    for (const part of [
      'M1 quartic',
      'hilltop',
      'alpha = zeta^2/2 - mu',
      'zeta > sqrt(2*mu) = 1.732',
      'SDE -0.5',
      '-0.503',
      '[-0.544, -0.462]',
      '90 % near',
      'attractive',
      'AGREE',
    ]) {
      expect(row).toContain(part);
    }
  });

  test('counts the verdicts', () => {
    expect(text).toContain('4 sets: 1 agree, 1 disagree, 2 inconclusive.');
  });

  test('names every disagreement once a cause, with its test and the number that it rests on', () => {
    expect(flat.match(/sde-not-sgd/g)).toHaveLength(1);
    expect(flat).toContain('SGD is not its SDE here (sde-not-sgd)');
    expect(flat).toContain('It gives 0.397.');
    expect(flat).toContain('sufficient-gap');
  });

  test('says why a set is not invariant or not smooth', () => {
    expect(flat).toContain('invariance is refuted: at w1 = 0');
    expect(flat).toContain('(non-smooth): relu(w1*x) is not differentiable where w1*x = 0');
  });

  test('says once what attractive means, and how to get the native backend', () => {
    expect(flat.match(/converges to the set exponentially/g)).toHaveLength(1);
    expect(flat).toContain(
      'SGD was trained on the JavaScript backend of TensorFlow.js. For the native one: npm install',
    );
  });

  test('names no backend when nothing was trained', () => {
    expect(theoryTable({ ...result, models: result.models.slice(0, 1) })).not.toContain('TensorFlow');
  });

  test('does not advertise the native backend to who has it', () => {
    const native = verified('M4', builtin('m4-scalar-chain.yaml'), prediction({ sde: 1, sgd: 1 }), {
      sde: null,
      sgd: evidence('sgd', 1, 0.05, { backend: 'tfjs-node' }),
      others,
    });
    const note = theoryTable(verifyResultJson('1', 1, [native]));
    expect(note).toContain('native backend');
    expect(note).not.toContain('npm install');
  });
});

describe('numbers', () => {
  test('end where their interval leaves meaning', () => {
    expect(formatEstimate(-0.50321, [-0.54441, -0.46201])).toEqual(['-0.503', '[-0.544, -0.462]']);
    expect(formatEstimate(12.3456, [10.1, 14.6])).toEqual(['12.3', '[10.1, 14.6]']);
    expect(formatEstimate(0.001, [-0.02, 0.022])).toEqual(['0.001', '[-0.020, 0.022]']);
    expect(formatEstimate(-0.0001, [-0.02, 0.022])).toEqual(['0.000', '[-0.020, 0.022]']);
  });

  test('stand alone when the interval is narrower than what is shown', () => {
    expect(formatEstimate(-0.448923, [-0.448923, -0.448923])).toEqual(['-0.4489', null]);
    expect(formatEstimate(-0.448923, [-0.44892301, -0.448922999])).toEqual(['-0.4489', null]);
  });

  test('have four digits, or a power of ten', () => {
    expect([0, 1.73205, 1234567, 2e-7, -Number.MAX_VALUE].map(formatNumber)).toEqual([
      '0',
      '1.732',
      '1.235e+6',
      '2e-7',
      '-inf',
    ]);
    expect(formatShare(0.985)).toBe('98.5 %');
  });
});

describe('wrapping', () => {
  test('breaks at spaces, and formulas behind an operator', () => {
    expect(wrapText('one two three', 8)).toBe('one two\nthree');
    expect(wrapText('2*abs(mean(x*y))/(zeta^2*mean(x^2))', 20)).toBe('2*abs(mean(x*y))/(\nzeta^2*mean(x^2))');
    expect(wrapText('abcdefgh', 3)).toBe('abc\ndef\ngh');
  });
});

describe.each([80, 100, 119])('at %i columns', (width) => {
  const text = theoryTable(result, { width, explain: false });

  test('each set is a block that fits, the verdict first, and no word is cut', () => {
    const lines = text.split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    const start = lines.findIndex((line) => line.includes('M2-paper'));
    expect(lines[start + 1]).toMatch(/^ {2}DISAGREE +attractive/);
    for (const word of ['attractive', 'exponent', 'undecided', 'invariant']) expect(text).toContain(word);
  });

  test('reasons stand in a line a set, and how to have them in full', () => {
    expect(text.replace(/\n/g, ' ')).toMatch(/M2-paper, vanishing neuron: DISAGREE: .*\(sde-not-sgd\)/);
    expect(text).toContain('--explain');
    expect(text).not.toContain('between');
  });
});
