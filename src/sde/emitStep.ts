import { emitJavaScript } from '../expression/compile/javascript.js';
import { columnNoise } from './columnNoise.js';
import { covarianceNoise } from './covarianceNoise.js';
import { cheaperSampling, type NoiseSampling } from './noiseSampling.js';
import type { StepEquations } from './stepEquations.js';

/** One Euler–Maruyama step as the body of a JavaScript function of (theta, samples, normals, scale, increments). */
export interface StepText {
  readonly body: string;
  /** functions of the grammar that the body calls by the name call_… */
  readonly helpers: readonly string[];
  readonly sampling: NoiseSampling;
}

/**
 * Writes the step θ ↦ increments = h·drift + √h·S ξ of size h, sampled the cheaper way.
 *
 * Every name of the model is replaced by one of ours, and all text is built here or by the expression compiler.
 */
export function emitStep(equations: StepEquations, dt: number): StepText {
  const { parameters, coordinates, sampleCount, dataNames, perSampleDrift, sharedDrift } = equations;
  const sampling = cheaperSampling(equations);
  const noise = (sampling.method === 'columns' ? columnNoise : covarianceNoise)(equations, dt);
  const perSampleColumns = equations.noise.map(({ form, column }) => (form === 'once' ? [] : column));
  const otherColumns = equations.noise.map(({ form, column }) => (form === 'once' ? column : []));
  const names = new Map([
    ...parameters.map((name, i): [string, string] => [name, `theta${i}`]),
    ...dataNames.map((name, i): [string, string] => [name, `datum${i}`]),
  ]);
  const lines = parameters.map((_, i) => `const theta${i} = theta[${i}];`);
  const helpers = new Set<string>();
  if (perSampleDrift !== null) {
    const emitted = emitJavaScript([...perSampleDrift, ...perSampleColumns.flat()], names);
    const [drift, ...columns] = split(emitted.results, [perSampleDrift, ...perSampleColumns]);
    for (const name of emitted.helpers.keys()) helpers.add(name);
    lines.push(
      ...drift.map((_, i) => `let drift${i} = 0;`),
      ...noise.declare,
      `for (let sample = 0, offset = 0; sample < ${sampleCount}; sample++, offset += ${dataNames.length}) {`,
      ...dataNames.map((_, i) => `const datum${i} = samples[offset + ${i}];`),
      emitted.statements,
      ...drift.map((value, i) => `drift${i} += ${value};`),
      ...noise.accumulate(columns),
      '}',
    );
  }
  const emitted = emitJavaScript([...sharedDrift, ...otherColumns.flat()], names);
  const [drift, ...columns] = split(emitted.results, [sharedDrift, ...otherColumns]);
  for (const name of emitted.helpers.keys()) helpers.add(name);
  const mean = (i: number) => (perSampleDrift === null ? '' : `drift${i} / ${sampleCount} + `);
  lines.push(
    emitted.statements,
    ...noise.finish(columns),
    ...drift.map((value, i) => `const move${i} = ${dt} * (${mean(i)}${value}) + noise${i};`),
    ...coordinates.inverse.map((row, j) => {
      const terms = row.map(({ coordinate, factor }) => `${factor === 1 ? '' : `${factor} * `}move${coordinate}`);
      return `increments[${j}] = ${terms.join(' + ')};`;
    }),
  );
  return { body: lines.join('\n'), helpers: [...helpers], sampling };
}

function split(results: readonly string[], shape: readonly (readonly unknown[])[]): (readonly string[])[] {
  let next = 0;
  return shape.map(({ length }) => {
    next += length;
    return results.slice(next - length, next);
  });
}
