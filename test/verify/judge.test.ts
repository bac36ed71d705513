import { describe, expect, test } from 'vitest';
import { judge } from '../../src/verify/judge.js';
import type { Verdict } from '../../src/verify/verdict.js';
import { derivation, evidence, prediction } from './fixtures.js';

const others: Verdict['evidence']['others'] = [];

/** cause of each disagreement, with what it stands between */
function causes(verdict: Verdict): string[] {
  return verdict.disagreements.map(({ cause, between }) => `${between.join(' ~ ')}: ${cause}`);
}

describe('the verdict', () => {
  test('is agree when every number that applies has one decided sign and the measured intervals hold their exponents', () => {
    const verdict = judge(derivation(), prediction({ sde: -0.5, eulerMaruyama: -0.51, sgd: -0.49 }), {
      sde: evidence('sde', -0.52, 0.05, { horizon: 50 }),
      sgd: evidence('sgd', -0.5, 0.05, { horizon: 50 }),
      others,
    });
    expect(verdict.outcome).toBe('agree');
    expect(verdict.predicted).toBe('attractive');
    expect(verdict.disagreements).toEqual([]);
  });

  test('names a horizon as too short for all trajectories to end near, which takes nothing from agreement', () => {
    const measured = { sde: evidence('sde', -0.1, 0.02), sgd: null, others };
    const verdict = judge(derivation(), prediction({ sde: -0.1, eulerMaruyama: -0.1 }), measured);
    expect(verdict.outcome).toBe('agree');
    expect(verdict.disagreements).toMatchObject([
      { role: 'note', quantity: 'fraction', test: expect.stringMatching(/too short, 4 e-folds .* a horizon of 200$/) },
    ]);
  });

  test('is the same for a repelling set', () => {
    const verdict = judge(derivation(), prediction({ sde: 0.5, eulerMaruyama: 0.5 }), {
      sde: evidence('sde', 0.5),
      sgd: null,
      others,
    });
    expect([verdict.predicted, verdict.outcome]).toEqual(['repelling', 'agree']);
  });

  test('is disagree when a measured interval misses the exponent of its own process, though signs agree', () => {
    const numbers = prediction({ sde: -0.5, eulerMaruyama: -0.5, sgd: -0.5 });
    const sde = judge(derivation(), numbers, { sde: evidence('sde', -0.7), sgd: evidence('sgd', -0.5), others });
    expect(causes(sde)).toEqual(['exponents.eulerMaruyama ~ evidence.sde: basin']);
    const sgd = judge(derivation(), numbers, { sde: evidence('sde', -0.5), sgd: evidence('sgd', -0.3), others });
    expect(causes(sgd)).toEqual(['exponents.sgd ~ evidence.sgd: basin']);
    expect([sde.outcome, sgd.outcome]).toEqual(['disagree', 'disagree']);
  });

  test('lets the simulated ensemble miss the exponent of the SDE as long as it follows its own chain', () => {
    const verdict = judge(derivation(), prediction({ sde: -0.5, eulerMaruyama: -0.7 }), {
      sde: evidence('sde', -0.7),
      sgd: null,
      others,
    });
    expect(verdict.outcome).toBe('agree');
  });

  test('is inconclusive when an interval holds 0, and says how many trajectories would decide', () => {
    const verdict = judge(derivation(), prediction({ sde: -0.02, eulerMaruyama: -0.02 }), {
      sde: evidence('sde', -0.025, 0.05),
      sgd: null,
      others,
    });
    expect(verdict.outcome).toBe('inconclusive');
    expect(causes(verdict)).toEqual(['evidence.sde: finite-time']);
    // 200 trajectories · (0.05/0.025)² · 1.2
    expect(verdict.disagreements[0].test).toContain('960 trajectories');
  });

  test('is inconclusive when the exponent is exactly 0', () => {
    const verdict = judge(derivation(), prediction({ sde: 0, eulerMaruyama: -0.1 }), {
      sde: evidence('sde', -0.1, 0.05, { horizon: 400 }),
      sgd: null,
      others,
    });
    expect([verdict.predicted, verdict.outcome]).toEqual(['undecided', 'inconclusive']);
    expect(causes(verdict)).toEqual(['exponents.sde: sufficient-gap']);
  });

  test('is inconclusive without any prediction, or without any measurement', () => {
    const unmeasured = judge(derivation(), prediction({ sde: -1 }), { sde: null, sgd: null, others });
    expect([unmeasured.outcome, unmeasured.disagreements.length]).toEqual(['inconclusive', 1]);
    const remarks = ['momentum leaves no SDE'];
    const unpredicted = judge(derivation(), prediction({}, { remarks }), {
      sde: null,
      sgd: evidence('sgd', -1),
      others,
    });
    expect(unpredicted.outcome).toBe('inconclusive');
    expect(unpredicted.disagreements[0].test).toContain('momentum leaves no SDE');
  });

  test('is inconclusive when what applies was not reached before an interruption', () => {
    const verdict = judge(derivation(), prediction({ sde: -1, eulerMaruyama: -1, sgd: -1 }), {
      sde: evidence('sde', -1),
      sgd: null,
      others,
      notReached: ['sgd'],
    });
    expect(verdict.outcome).toBe('inconclusive');
    expect(causes(verdict)).toEqual(['evidence.sgd: finite-time']);
  });

  test('is not decided by further evidence alone', () => {
    const verdict = judge(derivation(), prediction({ sde: -1 }), {
      sde: null,
      sgd: null,
      others: [evidence('sgd', 1, 0.05, { method: 'linearised', backend: 'float64' })],
    });
    expect(verdict.outcome).toBe('inconclusive');
  });

  test('of a refuted set is inconclusive and gives that as the only reason, of no exponent', () => {
    const counterexample = {
      theta: new Map(),
      constants: new Map(),
      sample: new Map(),
      toward: null,
      normalGradient: [1],
    };
    const refuted = derivation({
      invariance: { status: 'refuted', reason: 'sigmoid(0) is 1/2', counterexample, holdsElsewhere: false },
    });
    const verdict = judge(refuted, prediction({}), { sde: null, sgd: null, others });
    expect([verdict.predicted, verdict.outcome]).toEqual(['undecided', 'inconclusive']);
    const [reason, ...more] = verdict.disagreements;
    expect(more).toEqual([]);
    expect(reason).toMatchObject({ between: ['invariance'], test: expect.stringContaining('sigmoid(0) is 1/2') });
    expect(reason.test).toContain('nothing to predict or to measure');
  });
});

