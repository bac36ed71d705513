import type { VerifyResult } from './resultSchema.js';

/** How many sets there are, and how they compare. */
export function summaryOf({ models }: VerifyResult): string {
  const verdicts = models.flatMap(({ sets }) => sets.map(({ verdict }) => verdict));
  const count = (outcome: string): string => `${verdicts.filter((one) => one === outcome).length} ${outcome}`;
  const sets = verdicts.length === 1 ? '1 set' : `${verdicts.length} sets`;
  return `${sets}: ${count('agree')}, ${count('disagree')}, ${count('inconclusive')}.`;
}

/** What numbers and words of the table mean, paragraph by paragraph. */
export function legendOf(result: VerifyResult): string[] {
  const paragraphs = [
    'Exponents are growth rates of log-distance to the set per unit of time t = eta * step: negative is towards the set. ' +
      `Brackets are intervals at level ${levelOf(result)}; a number without brackets is exact to its digits. ` +
      `E-M is the Euler-Maruyama chain, ${simulatedBy(result)}. Near: the share of trajectories within epsilon of the set at the end.`,
    'Attractive: a trajectory that starts near enough converges to the set exponentially, with a probability that tends ' +
      'to 1 as the start comes nearer. Repelling: it leaves a small neighbourhood, from almost every start off the set. ' +
      'Both are local and say nothing of far starts (theory §4.4). Proved: there is a certificate, in exact arithmetic, of ' +
      "the sign of the SDE's exponent.",
    subsamplingNote(result),
    backendNote(result),
  ];
  return paragraphs.filter((paragraph) => paragraph !== '');
}

/** What made the table, so that it can be made again. */
export function sourceOf({ version, seed }: VerifyResult): string {
  return `collapse-verifier ${version}, seed ${seed}: the same seed and version give the same numbers.`;
}

function levelOf({ models }: VerifyResult): string {
  const levels = models.flatMap(({ sets }) =>
    sets.flatMap(({ evidence: { sde, sgd } }) => [sde?.exponentLevel, sgd?.exponentLevel]),
  );
  return String(levels.find((level) => typeof level === 'number') ?? 0.999);
}

function simulatedBy({ models }: VerifyResult): string {
  const schemes = new Set(models.flatMap(({ sets }) => sets.map(({ settings }) => settings.scheme)));
  const others = [...schemes].filter((scheme) => scheme !== 'euler-maruyama').join(' or ');
  if (others === '') return 'which is what is simulated';
  if (schemes.has('euler-maruyama')) {
    return `which is what is simulated where a model file does not choose ${others} steps`;
  }
  return `but what is simulated here is ${others} steps`;
}

const backendNames = {
  'tfjs-node': 'the native backend of TensorFlow.js (tfjs-node)',
  'tfjs-wasm': 'the WebAssembly backend of TensorFlow.js',
  'tfjs-cpu': 'the JavaScript backend of TensorFlow.js',
  float64: 'JavaScript doubles',
} as const;

function backendNote({ models }: VerifyResult): string {
  const used = new Set(
    models.flatMap(({ sets }) => sets.flatMap(({ evidence: { sgd } }) => (sgd === null ? [] : [sgd.backend]))),
  );
  if (used.size === 0) return '';
  const note = `SGD was trained on ${[...used].map((backend) => backendNames[backend]).join(' and ')}.${partingNote(models)}`;
  if (used.has('tfjs-node')) return note;
  return `${note} For the native one: npm install @tensorflow/tfjs-node, then --backend native.`;
}

/** Which models are simulated with fewer samples than they have. */
function subsamplingNote({ models }: VerifyResult): string {
  const notes = models.flatMap(({ source, sets }) => {
    const samples = sets.flatMap(({ evidence: { sde } }) => sde?.subsampled?.samples ?? []);
    if (samples.length === 0) return [];
    return [
      `The SDE of ${source} is simulated with a subsampled covariance: every step takes drift and covariance from ${samples[0]} samples drawn afresh. Mean and covariance of a step are exact; predictions take all samples.`,
    ];
  });
  return notes.join(' ');
}

/** When the first set's half of the replicas that were followed in doubles had parted from them. */
function partingNote(models: VerifyResult['models']): string {
  const medians = models.flatMap(({ sets }) => sets.flatMap(({ evidence: { sgd } }) => sgd?.parting?.median ?? []));
  if (medians.length === 0) return '';
  return ` Its single precision parts from doubles that draw the same after ${Math.min(...medians)} steps at the earliest.`;
}
