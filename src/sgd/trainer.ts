/** A group of replicas that are trained together; free it with `dispose`. */
export interface Trainer {
  /** one step of SGD of every replica */
  step(): void;
  /** θ, one array a parameter with one number a replica */
  read(): readonly ArrayLike<number>[];
  /**
   * Changes θ and the velocity of momentum of some replicas in place; `change` gets d numbers each (no velocity without
   * momentum).
   */
  adjust(
    replicas: readonly number[],
    change: (replica: number, theta: Float64Array, velocity: Float64Array) => void,
  ): void;
  dispose(): void;
}
