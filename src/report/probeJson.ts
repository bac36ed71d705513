import type { Estimate } from '../numeric/estimate.js';
import { type Probe, type ProbeProblem, tendencyOf } from '../verify/probeUnits.js';
import type { ProbeResult } from './probeSchema.js';

/** Where a probe comes from. */
export interface ProbeAbout {
  readonly version: string;
  readonly seed: number;
  readonly source: string;
  /** the tensor of each layer */
  readonly names: readonly string[];
  readonly activation: string;
}

/** A probe as `collapse probe --json` prints it. */
export function probeJson({ sets, outcomes }: Probe, problem: ProbeProblem, about: ProbeAbout): ProbeResult {
  const { training, plan } = problem;
  const { batch, momentum, weightDecay, labelNoise = 0, loss = 'squared' } = training;
  const { eta, steps, horizon, replicas, tau1, tau2 } = plan;
  const listed = sets.map(({ set, predicted, measured, ...others }): ProbeResult['sets'][number] => ({
    layer: about.names[set.layer],
    kind: set.kind,
    unit: set.unit + 1,
    twin: set.kind === 'merging' ? set.twin + 1 : null,
    sign: set.kind === 'merging' ? set.sign : null,
    ...others,
    predicted: predicted && { ...estimateJson(predicted), method: 'simulation' },
    measured: measured && { ...estimateJson(measured), samples: measured.samples },
  }));
  const tendencies = ['attracted', 'repelled', 'undecided'] as const;
  return {
    schema: 1,
    version: about.version,
    seed: about.seed,
    source: about.source,
    settings: {
      activation: about.activation,
      loss,
      learningRate: eta,
      batch,
      momentum,
      weightDecay,
      labelNoise,
      steps,
      horizon,
      replicas,
      tau1,
      tau2,
    },
    sets: listed,
    signs: tendencies.flatMap((predicted) =>
      tendencies.map((measured) => ({
        predicted,
        measured,
        sets: listed.filter((one) => one.predicted?.tendency === predicted && one.measured?.tendency === measured)
          .length,
      })),
    ),
    outcomes: outcomes.map(({ expected, sets: size, collapsed: { mean, interval, level } }) => ({
      expected,
      sets: size,
      collapsed: size === 0 ? 0 : Math.round(mean * size),
      share: size === 0 ? null : mean,
      interval,
      level,
    })),
  };
}

function estimateJson(found: Estimate) {
  return { value: found.mean, interval: found.interval, level: found.level, tendency: tendencyOf(found) };
}
