import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/model/readModel.js';
import type { Derivation } from '../../src/symbolic/derivation.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { expectIdentity, expectMatrix } from './identity.js';
import { type LossModelText, lossModel, minibatch } from './models.js';

const data = ['x', 'y'];

function derived(output: string, set: readonly string[] = ['w', 'v'], more: Partial<LossModelText> = {}): Derivation {
  const model = lossModel({ parameters: ['w', 'v'], output, sets: [set], ...more });
  return deriveSet(model, model.sets[0]);
}

describe('a removable singularity on the set is derived by its limit', () => {
  // each output is w*v*x + O(r^3), so that H and C are those of M4
  it.each([
    'v*sin(w)*x*w/w',
    'v*x*(1 - exp(-w^2))/w',
    'v*sin(w)^2/w*x',
    'w*x*sin(v)/v*tanh(v)*sin(w)/w',
    'v*w*(w == 0 ? 1 : sin(w)/w)*x',
    'v*w*(w != 0 ? (1 - exp(-w))/w : 1)*x',
    'w*v*x*(1 - exp(-(w^2 + v^2)))/(w^2 + v^2)',
    'v*w*x*(1 + 1/w - 1/sin(w))',
    'v*x*log(1 + w^2)/w',
  ])('%s', (output) => {
    const { invariance, smoothness, linearisation } = derived(output);
    expect([invariance.reason, invariance.status, smoothness.status]).toEqual([expect.any(String), 'proved', 'smooth']);
    expectMatrix(
      linearisation?.curvature ?? [],
      [
        ['0', '-mean(x*y)'],
        ['-mean(x*y)', '0'],
      ],
      data,
    );
    expectMatrix(
      linearisation?.noise[0].matrix ?? [],
      [
        ['0', 'x'],
        ['x', '0'],
      ],
      data,
    );
  });

  it('with free parameters left on the set: (1 - exp(-w^2))/w^2 is 1 - w^2/2 + O(w^4)', () => {
    const { linearisation } = derived('v*x*(1 - exp(-w^2))/w^2', ['w']);
    expectMatrix(linearisation?.curvature ?? [], [['-v^2*mean(x^2) + v*mean(x*y)']], data);
    expectMatrix(linearisation?.noise[0].matrix ?? [], [['-v*x']], data);
  });

  it('on a set that is not axis-aligned', () => {
    const { linearisation, smoothness } = derived('(2*w - v)*x*sin(w + 2*v - 1)^2/(w + 2*v - 1)', [
      'w + 2*v - 1',
      '2*w - v',
    ]);
    expect(smoothness.status).toBe('smooth');
    expectMatrix(
      linearisation?.noise[0].matrix ?? [],
      [
        ['0', '5*x'],
        ['5*x', '0'],
      ],
      data,
    );
  });

  it('refutes where the limit of the gradient is not 0', () => {
    const { invariance } = derived('v*tanh(w*x)/w');
    expect(invariance.status).toBe('refuted');
  });
});