describe('where the base point moves', () => {
  const moving = { baseMoves: true } as const;

  test('the frozen exponents take no part and the averaged one decides', () => {
    const verdict = judge(derivation(), prediction({ sde: 1, eulerMaruyama: 1, sgd: 1, sdeAveraged: -0.5 }, moving), {
      sde: evidence('sde', -0.5, 0.05, { horizon: 400 }),
      // by sign alone: −0.9 is far from −0.5
      sgd: evidence('sgd', -0.9),
      others,
    });
    expect([verdict.predicted, verdict.outcome]).toEqual(['attractive', 'agree']);
    expect(causes(verdict)).toEqual(['exponents.sde ~ exponents.sdeAveraged: moving-base']);
  });

  test('without the averaged one nothing is decided, with that reason', () => {
    const verdict = judge(derivation(), prediction({ sde: -1, eulerMaruyama: -1 }, moving), {
      sde: evidence('sde', -0.5),
      sgd: null,
      others,
    });
    expect([verdict.predicted, verdict.outcome]).toEqual(['undecided', 'inconclusive']);
    expect(causes(verdict)).toEqual(['exponents.sde ~ exponents.sdeAveraged: moving-base']);
  });

  test('a simulated ensemble that misses the average disagrees', () => {
    const verdict = judge(derivation(), prediction({ sdeAveraged: -0.5, eulerMaruyamaAveraged: -0.5 }, moving), {
      sde: evidence('sde', -1),
      sgd: null,
      others,
    });
    expect(verdict.outcome).toBe('disagree');
  });
});

