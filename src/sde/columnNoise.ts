import type { NoiseText } from './noiseText.js';
import type { NumericNoise, StepEquations } from './stepEquations.js';

/** Statements that draw the noise of a step of size h with one normal for every Brownian motion. */
export function columnNoise({ noise, parameters, sampleCount }: StepEquations, dt: number): NoiseText {
  const coordinates = parameters.map((_, i) => i);
  const firsts = firstNormals(noise, sampleCount);
  return {
    declare: noise.flatMap(({ form }, q) => [
      ...(form === 'once' ? [] : coordinates.map((i) => `let sum${q}_${i} = 0;`)),
      ...(form === 'centred' ? [`let total${q} = 0;`, ...coordinates.map((i) => `let mean${q}_${i} = 0;`)] : []),
    ]),
    accumulate: (columns) =>
      noise.flatMap(({ form }, q) => {
        if (form === 'once') return [];
        if (form === 'averaged') return coordinates.map((i) => `sum${q}_${i} += ${columns[q][i]};`);
        const draw = [`const normal${q} = normals[${firsts[q]} + sample];`];
        const sums = coordinates.map((i) => `sum${q}_${i} += normal${q} * (${columns[q][i]});`);
        if (form === 'each') return [...draw, ...sums];
        const means = coordinates.map((i) => `mean${q}_${i} += ${columns[q][i]};`);
        return [...draw, `total${q} += normal${q};`, ...sums, ...means];
      }),
    finish: (columns) =>
      coordinates.map((i) => {
        const terms = noise.map((one, q) => finishedTerm(one, q, i, columns[q][i], `normals[${firsts[q]}]`));
        return `const noise${i} = ${terms.length === 0 ? '0' : terms.join(' + ')};`;
      }),
  };

  /** Noise q's part in coordinate i; `column` and `normal` are those of noise with one Brownian motion in all. */
  function finishedTerm({ form, weight }: NumericNoise, q: number, i: number, column: string, normal: string): string {
    const each = Math.sqrt((weight * dt) / sampleCount);
    const once = Math.sqrt(weight * dt);
    switch (form) {
      case 'each':
        return `${each} * sum${q}_${i}`;
      case 'centred':
        return `${each} * (sum${q}_${i} - total${q} * mean${q}_${i} / ${sampleCount})`;
      case 'averaged':
        return `${once / sampleCount} * sum${q}_${i} * ${normal}`;
      case 'once':
        return `${once} * (${column}) * ${normal}`;
    }
  }
}

/** Where the normals of each noise begin. */
function firstNormals(noise: readonly NumericNoise[], sampleCount: number): number[] {
  let next = 0;
  return noise.map(({ form }) => {
    const first = next;
    next += form === 'each' || form === 'centred' ? sampleCount : 1;
    return first;
  });
}
