import { describe, expect, it } from 'vitest';
import { emitJavaScript } from '../../../src/expression/compile/javascript.js';
import { ProgramBuilder } from '../../../src/expression/compile/program.js';

/** A builder with a shared number w and a sample's own x; `run` works a result out at samples. */
function sums() {
  const builder = new ProgramBuilder();
  const w = builder.input('w');
  const x = builder.sampled('x');
  const run = (result: number, at: number, samples: readonly number[]): { value: number; inLoop: number } => {
    const program = builder.program([result]);
    const { statements, results } = emitJavaScript(program, {
      input: () => 'w',
      sampled: () => 'samples[sample]',
      sampleCount: samples.length,
    });
    const body = `${statements}\nreturn ${results[0]};`;
    const [, loop] = /for \([^)]*\) \{([^}]*)\}/.exec(statements) ?? [];
    const inLoop = (loop.match(/[*/]/g) ?? []).length;
    return { value: new Function('w', 'samples', body)(at, samples) as number, inLoop };
  };
  return { builder, w, x, run };
}

describe('a sum over samples', () => {
  it('is multiplied once by what is the same at all of them', () => {
    const { builder, w, x, run } = sums();
    const sum = builder.sumOverSamples(builder.multiply(builder.multiply(w, x), w));
    expect(run(sum, 3, [1, 2, 4])).toEqual({ value: 63, inLoop: 0 });
  });

  it('of a square keeps the square: (wx/2)(wx/2) multiplies once a sample', () => {
    const { builder, w, x, run } = sums();
    const half = builder.arithmetic('divide', builder.multiply(w, x), builder.number(2));
    expect(run(builder.sumOverSamples(builder.multiply(half, half)), 4, [1, 3])).toEqual({ value: 40, inLoop: 1 });
  });

  it('takes signs and divisors out, and leaves a sum of terms alone', () => {
    const { builder, w, x, run } = sums();
    const quotient = builder.arithmetic('divide', builder.arithmetic('negate', x), w);
    expect(run(builder.sumOverSamples(quotient), 2, [1, 5])).toEqual({ value: -3, inLoop: 0 });
    const both = builder.total([builder.multiply(w, x), w]);
    expect(run(builder.sumOverSamples(both), 2, [1, 5]).value).toBe(16);
  });

  it('keeps a product in one piece that is to be: squares of its factors would not be numbers', () => {
    const { builder, w, x, run } = sums();
    const product = builder.multiply(w, x);
    builder.keepInSums(product);
    const sum = builder.sumOverSamples(builder.multiply(product, product));
    expect(run(sum, 1e-200, [1e200, 2e200]).value).toBe(5);
  });
});