describe('the cause of a disagreement', () => {
  test('is that SGD is not its SDE when their exponents have opposite signs; the exponent of SGD stands as evidence', () => {
    const verdict = judge(derivation(), prediction({ sde: -0.5, eulerMaruyama: -0.5, sgd: 0.4 }), {
      sde: evidence('sde', -0.5),
      // misses 0.4 too, which is another matter
      sgd: evidence('sgd', 0.6),
      others,
    });
    const crossing = verdict.disagreements.filter(({ cause }) => cause === 'sde-not-sgd');
    expect(crossing.map(({ between }) => between)).toContainEqual(['exponents.sde', 'evidence.sgd']);
    expect(crossing).toHaveLength(6);
    for (const { evidence } of crossing) expect(evidence).toEqual({ value: 0.4, interval: [0.4, 0.4], level: 1 });
    expect(causes(verdict)).toContain('exponents.sgd ~ evidence.sgd: basin');
  });

  test('is the step when the Euler-Maruyama chain has the other sign (theory §6: +0.02 against −0.042)', () => {
    const verdict = judge(derivation(), prediction({ sde: 0.02, eulerMaruyama: -0.042, sgd: 0.02 }), {
      sde: evidence('sde', -0.042, 0.01),
      sgd: evidence('sgd', 0.02, 0.01),
      others,
    });
    expect(verdict.outcome).toBe('disagree');
    const exponents = verdict.disagreements.filter(({ quantity }) => quantity === 'exponent');
    expect(new Set(exponents.map(({ cause }) => cause))).toEqual(new Set(['step-error']));
    expect(verdict.disagreements[0].evidence.value).toBe(-0.042);
  });

  test('is the floor of the arithmetic, rounding of a reducible family, a short horizon or the basin when a measurement departs', () => {
    const numbers = prediction({ sde: -1, eulerMaruyama: -1 });
    const cause = (measured: ReturnType<typeof evidence>, predicted = numbers): string | undefined =>
      judge(derivation(), predicted, { sde: measured, sgd: null, others }).disagreements[0]?.cause;
    expect(cause(evidence('sde', -0.5, 0.05, { floorReached: 7 }))).toBe('float-floor');
    expect(cause(evidence('sde', -0.5, 0.05), { ...numbers, reducible: true })).toBe('reducible-rounding');
    expect(cause(evidence('sde', -1.5, 0.05), { ...numbers, reducible: true })).toBe('basin');
    expect(cause(evidence('sde', -0.95, 0.01, { horizon: 40 }))).toBe('finite-time');
    expect(cause(evidence('sde', -0.5))).toBe('basin');
  });

  test('a measurement of the wrong sign is blamed for every conflict that it is part of', () => {
    const verdict = judge(derivation(), prediction({ sde: -1, eulerMaruyama: -1, sgd: -1 }), {
      sde: evidence('sde', 1),
      sgd: evidence('sgd', -1),
      others,
    });
    expect(new Set(verdict.disagreements.map(({ cause }) => cause))).toEqual(new Set(['basin']));
  });

  test('trajectories that end off an attractive set contradict what attractive means, so that nothing agrees', () => {
    const level = 0.999;
    const astray = { mean: 0.02, standardError: 0.01, interval: [0, 0.1] as const, level, samples: 200 };
    const verdict = judge(derivation(), prediction({ sde: -0.5, eulerMaruyama: -0.5 }), {
      sde: evidence('sde', -0.5, 0.05, { fraction: astray }),
      sgd: null,
      others,
    });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.disagreements).toMatchObject([
      { quantity: 'fraction', role: 'gap', suspects: ['finite-time', 'basin'] },
    ]);
  });

  test('a silent sufficient condition is listed and changes nothing', () => {
    const silent = { supQ: 0.9, infQ: -1.1, alpha: null, says: 'silent' } as const;
    const numbers = prediction({ sde: -0.5, eulerMaruyama: -0.5 }, { sufficient: silent });
    const verdict = judge(derivation({ codimension: 2 }), numbers, { sde: evidence('sde', -0.5), sgd: null, others });
    expect(verdict.outcome).toBe('agree');
    expect(causes(verdict)).toEqual(['condition ~ exponents.sde: sufficient-gap']);
    expect(verdict.disagreements[0].evidence.value).toBe(-0.5);
  });

  test('a loss that is not smooth at the set is named as the reason', () => {
    const reason = 'relu is not differentiable at 0';
    const kinked = derivation({ smoothness: { status: 'non-smooth', atom: 'relu(w1*x)', reason } });
    const verdict = judge(kinked, prediction({}), { sde: evidence('sde', -0.5), sgd: null, others });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.disagreements).toMatchObject([{ cause: 'non-smooth', evidence: { value: -0.5 } }]);
    expect(verdict.disagreements[0].test).toContain(reason);
  });
});
