import { expect, it } from 'vitest';
import { branches } from '../../../src/numeric/branches.js';
import { stepStream } from '../../../src/numeric/normalStream.js';
import { fold } from '../../../src/numeric/random.js';
import { deviationOf } from '../../../src/numeric/statistics.js';
import { fitCorrector } from '../../../src/prediction/averaged/jointCorrector.js';
import { jointFields } from '../../../src/prediction/averaged/jointFields.js';
import { JointChainWalker } from '../../../src/prediction/averaged/jointWalkers.js';
import { pilotOf } from '../../../src/prediction/averaged/simulatedAverage.js';
import { deriveBaseDynamics } from '../../../src/symbolic/baseDynamics.js';
import { deriveSet } from '../../../src/symbolic/derive.js';
import { builtin } from '../../builtin.js';

const model = builtin('M3');
const [set] = model.sets;
const { linearisation } = deriveSet(model, set);
if (linearisation === null) throw new RangeError('M3 has a linearisation');
const fields = jointFields(model, linearisation, deriveBaseDynamics(model, set));
const { dt } = model.simulation;

it.each([2, 4, 66, 68, 272])('with a corrector what is averaged varies little, rare states included: seed %i', (of) => {
  const seed = fold(fold(of, branches.besideBase), 0);
  const start = fields.startAt(set.base);
  const pilot = pilotOf({ fields, dt, start, leavingTime: 0, seed });
  if (pilot === null) throw new RangeError('M3 keeps to where it is');
  const corrector = fitCorrector(fields, pilot.states);
  const [withIt, without]: number[][] = [[], []];
  for (let path = 0; path < 8; path++) {
    const walker = new JointChainWalker(fields, null, start, dt, stepStream(seed, 1000 + path));
    for (let i = 0; i < 12000; i++) {
      walker.advance();
      if (i < 2000 || i % 10 > 0) continue;
      withIt.push(corrector.integrand(walker.state));
      without.push(corrector.drift(walker.state));
    }
  }
  expect(deviationOf(withIt)).toBeLessThan(deviationOf(without) / 3);
});
