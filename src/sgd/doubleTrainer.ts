import { gradient } from '../expression/calculus/differentiate.js';
import { compileJavaScript } from '../expression/compile/javascript.js';
import type { ReplicaStream } from '../numeric/replicaStream.js';
import { DrawSource } from './draws.js';
import type { Objective } from './objective.js';
import type { Trainer } from './trainer.js';

/** SGD of a group of replicas in JavaScript doubles, with gradients from the formula (see openTrainer). */
export function openDoubleTrainer(
  objective: Objective,
  starts: readonly ArrayLike<number>[],
  streams: readonly ReplicaStream[],
): Trainer {
  const { parameters, rate, momentum, nesterov, decoupledDecay, clippingNorm } = objective;
  let steps = 0;
  const d = parameters.length;
  const source = new DrawSource(objective, streams);
  const slopeAt = compileSlope(objective);
  const theta = starts.map((start) => Float64Array.from(start));
  const velocity = starts.map(() => new Float64Array(momentum === 0 ? 0 : d));
  const slope = new Float64Array(d);
  return {
    step() {
      const draws = source.next();
      const eta = rate(steps++);
      for (const [replica, point] of theta.entries()) {
        slopeAt(point, draws, replica, slope);
        const norm = clippingNorm === Infinity ? 0 : Math.hypot(...slope);
        const shortened = norm > clippingNorm ? clippingNorm / norm : 1;
        for (let j = 0; j < d; j++) {
          const push = -eta * shortened * slope[j];
          let move = push;
          if (momentum !== 0) {
            const speed = momentum * velocity[replica][j] + push;
            velocity[replica][j] = speed;
            move = nesterov ? momentum * speed + push : speed;
          }
          point[j] += move - eta * decoupledDecay * point[j];
        }
      }
    },
    read: () => parameters.map((_, j) => Float64Array.from(theta, (point) => point[j])),
    adjust(replicas, change) {
      for (const replica of replicas) change(replica, theta[replica], velocity[replica]);
    },
    save: () => ({
      steps,
      theta: parameters.map((_, j) => Float64Array.from(theta, (point) => point[j])),
      velocity: momentum === 0 ? [] : parameters.map((_, j) => Float64Array.from(velocity, (speed) => speed[j])),
      draws: source.save(),
    }),
    restore(state) {
      steps = state.steps;
      for (const [i, point] of theta.entries()) for (let j = 0; j < d; j++) point[j] = state.theta[j][i];
      for (const [i, speed] of velocity.entries())
        for (let j = 0; j < speed.length; j++) speed[j] = state.velocity[j][i];
      source.restore(state.draws);
    },
    dispose() {},
  };
}

/** The gradient of the objective (see Objective) of one replica at what it drew. */
function compileSlope(objective: Objective) {
  const { parameters, dataNames, loss, outputs, regulariser, rows, sampleCount, batches } = objective;
  const { residualNoise, gradientNoise } = objective;
  const d = parameters.length;
  const names = [...parameters, ...dataNames];
  const ofLoss = compileJavaScript(gradient(loss, parameters), names);
  const ofAll = compileJavaScript(
    [loss, ...outputs].flatMap((one) => gradient(one, parameters)),
    names,
  );
  const ofRegulariser = compileJavaScript(gradient(regulariser, parameters), parameters);
  const columns = gradientNoise.flatMap((noise) => noise.columns.flat());
  const ofColumns = compileJavaScript(columns, parameters);
  const entries = new Float64Array(columns.length);
  const values = new Float64Array(names.length);
  const slopes = new Float64Array(d * (1 + outputs.length));
  const fullBatches = 1 - batches.length;
  const setRow = (sample: number): void => {
    for (let name = 0; name < dataNames.length; name++) values[d + name] = rows[sample * dataNames.length + name];
  };
  return (point: Float64Array, draws: ReturnType<DrawSource['next']>, replica: number, out: Float64Array): void => {
    values.set(point);
    ofRegulariser(point, out);
    ofColumns(point, entries);
    for (const [q, drawn] of draws.gradients.entries()) {
      for (let j = 0; j < d; j++) out[j] += entries[q * d + j] * drawn[replica];
    }
    for (const { size, columns, labels } of draws.batches) {
      for (let i = 0; i < size; i++) {
        const at = replica * size + i;
        if (columns === null) setRow(i);
        else for (let name = 0; name < dataNames.length; name++) values[d + name] = columns[name][at];
        (labels.length === 0 ? ofLoss : ofAll)(values, slopes);
        for (let j = 0; j < d; j++) {
          let slope = slopes[j];
          for (let m = 0; m < labels.length; m++) slope -= labels[m][at] * slopes[(m + 1) * d + j];
          out[j] += slope / size;
        }
      }
    }
    if (fullBatches === 0 && residualNoise.length === 0) return;
    for (let i = 0; i < sampleCount; i++) {
      setRow(i);
      ofAll(values, slopes);
      for (let j = 0; j < d; j++) {
        let slope = fullBatches * slopes[j];
        for (const [index, residual] of draws.residuals.entries()) {
          slope -= residual[replica] * slopes[((index % outputs.length) + 1) * d + j];
        }
        out[j] += slope / sampleCount;
      }
    }
  };
}