describe('an atom that breaks on the set stops the derivation and is named where it breaks', () => {
  it.each([
    ['v*abs(w)*x', 'abs(w)', 'is not differentiable where w = 0', 'proved'],
    ['v*max(w, -w)*x', 'max(w, -w)', 'is not differentiable where -2*w = 0', 'proved'],
    ['v*(w > 0 ? w : 2*w)*x', 'w > 0 ? w : 2*w', 'is not differentiable where w = 0', 'proved'],
    ['sqrt(w^2 + v^2)*x', 'sqrt(w^2 + v^2)', 'has no finite derivative where w^2 + v^2 = 0', 'undecided'],
    ['v*w^(4/3)*x', 'w^(4/3)', 'does not have every derivative where w = 0', 'undecided'],
    ['v*x/w', '1/w', 'has no finite value where w = 0', 'undecided'],
    ['v*log(w)*x', 'log(w)', 'has no finite value where w = 0', 'undecided'],
    ['v*tan(w + pi/2)*x', 'tan(w + pi/2)', 'has no finite value where cos(w + pi/2) = 0', 'undecided'],
    ['v*(w > 0 ? 1 : 0)*x', 'w > 0 ? 1 : 0', 'jumps where w = 0', 'undecided'],
    ['v*w*(w == 0 ? 2 : sin(w)/w)*x', 'w == 0 ? 2 : sin(w)/w', 'jumps where w = 0', 'undecided'],
  ])('%s', (output, atom, reason, invariance) => {
    const result = derived(output);
    if (result.smoothness.status !== 'non-smooth') throw new Error(`${output} was called smooth`);
    expect(result.smoothness.atom).toBe(atom);
    expect(result.smoothness.reason).toContain(`${atom} ${reason}`);
    expect([result.linearisation, result.thresholds]).toEqual([null, []]);
    expect(result.invariance.status).toBe(invariance);
  });

  // bounded or small near the set, and yet neither has a second derivative there
  it.each(['v*w^2*x/(w^2 + v^2)', 'v*w^4*x/(v - w^2)', 'v*w^12*x/(v - w^2)', 'w*v*x/(w + v)', 'w^3*x/(w^2 + v^2)'])(
    '%s has no limit that does not depend on the direction',
    (output) => {
      expect(derived(output).smoothness.status).toBe('non-smooth');
    },
  );

  it('not where only a sample makes it one, and no other base point is advised', () => {
    const { smoothness } = derived('w*v*x', ['w', 'v'], {
      loss: 'abs(f - y)',
      samples: [[1, 0]],
      noise: minibatch,
    });
    if (smoothness.status !== 'non-smooth') throw new Error('a kink at the base point was not seen');
    expect(smoothness.reason).toContain('the sample does it, whatever the base point');
  });

  it('not all over the set but at its base point: two ReLU neurons with equal weights 0', () => {
    const text = {
      parameters: ['w1', 'w2', 'a1', 'a2'],
      output: 'a1*relu(w1*x) + a2*relu(w2*x)',
      sets: [['w1 - w2', 'a1 - a2']],
    };
    const [atZero, away] = [undefined, { w1: '1', a1: '1' }].map((base) => {
      const model = lossModel({ ...text, ...(base === undefined ? {} : { base }) });
      return deriveSet(model, model.sets[0]);
    });
    if (atZero.smoothness.status !== 'non-smooth') throw new Error('a kink at the base point was not seen');
    expect(atZero.smoothness.reason).toContain('at the base point, w1 = 0, x = 1');
    // on the normal through 0 the loss sees |t|: no gradient there, though the set is invariant wherever there is one
    for (const { invariance } of [atZero, away]) {
      expect(invariance).toMatchObject({ status: 'refuted', holdsElsewhere: true });
      expect(invariance.reason).toContain('wherever there is a gradient it has no component normal to the set');
    }
    expect(away.smoothness.status).toBe('smooth');
    // relu'' = 0 away from the kink: only the product of both directions is left
    expectIdentity(away.linearisation?.curvature[0][0], '0', data);
  });

  it('a sample with x = 0 makes no kink: relu(w x) is 0 there whatever w is', () => {
    const model = lossModel({
      parameters: ['w1', 'w2', 'a1', 'a2'],
      output: 'a1*relu(w1*x) + a2*relu(w2*x)',
      sets: [['w1 - w2', 'a1 - a2']],
      base: { w1: '1', a1: '1' },
      samples: [
        [0, 1],
        [1, 1],
      ],
    });
    expect(deriveSet(model, model.sets[0]).smoothness.status).toBe('smooth');
  });
});

describe('where curvature and noise vanish', () => {
  it.each([
    ['w1*w2*w3*x', ['w1', 'w2', 'w3'], 2],
    ['w1*w2*w3*w4*x', ['w1', 'w2', 'w3', 'w4'], 3],
    ['w1*w2*w3*w4*w5*x', ['w1', 'w2', 'w3', 'w4', 'w5'], 4],
    ['w1*w2*w3*w4*x', ['w1', 'w2', 'w4'], 2],
    ['w1*tanh(w2)*(1 - cos(w3))*x', ['w1', 'w2', 'w3'], 3],
    ['w1*w2*sin(w3)^2/w3*x', ['w1', 'w2', 'w3'], 2],
  ])('%s on %j: the leading degree of drift and noise is reported, and nothing is decided', (output, set, degree) => {
    const parameters = ['w1', 'w2', 'w3', 'w4', 'w5'].filter((name) => output.includes(name));
    const model = lossModel({ parameters, output, sets: [set] });
    const { degenerate, thresholds, invariance } = deriveSet(model, model.sets[0]);
    expect(invariance.status).toBe('proved');
    expect(degenerate).toContain(
      `the normal drift is of degree ${degree} in the distance, the noise of degree ${degree} in the distance`,
    );
    expect(thresholds).toEqual([]);
  });
});

