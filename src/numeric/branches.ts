/**
 * Every branch of a run's seed: streams under different branches are unrelated, so that simulation, training and
 * prediction never share a random number. A new use of randomness takes a new number here, and an old one keeps its own.
 */
export const branches = {
  sdeExponent: 0,
  coarseSdeExponent: 1,
  eulerMaruyamaExponent: 2,
  sgdExponent: 3,
  escapingReplicas: 101,
  nearReplicas: 102,
  probes: 103,
  leavingBase: 104,
  sdeAveraged: 105,
  eulerMaruyamaAveraged: 106,
  sgdAveraged: 107,
  besideBase: 108,
  networkReplicas: 109,
  followedUnits: 110,
  unitExponent: 111,
  trajectories: 0x5de,
  matrixProduct: 2 ** 40,
  circleChain: 2 ** 40 + 1,
  sphereExponent: 2 ** 40 + 2,
  coneSgdExponent: 2 ** 40 + 3,
  // what is beyond 2^50 belongs to itemBranch
} as const;

/** The branches of the seed of `branches.trajectories`. */
export const trajectoryBranches = { escape: 0, near: 1, start: 2 } as const;

/** The branch of an item of work, such as a cell of an experiment, a phase or a mode, counted from 0. */
export function itemBranch(item: number): number {
  return 2 ** 50 + item;
}
