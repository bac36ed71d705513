import { checkStatement } from '../src/kernel/checkStatement.js';
import { certify } from '../src/prediction/certificate/certify.js';
import { sdeExponentOnCircle } from '../src/prediction/circle/circle.js';
import { exactFamily, familyNorm } from '../src/prediction/matrices/linearFamily.js';
import { madeAttractive, randomFamily, simulatedExponent } from './families.js';
import { share, summary, timed } from './timing.js';

/*
 * Exponents and certificates of random 2 × 2 families, against a simulation of the same families in the same run.
 *   npx tsc -p tsconfig.json && node dist/bench/circle.js [families] [seed]
 */
const count = Number(process.argv[2] ?? 500);
const seed = Number(process.argv[3] ?? 1);
const simulationSteps = 20_000;

const exponents: number[] = [];
const certificates: number[] = [];
const checks: number[] = [];
const simulations: number[] = [];
const bytes: number[] = [];
const found = { 'over 0.05 of the norm': [0, 0], 'over 0.01 of the norm': [0, 0], 'of any size': [0, 0] };
let reached = 0;
let widest = 0;

for (let index = 0; index < count; index++) {
  const gaussian = randomFamily(2, seed, index);
  const own = sdeExponentOnCircle(exactFamily(gaussian)).value;
  // every fourth family is made attractive: Gaussian ones nearly always repel
  const family = index % 4 === 3 ? madeAttractive(gaussian, own, 0.01 + (0.2 * index) / count) : gaussian;
  const exact = exactFamily(family);
  const exponent = timed(() => sdeExponentOnCircle(exact));
  const certificate = timed(() => certify(exact));
  exponents.push(exponent.milliseconds);
  certificates.push(certificate.milliseconds);
  simulations.push(timed(() => simulatedExponent(family, seed, simulationSteps)).milliseconds);
  if (certificate.result) {
    checks.push(timed(() => checkStatement(certificate.result)).milliseconds);
    bytes.push(JSON.stringify(certificate.result.proof).length);
  }
  const { value, interval } = exponent.result;
  if (interval[1] - interval[0] <= 2e-9) reached += 1;
  widest = Math.max(widest, interval[1] - interval[0]);
  const size = Math.abs(value) / familyNorm(family);
  for (const [name, limit] of [
    ['over 0.05 of the norm', 0.05],
    ['over 0.01 of the norm', 0.01],
    ['of any size', 0],
  ] as const) {
    if (size <= limit) continue;
    found[name][0] += certificate.result ? 1 : 0;
    found[name][1] += 1;
  }
}

console.log(`${count} random 2 × 2 families, seed ${seed}; CPU milliseconds`);
console.log(`exponent:     ${summary(exponents)}; below 20 ms: ${share(exponents, 20)}`);
console.log(`  enclosed to 1e-9 (half-width): ${reached} of ${count}; widest enclosure ${widest.toExponential(1)}`);
console.log(`certificate:  ${summary(certificates)}; below 100 ms: ${share(certificates, 100)}`);
for (const [name, [some, all]] of Object.entries(found)) console.log(`  found for |λ| ${name}: ${some} of ${all}`);
console.log(`  bytes of proof: ${summary(bytes)}`);
console.log(`check:        ${summary(checks)}`);
console.log(`simulation of ${simulationSteps} steps, the peer: ${summary(simulations)}`);
