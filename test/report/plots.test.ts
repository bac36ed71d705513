import { expect, test } from 'vitest';
import { distancePlot } from '../../src/report/plots/distancePlot.js';
import { renderSvg } from '../../src/report/plots/renderSvg.js';
import { below } from '../../src/report/plots/style.js';
import { sweepPlot } from '../../src/report/plots/sweepPlot.js';
import { sweepTikz } from '../../src/report/plots/sweepTikz.js';
import { type SweepHeader, type SweepLine, sweepHeader, sweepLine } from '../../src/report/sweepSchema.js';
import { fixedResult } from './fixedResult.js';
import { expectGolden, roundedSvg } from './golden.js';

const exponent = (value: number, halfWidth = 0) => ({
  value,
  interval: [value - halfWidth, value + halfWidth] as [number, number],
  level: halfWidth === 0 ? 1 : 0.999,
  method: 'closed-form' as const,
});

const times = [0, 1, 2, 3, 4, 5];
const series = {
  t: times,
  median: times.map((i) => -6 - i),
  quantiles: times.map((i) => [-9 - i, -7 - i, -5 - i, -4 + i / 2]),
  fraction: times.map((i) => 1 - i / 20),
};

const passage = (shares: number[]) => ({
  radius: 0.01,
  share: shares[5],
  interval: [0.2, 0.9] as [number, number],
  censored: 10,
  shares,
  median: null,
  medianInterval: null,
  medianLevel: 0.999,
  mean: null,
  meanInterval: null,
  meanLevel: null,
  level: 0.999,
});
const passages = { within: passage(times.map((i) => 1 - 0.2 / (1 + i))), leaving: passage(times.map((i) => i / 12)) };

function lineAt(cell: number, constants: Record<string, number>, alpha: number, measured: number | null): SweepLine {
  const evidence =
    measured === null
      ? null
      : {
          ...fixedResult.models[0].sets[0].evidence.sde!,
          exponent: measured,
          exponentInterval: [measured - 0.3, measured + 0.3] as [number, number],
          series,
        };
  return {
    cell,
    constants,
    prediction: alpha > 0 ? 'attractive' : alpha < 0 ? 'repelling' : 'undecided',
    sufficient: { supQ: -alpha, infQ: -alpha, says: 'silent' },
    exponents: {
      sde: exponent(-alpha),
      eulerMaruyama: exponent(-alpha - 0.1),
      sgd: exponent(0.3 - alpha, 0.2),
      sdeAveraged: null,
      eulerMaruyamaAveraged: null,
      sgdAveraged: null,
    },
    evidence: { sde: evidence, sgd: null },
    verdict: measured === null ? null : Math.sign(measured) === Math.sign(alpha) ? 'disagree' : 'agree',
    causes: [],
  };
}

const common = {
  schema: 1 as const,
  version: '1.2.3',
  seed: 7,
  kind: 'sweep' as const,
  source: 'M1',
  model: 'quartic_well & 50 % <b>',
  set: 'hilltop',
  file: 'name: quartic well\n',
  measure: 'sde' as const,
  settings: { trajectories: 50, horizon: 5, dt: 0.01, backend: 'auto' },
  replay: 'collapse sweep M1',
};
const zetas = [0.5, 1, 1.5, 2, 2.5];
const overOne: SweepHeader = {
  ...common,
  grid: [{ constant: 'zeta', scale: 'linear', values: zetas }],
  vary: ['zeta=0.5:2.5:5'],
  cells: 5,
};
const linesOverOne = zetas.map((zeta, i) => lineAt(i, { zeta }, zeta ** 2 / 2 - 1, 1.05 - zeta ** 2 / 2));
const boundaryOverOne = [{ along: 'zeta', at: { zeta: Math.SQRT2 }, bracket: [1.41, 1.42] as const }];
const mus = [0.1, 1, 10];
const overTwo: SweepHeader = {
  ...common,
  grid: [
    { constant: 'zeta', scale: 'linear', values: zetas },
    { constant: 'mu', scale: 'log', values: mus },
  ],
  vary: ['zeta=0.5:2.5:5', 'mu=log:0.1:10:3'],
  cells: 15,
};
const linesOverTwo = zetas.flatMap((zeta, i) =>
  mus.map((mu, j) => {
    const alpha = zeta ** 2 / 2 - mu;
    return lineAt(3 * i + j, { zeta, mu }, alpha, j === 2 ? null : i === 3 ? alpha : -alpha);
  }),
);
const boundaryOverTwo = [{ along: 'mu', at: { zeta: 1.5, mu: 1.125 }, bracket: [1.12, 1.13] as const }];

test('what the pictures are made from is what a sweep may print', () => {
  for (const header of [overOne, overTwo]) expect(sweepHeader.parse(header)).toEqual(header);
  for (const line of [...linesOverOne, ...linesOverTwo]) expect(sweepLine.parse(line)).toEqual(line);
});

test.each([
  ['exponents', overOne, linesOverOne, boundaryOverOne],
  ['plane', overTwo, linesOverTwo, boundaryOverTwo],
] as const)('the picture of %s is as it was, and the same twice', async (name, header, lines, boundary) => {
  const plot = sweepPlot(header, lines, boundary)!;
  const svg = await renderSvg(plot);
  expectGolden(`${name}.svg`, roundedSvg(svg));
  expect(await renderSvg(plot)).toBe(svg);
  expect(svg).not.toContain('<b>');
  expectGolden(`${name}.tex`, sweepTikz(header, lines, boundary)!);
});

test('distances over time are as they were', async () => {
  const [set] = fixedResult.models[0].sets;
  const measured = { ...set, evidence: { ...set.evidence, sde: { ...set.evidence.sde!, passages, series } } };
  const plot = distancePlot('M1: hilltop', 'collapse-verifier 1.2.3, seed 7', measured)!;
  expectGolden('distances.svg', roundedSvg(await renderSvg(below([plot, plot]))));
  expect(distancePlot('M1', '', set)).toBeNull();
});
