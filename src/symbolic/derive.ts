import type { Expression } from '../expression/syntax/expression.js';
import type { AffineSet, Model } from '../model/model.js';
import { breakAtBase } from './breakAtBase.js';
import { deriveCondition } from './condition.js';
import { saying } from './criticalPoints.js';
import { type Derivation, isLeft, type Linearisation } from './derivation.js';
import { deriveEigenDirections } from './eigenDirections.js';
import { deriveInvariance } from './invariance.js';
import { leadingOrder } from './leadingOrder.js';
import { linearise } from './linearise.js';
import { regionOf } from './region.js';
import { type Statement, stateProblem } from './statement.js';
import { derivationSteps } from './steps.js';
import { deriveTangentialDynamics } from './tangentialDynamics.js';
import { deriveThresholds } from './thresholds.js';
import { withoutUnseenKinks } from './unseenKinks.js';

/**
 * Everything that follows from the formulas alone for one set of a model: invariance with its proof or counterexample,
 * curvature and noise of the linearised normal dynamics, condition and thresholds (theory §3–§5).
 */
export function deriveSet(model: Model, set: AffineSet): Derivation {
  const written = stateProblem(model, set);
  const invariance = deriveInvariance(written);
  const statement = withoutUnseenKinks(written) ?? written;
  const smoothness = smoothnessOf(statement);
  const linear = !isLeft(invariance) && smoothness.status === 'smooth' ? linearise(statement) : null;
  const eigenDirections = linear === null ? null : deriveEigenDirections(statement, linear);
  const condition = linear === null ? null : deriveCondition(linear, eigenDirections, statement.data);
  const degenerate = linear !== null && isTrivial(linear) ? leadingOrder(statement) : null;
  const { thresholds, unsolved } =
    eigenDirections === null || degenerate !== null || linear?.baseMoves
      ? { thresholds: [], unsolved: [] }
      : deriveThresholds(model, set, eigenDirections, statement.data);
  const result = {
    set,
    codimension: set.rows.length,
    invariance,
    smoothness,
    region: linear === null ? [] : regionOf(statement),
    linearisation: linear,
    tangential: linear === null || linear.baseMoves ? null : deriveTangentialDynamics(statement),
    condition,
    thresholds,
    unsolved,
    eigenDirections,
    degenerate,
  };
  return { ...result, steps: derivationSteps(statement, result) };
}

function smoothnessOf(statement: Statement): Derivation['smoothness'] {
  if (statement.breaks.length > 0) {
    const [{ atom, at, problem }] = statement.breaks;
    const reason = `${atom} ${saying(problem)} where ${at} = 0, which is all over the set: curvature and noise are not defined there (theory §4 does not apply)`;
    return { status: 'non-smooth', atom, reason };
  }
  const atBase = breakAtBase(statement);
  return atBase === null ? { status: 'smooth' } : { status: 'non-smooth', ...atBase };
}

function isTrivial({ curvature, noise }: Linearisation): boolean {
  const vanishes = (entry: Expression): boolean => entry.kind === 'number' && entry.value.numerator === 0n;
  return noise.length === 0 && curvature.every((row) => row.every(vanishes));
}
