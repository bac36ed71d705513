import { differentiate } from '../expression/calculus/differentiate.js';
import { type Expression, fraction, isNumber, product, sum } from '../expression/syntax/expression.js';
import type { SdeDynamics } from './model.js';

/**
 * The Itô drift of an SDE some of whose diffusion is stated in the sense of Stratonovich: entry i gains
 * ½ Σ_j Σ_k S_kj ∂_k S_ij over these columns (Kloeden and Platen, §4.9). A drift that has gained anything is no
 * gradient of the stated potential.
 *
 * `diffusions` are the matrices so stated, parameters × Brownian motions.
 */
export function itoDynamics(
  dynamics: SdeDynamics,
  parameters: readonly string[],
  diffusions: readonly (readonly (readonly Expression[])[])[],
): SdeDynamics {
  const correction = parameters.map((_, i) =>
    sum(
      ...diffusions.flatMap((rows) =>
        rows[i].flatMap((entry, j) =>
          parameters.map((name, k) => product(fraction(1, 2), rows[k][j], differentiate(entry, name))),
        ),
      ),
    ),
  );
  if (correction.every((entry) => isNumber(entry, 0))) return dynamics;
  const drift = dynamics.drift.map((entry, i) => sum(entry, correction[i]));
  return { ...dynamics, drift, potential: null, correction };
}
