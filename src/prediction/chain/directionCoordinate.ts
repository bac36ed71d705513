/**
 * A coordinate of directions in the plane that stretches what lies near the two axes (theory §6): y ~ −y is one direction.
 *
 * With x = y₂/y₁ it is asinh(x/ε₁) from axis 1 to the diagonal, and then falls short of axis 2 by asinh(1/(xε₂)): a unit of
 * it is a factor e of the distance from an axis down to ε, and a share of ε within. Distances from the axes keep their
 * relative precision however small they are. It grows with the angle and has the period `length`.
 */
export class DirectionCoordinate {
  readonly length: number;
  /** where the axes and the diagonals lie: corners of the coordinate */
  readonly corners: readonly number[];
  private readonly first: number;
  private readonly second: number;

  /** @param scales ε₁, ε₂ ∈ (0, 1]: distances from the axes within which nothing varies any more */
  constructor(private readonly scales: readonly [number, number]) {
    [this.first, this.second] = scales.map((scale) => Math.asinh(1 / scale));
    const half = this.first + this.second;
    this.length = 2 * half;
    this.corners = [0, this.first, half, half + this.second];
  }

  /** The coordinate of (y₁, y₂) ≠ 0, in [0, length). */
  of(y1: number, y2: number): number {
    const [scale1, scale2] = this.scales;
    const half = this.first + this.second;
    const isRising = y1 >= 0 === y2 >= 0;
    if (Math.abs(y2) <= Math.abs(y1)) {
      const along = Math.asinh(y2 / y1 / scale1);
      return along >= 0 ? along : Math.min(2 * half + along, 2 * half * (1 - Number.EPSILON));
    }
    const short = Math.asinh(Math.abs(y1 / y2) / scale2);
    return isRising ? half - short : half + short;
  }

  /** A vector at a coordinate in [0, length], its larger component 1 in size. */
  vector(coordinate: number): readonly [number, number] {
    const [scale1, scale2] = this.scales;
    const half = this.first + this.second;
    if (coordinate <= this.first) return [1, scale1 * Math.sinh(coordinate)];
    if (coordinate >= half + this.second) return [1, scale1 * Math.sinh(coordinate - 2 * half)];
    return [scale2 * Math.sinh(half - coordinate), 1];
  }
}