describe('what vanishes on the set to more than second order, kink or no kink, changes nothing of the linearisation', () => {
  it.each(['abs(w)^3', 'abs(w)*w^2', 'relu(w)^3', '(w^2 + v^2)^(3/2)', 'sqrt((w^2 + v^2)^3)', 'abs(w)^(5/2)'])(
    '%s',
    (regulariser) => {
      const { smoothness, linearisation } = derived(`w*v*x + ${regulariser}`);
      expect(smoothness.status).toBe('smooth');
      const plain = derived('w*v*x').linearisation;
      // its formulas have names for the output, which holds the term
      expect({ ...linearisation, named: plain?.named }).toEqual(plain);
    },
  );

  it.each(['abs(w)*w', 'abs(w)*v', 'w^(5/2)', '(w^2 + v^2)^(3/2)/(w^2 + v^2)', '(w^2 + v^2)^(3/4)', 'abs(w)^3/w^2'])(
    'but not %s',
    (term) => {
      expect(derived(`w*v*x + ${term}`).smoothness.status).toBe('non-smooth');
    },
  );

  it('of a drift one derivative is enough: -w*|w| has it, and decides nothing', () => {
    const parts = ['-w*abs(w)', '-w - abs(w)'].map((drift) => {
      const noise = [{ kind: 'explicit', diffusion: [['w/2']] }];
      const simulate = { horizon: 20, dt: 0.05, trajectories: 40, init: { normal: 0.001 }, epsilon: 0.01 };
      const sets = [{ name: 'origin', equations: ['w'] }];
      const model = readModel(
        JSON.stringify({ name: 'm', parameters: ['w'], drift: [drift], noise, sets, simulate }),
        'm',
      );
      return deriveSet(model, model.sets[0]);
    });
    expect(parts.map(({ smoothness }) => smoothness.status)).toEqual(['smooth', 'non-smooth']);
    expectMatrix(parts[0].linearisation?.curvature ?? [], [['0']], []);
  });

  it('where nothing else is left, the powers are named', () => {
    expect(derived('(w^2 + v^2)^(3/2)*x').degenerate).toContain('(w^2 + v^2)^(3/2)');
    expect(derived('abs(w)^3*x', ['w']).degenerate).toContain('the normal drift is of degree 2 in the distance');
  });
});

describe('what has the derivatives that are needed at the base point is smooth there', () => {
  const huber = 'abs(f - y) < 1 ? (f - y)^2/2 : abs(f - y) - 1/2';
  it.each([
    ['the border of two branches that agree to second order', huber, [[1, 1]]],
    ['a kink of the branch that is not taken', huber, [[1, 0]]],
    ['an even power of a size', 'abs(f - y)^2', [[1, 0]]],
    ['a third power of a size', 'abs(f - y)^3', [[1, 0]]],
    ['the square of a root of a square', '(f - y)^2 + sqrt(w^2)^2', [[1, 0]]],
  ])('%s: %s', (_, loss, samples) => {
    const { smoothness, linearisation } = derived('w*v*x', ['w', 'v'], { loss, samples, noise: minibatch });
    expect([smoothness.status, linearisation === null]).toEqual(['smooth', false]);
  });

  it.each([
    ['of value', '(f - y)^2 + (w < 0 ? 0 : 1)', 'jumps at'],
    ['of the gradient', '(f - y)^2 + (w < 0 ? 0 : w)', 'is not differentiable'],
    ['of the second derivative', '(f - y)^2 + (w < 0 ? 0 : w^2)', 'does not have every derivative'],
  ])('branches that differ there are not: %s', (_, loss, says) => {
    const { smoothness } = derived('w*v*x', ['v'], { loss, samples: [[1, 0]], noise: minibatch });
    expect(smoothness).toMatchObject({ status: 'non-smooth', reason: expect.stringContaining(says) });
  });
});

it('a field given outright needs values alone: 0 is invariant for the square-root diffusion', () => {
  const model = readModel(
    `
name: square-root diffusion
parameters: [x]
constants: { s: 0.5 }
drift: ["-x"]
noise: [{ kind: explicit, diffusion: [["s*sqrt(x)"]] }]
sets: [{ name: extinct, equations: [x] }]
simulate: { horizon: 20, dt: 0.05, trajectories: 40, init: { normal: 0.001 }, epsilon: 0.01 }
`,
    'square-root diffusion',
  );
  const { invariance, smoothness } = deriveSet(model, model.sets[0]);
  expect([invariance.status, smoothness.status]).toEqual(['proved', 'non-smooth']);
});
