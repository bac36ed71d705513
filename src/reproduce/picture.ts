/** A picture without a drawing library: panels, each with curves, points and rules; report/ draws it. */
export interface Picture {
  /** part of a file's name */
  readonly name: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly panels: readonly Panel[];
}

/** A pair of axes and what stands in them. */
export interface Panel {
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
  /** lines across the panel at a value of one axis */
  readonly rules?: readonly { readonly axis: 'x' | 'y'; readonly at: number; readonly label: string }[];
}

/** An axis: what it measures, and how it is scaled. */
export interface Axis {
  readonly label: string;
  readonly scale?: 'linear' | 'log';
}

/** A named curve; predictions are dashed, measurements have marks and, where known, an interval. */
export interface Curve {
  readonly name: string;
  readonly style: 'line' | 'dashed' | 'points';
  readonly points: readonly Point[];
  /** where it always has the same; else each name of a panel has its own */
  readonly color?: string;
}

/** A point with the ends of its interval. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}
