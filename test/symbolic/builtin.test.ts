import { describe, expect, it } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { evaluateExact } from '../../src/expression/evaluation/evaluateExact.js';
import type { Expression } from '../../src/expression/syntax/expression.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import type { Model } from '../../src/model/model.js';
import { largestExponent } from '../../src/symbolic/condition.js';
import type { Derivation } from '../../src/symbolic/derivation.js';
import { expectIdentity, expectMatrix } from './identity.js';
import { builtin, derivations } from './models.js';

const data = ['x', 'y'];

function lambda({ eigenDirections }: Derivation): Expression {
  if (eigenDirections === null) throw new Error('no closed form of the exponent');
  return largestExponent(eigenDirections, data);
}

function printedThresholds({ thresholds }: Derivation, model: Model): string[] {
  return thresholds
    .filter(({ parameter }) => model.constants.has(parameter))
    .map(({ parameter, expression, orientation }) => `${parameter} ${orientation} ${printExpression(expression)}`);
}

describe('M1, the quartic well', () => {
  const model = builtin('M1');
  const [hilltop] = derivations(model);

  it('has an invariant hilltop with H = -mu and C = zeta', () => {
    expect(hilltop.invariance.status).toBe('proved');
    expectMatrix(hilltop.linearisation?.curvature ?? [], [['-mu']], []);
    expectMatrix(hilltop.linearisation?.noise[0].matrix ?? [], [['zeta']], []);
  });

  it('attracts iff zeta > sqrt(2 mu): alpha = zeta^2/2 - mu', () => {
    expectIdentity(hilltop.condition?.alpha, 'zeta^2/2 - mu', []);
    expect(printedThresholds(hilltop, model)).toEqual(['mu below zeta^2/2', 'zeta above sqrt(2*mu)']);
  });
});

describe('M2, the scalar neuron', () => {
  const model = builtin('M2');
  const [vanishing] = derivations(model);

  it('has an invariant origin with a = mean(xy) off the diagonal of H and x off the diagonal of C', () => {
    expect(vanishing.invariance.status).toBe('proved');
    const { curvature, noise, baseMoves } = vanishing.linearisation as NonNullable<Derivation['linearisation']>;
    expectMatrix(
      curvature,
      [
        ['0', '-mean(x*y)'],
        ['-mean(x*y)', '0'],
      ],
      data,
    );
    expectMatrix(
      noise[0].matrix,
      [
        ['0', 'x'],
        ['x', '0'],
      ],
      data,
    );
    expectIdentity(noise[0].weight, 'zeta^2', data);
    expect([noise.length, noise[0].over, baseMoves]).toEqual([1, 'samples', false]);
  });

  it('has the exponent |a| - c^2/2 with c^2 = eta zeta^2 mean(x^2)', () => {
    expectIdentity(lambda(vanishing), 'abs(mean(x*y)) - eta*zeta^2*mean(x^2)/2', data);
  });

  it('has sup Q = c^2/2 + a^2/(4c^2) when |a| <= 2c^2, else |a| - c^2/2, and inf Q = -|a| - c^2/2', () => {
    const c2 = '(eta*zeta^2*mean(x^2))';
    const a = 'mean(x*y)';
    expectIdentity(
      vanishing.condition?.supQ,
      `abs(${a}) <= 2*${c2} ? ${c2}/2 + ${a}^2/(4*${c2}) : abs(${a}) - ${c2}/2`,
      data,
    );
    expectIdentity(vanishing.condition?.infQ, `-abs(${a}) - ${c2}/2`, data);
  });

  it('prints its thresholds short, in the order of the constants of the file', () => {
    expect(printedThresholds(vanishing, model)).toEqual([
      'eta above 2*abs(mean(x*y))/(zeta^2*mean(x^2))',
      'zeta above sqrt(2*abs(mean(x*y))/(eta*mean(x^2)))',
    ]);
  });
});

describe('M3, two neurons', () => {
  const [identical] = derivations(builtin('M3'));
  // on the set w2 and a2 are free; sigma = tanh, sigma' = 1 - tanh^2, sigma'' = -2 tanh (1 - tanh^2)
  const slope = '(1 - tanh(w2*x)^2)';
  const bend = '(-2*tanh(w2*x)*(1 - tanh(w2*x)^2))';
  const residual = '(2*a2*tanh(w2*x) - y)';
  const F = [
    [`a2*${bend}*x^2`, `${slope}*x`],
    [`${slope}*x`, '0'],
  ];

  it('has H = mean(r F)', () => {
    expect(identical.invariance.status).toBe('proved');
    expectMatrix(
      identical.linearisation?.curvature ?? [],
      F.map((row) => row.map((entry) => `mean(${residual}*${entry})`)),
      data,
    );
  });

  it('has C_i = zeta F_i / sqrt(B N) with B = N = 6', () => {
    const [noise] = identical.linearisation?.noise ?? [];
    expectMatrix(noise.matrix, F, data);
    expectIdentity(noise.weight, 'zeta^2/6', data);
    expect(noise.over).toBe('samples');
  });

  it('has a base point that moves on the set, and no threshold in closed form', () => {
    expect(identical.linearisation?.baseMoves).toBe(true);
    expect(identical.thresholds).toEqual([]);
  });
});

