import { describe, expect, it } from 'vitest';
import { deriveSet } from '../../src/symbolic/derive.js';
import { type LossModelText, lossModel, minibatch } from './models.js';

function invarianceOf(loss: string, set: string, more: Partial<LossModelText> = {}) {
  const text = { parameters: ['v', 'w'], output: 'v*w*x', loss, noise: minibatch, sets: [[set]], ...more };
  const model = lossModel(text);
  return deriveSet(model, model.sets[0]).invariance;
}

describe('a kink on the set counts with every limit of the gradients', () => {
  it.each([
    ['abs(w*x)', 'w'],
    ['v*abs(w)', 'w'],
    ['relu(v*x + w) + relu(v*x - w)', 'w'],
    ['max(v*x, w) + max(v*x, -w)', 'w'],
    ['(v*x > w ? v*x : w) + (v*x > -w ? v*x : -w)', 'w'],
    ['abs(w - 7*v/3 + 5*x/11) + abs(w + 7*v/3 - 5*x/11)', 'w'],
    ['relu(w - abs(v))', 'w'],
    ['w*(sign(x)^2 - 1)', 'w'],
    ['sqrt(w^2)*x', 'w'],
    ['sqrt(w^2 + 2*w*v + v^2)', 'w + v'],
    ['elu(w)*x', 'w'],
  ])('%s on %s = 0 is refuted', (loss, set) => {
    expect(invarianceOf(loss, set).status).toBe('refuted');
  });

  it.each(['w*abs(w)*x', 'v*relu(w)^2', 'abs(v) + w^2', 'w^2*relu(v*x + w)'])(
    '%s has limits without a normal component on w = 0: it is proved',
    (loss) => {
      expect(invarianceOf(loss, 'w').status).toBe('proved');
    },
  );

  it.each([
    ['max(w, v) + min(w, v)', 'w - v'],
    ['max(w, v)*min(w, v)', 'w - v'],
    ['abs(w) - sqrt(w^2) + v*x', 'w'],
    ['relu(w) + relu(-w) - abs(w) + v*x', 'w'],
    ['(relu(w) - relu(-w) - w)*x + v', 'w'],
    ['abs(w*v) - (w^2*v^2)^(1/2) + v*x', 'w'],
    ['abs(w^3) - sqrt(w^6) + v*x', 'w'],
    ['v*elu(w*v)*w', 'w'],
    ['elu(w)^2*x', 'w'],
  ])('kinks that cancel are none, the root of a square being its size: %s on %s = 0 is proved', (loss, set) => {
    expect(invarianceOf(loss, set).status).toBe('proved');
  });
});

describe('nothing is claimed of a formula without values', () => {
  it.each(['log(-1 - w^2 - v^2)', 'sqrt(-2 - v^2)*w^2', 'w^2*(-1 - x^2)^(1/2)'])('%s', (loss) => {
    const { status, reason } = invarianceOf(loss, 'w');
    expect(status).toBe('undecided');
    expect(reason).toContain('no point of the set was found');
  });
});
