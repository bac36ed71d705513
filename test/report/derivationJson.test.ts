import { describe, expect, test } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { derivationJson } from '../../src/report/derivationJson.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { builtin } from './results.js';

const decay = builtin('m7-weight-decay.yaml');

function derived(lambda: number) {
  const model = { ...decay, constants: new Map([...decay.constants, ['lambda', rational(lambda)]]) };
  return derivationJson(model, deriveSet(model, model.sets[0]));
}

describe('the JSON of a derivation', () => {
  test('has no value for a threshold whose domain the constants of the file do not lie in', () => {
    // |mean(xy)| of M7's data lies between 0 and 100
    const [none, strong] = [derived(0), derived(100)].map(({ thresholds }) => thresholds[0]);
    for (const { parameter, domain } of [none, strong]) {
      expect([parameter, domain]).toEqual(['eta', 'abs(mean(x*y)) > lambda']);
    }
    expect(none.value).toBeGreaterThan(0);
    expect(strong.value).toBeNull();
  });

  test('orients the thresholds of moments too', () => {
    expect(derived(0).dataThresholds.map(({ parameter, attractive }) => [parameter, attractive])).toEqual([
      ['mean(x*y)', 'above'],
      ['mean(x*y)', 'below'],
      ['mean(x^2)', 'above'],
    ]);
  });

  test('says its steps in plain words, with the value of a threshold as its expression', () => {
    const step = derived(0).steps.find(({ title }) => title === 'Threshold');
    expect(step).toMatchObject({
      what: 'All else held and where abs(mean(x*y)) > lambda, the set attracts for',
      expression: '2*(abs(mean(x*y)) - lambda)/(zeta^2*mean(x^2))',
    });
  });
});