describe.each(['M4', 'M4-large'] as const)('%s, the scalar chain', (id) => {
  const model = builtin(id);
  const [vanishing] = derivations(model);

  it('has the exponent |mean(xy)| - (eta/2) var(xy) at batch size 1', () => {
    expect(vanishing.invariance.status).toBe('proved');
    expectIdentity(lambda(vanishing), 'abs(mean(x*y)) - eta*var(x*y)/2', data);
    expect(printedThresholds(vanishing, model)).toEqual(['eta above 2*abs(mean(x*y))/var(x*y)']);
  });
});

describe('M5, the diagonal teacher-student mode', () => {
  const model = builtin('M5');
  const [dead] = derivations(model);

  it('has curvature -s (its target is 0) and residual noise of strength sigma', () => {
    expect(dead.invariance.status).toBe('proved');
    expectMatrix(
      dead.linearisation?.curvature ?? [],
      [
        ['0', '-s - mean(y)'],
        ['-s - mean(y)', '0'],
      ],
      ['y'],
    );
    expectMatrix(
      dead.linearisation?.noise[0].matrix ?? [],
      [
        ['0', '1'],
        ['1', '0'],
      ],
      ['y'],
    );
    expectIdentity(dead.linearisation?.noise[0].weight, 'sigma^2', ['y']);
  });

  it('dies iff s < eta sigma^2/2', () => {
    expectIdentity(lambda(dead), 'abs(s + mean(y)) - eta*sigma^2/2', ['y']);
    expect(printedThresholds(dead, model)).toEqual([
      'eta above 2*abs(s + mean(y))/sigma^2',
      'sigma above sqrt(2*abs(s + mean(y))/eta)',
      's above -eta*sigma^2/2 - mean(y)',
      's below eta*sigma^2/2 - mean(y)',
    ]);
  });
});

describe('M6, the logistic neuron', () => {
  const model = builtin('M6');
  const [vanishing] = derivations(model);

  it('has a = mean(yx)/2 and c^2 = (eta/4) var(yx)', () => {
    expect(vanishing.invariance.status).toBe('proved');
    expectMatrix(
      vanishing.linearisation?.curvature ?? [],
      [
        ['0', '-mean(x*y)/2'],
        ['-mean(x*y)/2', '0'],
      ],
      data,
    );
    expectIdentity(lambda(vanishing), 'abs(mean(x*y))/2 - eta*var(x*y)/8', data);
    expect(printedThresholds(vanishing, model)).toEqual(['eta above 4*abs(mean(x*y))/var(x*y)']);
  });
});

describe('M7, weight decay', () => {
  const model = builtin('M7');
  const [vanishing] = derivations(model);

  it('takes lambda off the exponent of M2', () => {
    expect(vanishing.invariance.status).toBe('proved');
    expectIdentity(lambda(vanishing), 'abs(mean(x*y)) - lambda - eta*zeta^2*mean(x^2)/2', data);
    expect(printedThresholds(vanishing, model)).toEqual([
      'eta above 2*(abs(mean(x*y)) - lambda)/(zeta^2*mean(x^2))',
      'zeta above sqrt(2*(abs(mean(x*y)) - lambda)/(eta*mean(x^2)))',
      'lambda above abs(mean(x*y)) - eta*zeta^2*mean(x^2)/2',
    ]);
  });
});

describe('M9, the ReLU neuron', () => {
  const [vanishing] = derivations(builtin('M9'));

  it('is invariant for every subgradient, and the atom that breaks is named where it breaks', () => {
    expect(vanishing.invariance.status).toBe('proved');
    if (vanishing.smoothness.status !== 'non-smooth') throw new Error('M9 was called smooth');
    expect(vanishing.smoothness.atom).toBe('relu(w1*x)');
    expect(vanishing.smoothness.reason).toContain('where w1*x = 0');
  });

  it('has neither curvature nor condition nor threshold', () => {
    expect([vanishing.linearisation, vanishing.condition, vanishing.eigenDirections]).toEqual([null, null, null]);
    expect(vanishing.thresholds).toEqual([]);
  });
});

describe('M10, the sigmoid neuron', () => {
  const [vanishing, identical] = derivations(builtin('M10'));

  it('leaves the origin: the counterexample lies on the set and has a normal gradient', () => {
    if (vanishing.invariance.status !== 'refuted') throw new Error('M10 was not refuted');
    const { theta, sample, normalGradient } = vanishing.invariance.counterexample;
    expect([theta.get('w1'), theta.get('a1')]).toEqual([rational(0), rational(0)]);
    // d loss/d a1 = (a2 sigmoid(w2 x) - y)/2 at a1 = w1 = 0, by doubles as a second opinion
    const at = (name: string): number => {
      const value = theta.get(name) ?? sample.get(name);
      return Number(value?.numerator) / Number(value?.denominator);
    };
    const residual = at('a2') / (1 + Math.exp(-at('w2') * at('x'))) - at('y');
    expect(normalGradient[1]).toBeCloseTo(residual / 2, 12);
    expect(Math.abs(normalGradient[1])).toBeGreaterThan(0.01);
    expect(vanishing.linearisation).toBeNull();
  });

  it('keeps two equal neurons equal', () => {
    expect(identical.invariance.status).toBe('proved');
  });
});

it('writes every counterexample in exact numbers that evaluate on the set', () => {
  const [vanishing] = derivations(builtin('M10'));
  if (vanishing.invariance.status !== 'refuted') throw new Error('M10 was not refuted');
  const { theta } = vanishing.invariance.counterexample;
  for (const equation of vanishing.set.equations) expect(evaluateExact(equation, theta)).toEqual(rational(0));
});
