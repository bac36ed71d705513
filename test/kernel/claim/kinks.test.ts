import { describe, expect, test } from 'vitest';
import { prove } from '../../../src/kernel/proved.js';

function statusOf(loss: string, set: readonly string[], parameters = ['v', 'w', 'u']): string {
  return prove({
    version: 2,
    kind: 'invariance',
    model: 'm',
    set: 's',
    claim: 'invariant: true',
    parameters,
    data: ['x'],
    equations: set,
    fields: [{ role: 'loss', formulas: [loss] }],
    values: {},
    cases: [{}],
    points: [Object.fromEntries([...parameters.filter((name) => !set.includes(name)), 'x'].map((name) => [name, '2']))],
    restriction: Object.fromEntries(set.map((name) => [name, '0'])),
    chains: [],
  }).status;
}

describe('the kernel follows a certificate of invariance only where every side of every kink agrees', () => {
  test.each([
    ['two kinks that part off the set', 'abs(v*x + w) + abs(v*x - w)', ['w']],
    [
      'kinks of equal slopes along one normal and not along the other',
      'abs(v + w + u) - abs(v + w - u) - abs(v + u) + abs(v - u)',
      ['w', 'u'],
    ],
    ['sign(0) is 0, so that its square is not 1 there', 'w*(sign(x)^2 - 1)', ['w']],
    ['neither above nor below 0', 'w*((x > 0 ? 1 : 0) + (x < 0 ? 1 : 0) - 1)', ['w']],
    ['at least 0 and not above it', 'w*((x >= 0 ? 1 : 0) - (x > 0 ? 1 : 0))', ['w']],
    ['a branch that holds on the set alone', 'w == 0 ? w^2 : w', ['w']],
    ['a jump on the set', 'w > 0 ? v + w^2 : w^2', ['w']],
    ['a jump on the set with a flat argument', 'w^3 > 0 ? v + w^2 : w^2', ['w']],
    ['a size in disguise', 'v*sqrt(w^2)', ['w']],
    ['a size in disguise that a free parameter scales', 'sqrt(w^2*v^2)', ['w']],
    ['half a kink', 'relu(w)*v', ['w']],
    ['branches that part where |u| = 1', 'abs(w*v - x) < 1 ? (w*v - x)^2/2 : abs(w*v - x) - 1/4', ['w', 'v']],
    ['branches that meet at u = 1 and not at u = -1', 'abs(w*v - x) < 1 ? w*v - x : 1', ['w', 'v']],
    ['a factor of the name that may be 0', 'u*x + w*v > 1 ? (u*x + w*v)/u : 1/u', ['w', 'v']],
  ])('%s: %s', (_, loss, set) => {
    expect(statusOf(loss, set)).toBe('undecided');
  });

  test.each([
    ['w*abs(w)*x', ['w']],
    ['abs(v*x + w)*w', ['w', 'v']],
    ['max(w, v) - max(v, w) + v', ['w']],
    ['relu(w) - relu(-w) - w + v', ['w']],
    ['v*(w > 0 ? w : 2*w)*x', ['w', 'v']],
    ['(x > 0 ? w^2 : w*v)*v', ['w', 'v']],
    ['abs(w*v - x) < 1 ? (w*v - x)^2/2 : abs(w*v - x) - 1/2', ['w', 'v']],
    ['1 >= abs(w*tanh(v) - x) ? abs(w*tanh(v) - x)^3 : 3*abs(w*tanh(v) - x) - 2', ['w', 'v']],
    ['abs(abs(w*v - x) - 2) > 1 ? (abs(w*v - x) - 2)^2 : 1', ['w', 'v']],
    ['w*((x > 0 ? 1 : 0)^2 - (x > 0 ? 1 : 0))', ['w']],
  ])('it follows %s', (loss, set) => {
    expect(statusOf(loss, set)).toBe('proved');
  });
});
