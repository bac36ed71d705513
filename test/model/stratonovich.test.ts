import { describe, expect, it } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import type { Expression } from '../../src/expression/syntax/expression.js';
import type { SdeDynamics } from '../../src/model/model.js';
import { printModelFile } from '../../src/model/printModel.js';
import { readModel } from '../../src/model/readModel.js';
import { modelText, quarticWell } from './modelTexts.js';

const dynamicsOf = (changes: Readonly<Record<string, string | undefined>>): SdeDynamics =>
  readModel(modelText(quarticWell, changes), 'file').dynamics as SdeDynamics;

const at = (expression: Expression, values: Readonly<Record<string, number>>): number =>
  Number(evaluate(expression, new Map(Object.entries({ mu: 1.5, zeta: 2, ...values }))));

const stated = (diffusion: string, calculus: string) =>
  `[{ kind: explicit, diffusion: ${diffusion}, calculus: ${calculus} }]`;

describe('noise in the sense of Stratonovich', () => {
  it('adds ½ S S′ to the drift: dθ = ζθ ∘ dW has the Itô drift ζ²θ/2', () => {
    const { drift, potential } = dynamicsOf({ noise: stated('[[zeta*theta]]', 'stratonovich') });
    expect(at(drift[0], { theta: 0.5 })).toBeCloseTo(1.5 * 0.5 - 0.5 ** 3 + 2 * 0.5, 14);
    expect(potential).toBeNull();
  });

  it('turns about the origin without leaving a circle: S = (−y, x) has the Itô drift −(x, y)/2', () => {
    const { drift } = dynamicsOf({
      parameters: '[x, y]',
      potential: undefined,
      drift: '[0, 0]',
      sets: '[{ name: origin, equations: [x, y] }]',
      noise: stated('[[-y], [x]]', 'stratonovich'),
    });
    expect(drift.map((entry) => at(entry, { x: 3, y: 5 }))).toEqual([-1.5, -2.5]);
  });

  it('is that of Itô where it does not depend on the parameters, or calculus is left out', () => {
    expect(dynamicsOf({ noise: stated('[[zeta]]', 'stratonovich') })).toEqual(
      dynamicsOf({ noise: stated('[[zeta]]', 'ito') }),
    );
    expect(dynamicsOf({}).correction).toBeUndefined();
  });

  it('is printed as the Itô model that it is', () => {
    const model = readModel(modelText(quarticWell, { noise: stated('[[zeta*theta]]', 'stratonovich') }), 'file');
    const again = readModel(printModelFile(model), 'file').dynamics as SdeDynamics;
    const theta = { theta: 0.7 };
    expect(at(again.drift[0], theta)).toBeCloseTo(at((model.dynamics as SdeDynamics).drift[0], theta), 14);
    expect(model.constants.get('mu')).toEqual(rational(3, 2));
  });
});
