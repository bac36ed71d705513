import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import loadWabt from 'wabt';
import { models } from '../../properties/arbitraries/models.js';
import type { Model } from '../../src/model/model.js';
import { blockModule } from '../../src/sde/blockModule.js';
import { planEnsemble } from '../../src/sde/plan.js';
import { builtinModel } from './models.js';

const wabt = await loadWabt();
/** What every engine with SIMD takes; relaxed SIMD, whose results differ between machines, is not among it. */
const features = { simd: true, relaxed_simd: false, threads: false, exceptions: false, gc: false };

/** The bytes of both modules of a model, to the horizon and near its first set; none where it has no set or no WebAssembly. */
function modules(model: Model): Uint8Array[] {
  if (model.sets.length === 0) return [];
  const { trajectory } = planEnsemble(model, model.sets[0], 1);
  const { watched, kernel } = trajectory;
  if (watched.step === null) return [];
  const { dimension, sampleCount, sampleWidth, sampling } = kernel;
  const shape = { dimension, sampleCount, sampleWidth, normals: sampling.normals, step: watched.step };
  return [
    { ...shape, watch: watched.escape, rescue: null, period: trajectory.escape.period },
    { ...shape, ...watched.near, period: trajectory.near.period },
  ].map((one) => blockModule(one).bytes);
}

/** The text of a module that the reference tools accept; throws their reason where they do not. */
function disassembled(bytes: Uint8Array): string {
  const module = wabt.readWasm(bytes, { ...features, check: true });
  try {
    module.validate();
    return module.toText({ foldExprs: false, inlineExport: false });
  } finally {
    module.destroy();
  }
}

describe('the bytes of a module', () => {
  it('are valid to wabt, and read as what they are meant to be, on random models', () => {
    let seen = 0;
    fc.assert(
      fc.property(models(), (model) => {
        for (const bytes of modules(model)) {
          const text = disassembled(bytes);
          expect(text).toContain('(export "run" (func');
          expect(text).toContain('f64x2.mul');
          expect(text).not.toContain('relaxed');
          seen++;
        }
      }),
      { seed: 21, numRuns: process.env.CHECK_FULL === undefined ? 25 : 1000 },
    );
    expect(seen).toBeGreaterThan(25);
  });

  it('come out of the text of wabt as they were', () => {
    for (const id of ['M1', 'M2', 'M6']) {
      for (const bytes of modules(builtinModel(id))) {
        const again = wabt.parseWat('module.wat', disassembled(bytes), features).toBinary({}).buffer;
        expect(disassembled(again)).toBe(disassembled(bytes));
      }
    }
  });

  it('are refused by wabt where one of them is wrong', () => {
    const [bytes] = modules(builtinModel('M2'));
    expect(() => disassembled(bytes.slice(0, -1))).toThrow();
    const wrong = bytes.slice();
    const multiply = wrong.findIndex((byte, i) => byte === 0xfd && wrong[i + 1] === 0xf2 && wrong[i + 2] === 0x01);
    // i32.add, nop, nop in its place: of no type that is there
    wrong.set([0x6a, 0x01, 0x01], multiply);
    expect(() => disassembled(wrong)).toThrow('type mismatch');
  });
});
