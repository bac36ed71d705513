import { circleCoefficients } from '../certificate/circleBasis.js';
import { type ExactLinearFamily, floatFamily } from '../matrices/linearFamily.js';

/** The density of the direction ϑ = angle of y modulo π, at the middles of equal cells of [0, π); its integral is 1. */
export type DirectionDensity = readonly { readonly angle: number; readonly density: number }[];

/**
 * The stationary density of the direction of y for a 2 × 2 family dy = −H y dt + √η Σ_j C_j y dW_j, from the forward
 * equation on the circle, 𝓛f = b f' + ½ s f'' with s = η Σ_j (tᵀC_j u)² and b = −tᵀH u − η Σ_j (uᵀC_j u)(tᵀC_j u)
 * (theory §4.3).
 *
 * By finite volumes with exponentially fitted fluxes (Scharfetter and Gummel), which keep densities positive where noise
 * hardly reaches; error of the order of a cell squared, of a cell where drift outweighs noise. Null where the direction settles, as on a common eigenvector:
 * then there is no density.
 */
export function directionDensity(family: ExactLinearFamily): DirectionDensity | null {
  const floats = floatFamily(family);
  const width = Math.PI / cells;
  const fieldAt = (angle: number) => circleCoefficients(floats, [Math.cos(angle), Math.sin(angle)]);
  const forward = new Float64Array(cells);
  const backward = new Float64Array(cells);
  for (let i = 0; i < cells; i++) {
    // the face between cells i and i + 1: flux (b − ½ s') p − ½ s p'
    const face = fieldAt((i + 1) * width);
    const slope = (fieldAt((i + 1.5) * width).s - fieldAt((i + 0.5) * width).s) / width;
    const diffusion = face.s / 2;
    const velocity = face.b - slope / 2;
    forward[i] = rate(diffusion, velocity, width);
    backward[i] = rate(diffusion, -velocity, width);
  }
  const shares = stationaryOnRing(forward, backward);
  if (shares === null || settles(shares)) return null;
  return Array.from(shares, (share, i) => ({ angle: (i + 0.5) * width, density: share / width }));
}

/** Whether more than half of the mass lies within two degrees: a direction rather than a density. */
function settles(shares: Float64Array): boolean {
  const around = (i: number): number => [0, 1, 2, 3].reduce((sum, j) => sum + shares[(i + j) % cells], 0);
  return shares.some((_, i) => around(i) > 0.5);
}

/** Two a degree. */
const cells = 360;

/** How fast mass crosses a face: (D/h²) B(−v h/D) with Bernoulli's function B(x) = x/(eˣ − 1). */
function rate(diffusion: number, velocity: number, width: number): number {
  const peclet = (-velocity * width) / diffusion;
  if (!(Math.abs(peclet) < 500)) return Math.max(velocity, 0) / width;
  const bernoulli = peclet === 0 ? 1 : peclet / Math.expm1(peclet);
  return (diffusion / width ** 2) * bernoulli;
}

/**
 * The stationary shares of a chain on a ring that goes from i to i + 1 at `forward[i]` and back at `backward[i]`, by
 * elimination without subtractions (Grassmann, Taksar and Heyman). Null where the chain stays somewhere.
 */
function stationaryOnRing(forward: Float64Array, backward: Float64Array): Float64Array | null {
  const size = forward.length;
  // of the last cell that is left to the first: rates into its neighbours and out of them, replaced as cells go
  const [up, down] = [forward.slice(), backward.slice()];
  let [toFirst, fromFirst] = [up[size - 1], down[size - 1]];
  const eliminated: { readonly fromBefore: number; readonly fromFirst: number; readonly out: number }[] = [];
  for (let i = size - 1; i >= 2; i--) {
    const toBefore = down[i - 1];
    const out = toBefore + toFirst;
    if (!(out > 0)) return null;
    const fromBefore = up[i - 1];
    eliminated[i] = { fromBefore, fromFirst, out };
    const next = (fromBefore * toFirst) / out;
    fromFirst = (fromFirst * toBefore) / out;
    toFirst = next;
  }
  const shares = new Float64Array(size);
  const outOfSecond = down[0] + toFirst;
  if (!(outOfSecond > 0)) return null;
  shares[0] = 1;
  shares[1] = (up[0] + fromFirst) / outOfSecond;
  for (let i = 2; i < size; i++) {
    const { fromBefore, fromFirst: direct, out } = eliminated[i];
    shares[i] = (shares[i - 1] * fromBefore + shares[0] * direct) / out;
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  return Number.isFinite(total) ? shares.map((share) => share / total) : null;
}
