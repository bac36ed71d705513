import { checkStatement } from '../src/kernel/checkStatement.js';
import { certify } from '../src/prediction/certificate/certify.js';
import { exactFamily, familyNorm } from '../src/prediction/matrices/linearFamily.js';
import { madeAttractive, randomFamily, simulatedExponent } from './families.js';
import { share, summary, timed } from './timing.js';

/*
 * Certificates of random k × k families, k ≥ 3, half of them made attractive, with the simulation that makes them so as the peer.
 *   npx tsc -p tsconfig.json && node dist/bench/formCertificate.js [k] [families] [seed]
 */
const k = Number(process.argv[2] ?? 3);
const count = Number(process.argv[3] ?? 100);
const seed = Number(process.argv[4] ?? 1);
const simulationSteps = 60_000;

const times: number[] = [];
const checks: number[] = [];
const simulations: number[] = [];
const degrees = new Map<number, number>();

for (let index = 0; index < count; index++) {
  const gaussian = randomFamily(k, seed, index);
  const simulation = timed(() => simulatedExponent(gaussian, seed, simulationSteps));
  simulations.push(simulation.milliseconds);
  const { mean, standardError } = simulation.result;
  const family = index % 2 === 1 ? madeAttractive(gaussian, mean, 0.02 + (0.2 * index) / count) : gaussian;
  const { milliseconds, result } = timed(() => certify(exactFamily(family)));
  times.push(result ? milliseconds : Number.POSITIVE_INFINITY);
  if (result) checks.push(timed(() => checkStatement(result)).milliseconds);
  const degree =
    result?.proof.kind === 'form-bernstein' && result.proof.corrector.basis === 'form'
      ? result.proof.corrector.degree
      : null;
  if (degree !== null) degrees.set(degree, (degrees.get(degree) ?? 0) + 1);
  if (result && milliseconds < 1000) continue;
  const size = mean / familyNorm(gaussian);
  const state = result ? `degree ${degree}` : 'none';
  console.log(
    `  family ${index}: ${state} after ${milliseconds.toFixed(0)} ms, ${gaussian.noise.length} noise matrices, ` +
      `λ/norm before any shift ${size.toFixed(3)} ± ${(standardError / familyNorm(gaussian)).toFixed(3)}`,
  );
}

console.log(`${count} random ${k} × ${k} families, seed ${seed}; CPU milliseconds`);
console.log(`certificate:  below 1 s: ${share(times, 1000)}; below 10 s: ${share(times, 10_000)}`);
console.log(`  where found: ${summary(times.filter(Number.isFinite))}`);
console.log(
  `  degrees: ${[...degrees]
    .sort(([a], [b]) => a - b)
    .map(([degree, n]) => `${degree}: ${n}`)
    .join(', ')}`,
);
console.log(`check:        ${summary(checks)}`);
console.log(`simulation of ${simulationSteps} steps, the peer: ${summary(simulations)}`);
