import { zero } from '../../arithmetic/rational.js';
import { acrossDirection } from '../linearisation/alongDirection.js';
import type { EvaluatedLinearisation } from '../linearisation/evaluatedLinearisation.js';
import { type ExactLinearFamily, familyNorm, type LinearFamily } from '../matrices/linearFamily.js';
import type { Exponent, Process } from '../prediction.js';
import { planarStructure } from '../subspaces/planarStructure.js';
import type { ConeProcess } from './coneProcess.js';
import { amongEnds, stepOnRay } from './halfLines.js';

/** A ray that the process stays on, in the plane. */
export interface InvariantRay {
  /** in [0, 2π) */
  readonly angle: number;
  /** the same as a unit vector */
  readonly direction: readonly number[];
  /** of the cone that holds it */
  readonly linear: EvaluatedLinearisation;
  /** whether the SDE's directions near it come nearer: the exponent of the quotient is below the ray's own */
  readonly attracts: boolean;
}

/**
 * The rays on which directions of a cone-wise linear process in the plane end, common eigenvectors within their cones
 * (theory §5): the SDE's direction is a diffusion on the arcs between such rays, and where every arc has an attracting ray
 * at one end it goes to one.
 *
 * Null where there is no ray, where an arc has none that attracts, and where noise leaves a direction alone that drift moves,
 * or one on a kink.
 */
export function invariantRays(process: ConeProcess): InvariantRay[] | null {
  const kinks = process.planes
    .flatMap(([x, y]) => [Math.atan2(-x, y), Math.atan2(x, -y)])
    .map(normalised)
    .sort((a, b) => a - b);
  const rays: InvariantRay[] = [];
  for (const [i, from] of kinks.entries()) {
    const to = i + 1 < kinks.length ? kinks[i + 1] : kinks[0] + 2 * Math.PI;
    const middle = (from + to) / 2;
    const linear = process.at([Math.cos(middle), Math.sin(middle)]);
    const inCone = linear && raysOfCone(linear, from, to);
    if (inCone === null) return null;
    rays.push(...inCone);
  }
  rays.sort((a, b) => a.angle - b.angle);
  const leadsSomewhere = rays.every((ray, i) => ray.attracts || rays[(i + 1) % rays.length].attracts);
  return rays.length > 0 && leadsSomewhere ? rays : null;
}

/**
 * The exponent of a process whose directions end on the rays that attract; null where that is not sure: a chain that leaves a
 * ray within `steps`, or that rays attract which do not attract the SDE, or the other way round, and batches, whose
 * finitely many matrices may never bring a direction near a ray.
 */
export function exponentOnRays(rays: readonly InvariantRay[], process: Process, steps: number): Exponent | null {
  const ends: Exponent[] = [];
  const isBatched = rays.some(({ linear }) => linear.sgd?.noises.some((noise) => noise.kind === 'batch'));
  if (process.kind === 'sgd' && isBatched) return null;
  for (const { linear, direction, attracts } of rays) {
    const [along, across] = [
      stepOnRay(linear, direction, process),
      stepOnRay(acrossDirection(linear, direction), [1], process),
    ];
    if (along === null || across === null || across.growth.value < along.growth.value !== attracts) return null;
    if (attracts && along.leaving * steps > 1) return null;
    if (attracts) ends.push(along.growth);
  }
  return amongEnds(ends);
}

function raysOfCone(linear: EvaluatedLinearisation, from: number, to: number): InvariantRay[] | null {
  const { exact, family } = linear;
  const ofAll = eigenAngles(exact, family);
  const noiseAlone = { curvature: exact.curvature.map((row) => row.map(() => zero)) };
  const ofNoise = eigenAngles(
    { ...exact, ...noiseAlone },
    {
      ...family,
      curvature: [
        [0, 0],
        [0, 0],
      ],
    },
  );
  if (ofAll === null || ofNoise === null) return null;
  const rays: InvariantRay[] = [];
  for (const angle of ofNoise.flatMap((one) => [one, one + Math.PI])) {
    const ahead = normalised(angle - from);
    const length = to - from;
    if (Math.min(ahead, Math.abs(ahead - length), 2 * Math.PI - ahead) < nearest) return null;
    if (ahead > length) continue;
    if (!ofAll.some((one) => Math.abs(Math.sin(one - angle)) < nearest)) return null;
    const direction = [Math.cos(angle), Math.sin(angle)];
    const [along, across] = [linear, acrossDirection(linear, direction)].map((one, i) =>
      stepOnRay(one, i === 0 ? direction : [1], { kind: 'sde' }),
    );
    const gap = along && across && across.growth.value - along.growth.value;
    if (gap === null || Math.abs(gap) <= nearest * familyNorm(family)) return null;
    rays.push({ angle: normalised(angle), direction, linear, attracts: gap < 0 });
  }
  return rays;
}

/** Angles of the common eigenvectors, decided exactly; null where every vector is one, or two of them coincide. */
function eigenAngles(exact: ExactLinearFamily, family: LinearFamily): number[] | null {
  const structure = planarStructure(exact);
  if (structure.kind === 'irreducible') return [];
  if (structure.kind === 'triangular') {
    const [x, y] = structure.direction;
    const size = [x, y].reduce((most, one) => (one * one > most * most ? one : most));
    return [Math.atan2(Number(y) / Number(size), Number(x) / Number(size))];
  }
  if (structure.radicand.numerator < 0n) return [];
  if (structure.radicand.numerator === 0n) return null;
  // all matrices are combinations of the identity and one other, which any that is no multiple of it shows
  const forms = [family.curvature, ...family.noise].map(([[a, b], [c, d]]) => [c, d - a, -b] as const);
  const [f0, f1, f2] = forms.reduce((most, one) => (sizeOf(one) > sizeOf(most) ? one : most));
  const root = Math.sqrt(f1 * f1 - 4 * f0 * f2);
  // f₀x² + f₁xy + f₂y² = 0, by the root that does not cancel
  const q = -(f1 + (f1 >= 0 ? root : -root)) / 2;
  return [Math.atan2(f0, q), Math.atan2(q, f2)];
}

function sizeOf([a, b, c]: readonly [number, number, number]): number {
  return Math.hypot(a, b, c);
}

function normalised(angle: number): number {
  const turn = 2 * Math.PI;
  return ((angle % turn) + turn) % turn;
}

/** Angles that are closer, and rates relative to the norm, are one. */
const nearest = 1e-9;
