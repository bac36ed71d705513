import { expect, test } from 'vitest';
import { densityPlot } from '../../src/report/plots/densityPlot.js';
import { predictionPlots } from '../../src/report/plots/predictionPlot.js';
import { renderSvg } from '../../src/report/plots/renderSvg.js';
import { below } from '../../src/report/plots/style.js';
import { predictResult } from '../../src/report/predictSchema.js';
import { collapse } from '../cli/collapse.js';
import { fixedResult } from './fixedResult.js';
import { expectGolden, roundedSvg } from './golden.js';

const laws = {
  logDistance: [-2, -1, 0, 1].map((logDistance) => ({ logDistance, density: Math.exp(-(logDistance ** 2)) / 1.8 })),
  direction: [0.5, 1.5, 2.5].map((angle) => ({ angle, density: 1 / Math.PI })),
};
const evidence = fixedResult.models[0].sets[0].evidence;
const measured = {
  ...evidence,
  sde: {
    ...evidence.sde!,
    distances: { low: -2, width: 1, counts: [10, 40, 50] },
    directions: { low: 0, width: Math.PI / 3, counts: [5, 5, 10] },
  },
};

test('histograms with the laws over them are drawn as they were', async () => {
  const plot = densityPlot({ text: 'M1: hilltop', subtitle: 'seed 7' }, laws, measured)!;
  expectGolden('densities.svg', roundedSvg(await renderSvg(plot)));
});

test('where there is neither a law nor a histogram nothing is drawn', () => {
  expect(densityPlot(null, { logDistance: null, direction: null }, evidence)).toBeNull();
});

test('moment exponents, boundary and laws of a prediction are drawn, one below another', async () => {
  const { stdout } = await collapse('predict', 'M1', '--set', 'zeta=1', '--boundary', 'mu,zeta', '--json', '--quick');
  const result = predictResult.parse(JSON.parse(stdout));
  const plots = predictionPlots(result, [[laws]]);
  expect(plots).toHaveLength(2);
  const svg = await renderSvg(below(plots));
  for (const text of ['Λ(p) per unit of t', 'mu', 'zeta', 'SDE, stationary law']) expect(svg).toContain(text);
  // of two models, such as the pieces of a schedule, each has its own
  const none = { logDistance: null, direction: null };
  const twice = { ...result, models: [...result.models, ...result.models] };
  expect(predictionPlots(twice, [[none], [laws]])).toHaveLength(3);
  expect(predictionPlots(twice, [[laws], [none]])[1]).toEqual(predictionPlots(result, [[laws]])[1]);
});
