/** A number and the interval that it is known up to. */
export interface Known {
  readonly value: number;
  readonly interval: readonly [number, number];
}

/** A number that is known at a level, and how. */
interface Found<Method> extends Known {
  readonly level: number;
  readonly method: Method;
}

/** The width of the interval. */
export function widthOf({ interval: [low, high] }: Pick<Known, 'interval'>): number {
  return high - low;
}

/** The sign of all that an interval holds; 0 where they differ. */
export function signWithin([low, high]: Known['interval']): -1 | 0 | 1 {
  return high < 0 ? -1 : low > 0 ? 1 : 0;
}

/** Whether the sign is known. */
export function excludesZero({ interval }: Pick<Known, 'interval'>): boolean {
  return signWithin(interval) !== 0;
}

/** What another interval, which holds the number too, leaves; null where the two have nothing in common. */
export function cutTo<One extends Known>(one: One, [from, to]: readonly [number, number]): One | null {
  const [low, high] = [Math.max(one.interval[0], from), Math.min(one.interval[1], to)];
  return low > high ? null : { ...one, value: Math.min(high, Math.max(low, one.value)), interval: [low, high] };
}

/** The largest of several, as what grows fastest is seen in the end: each is known up to its interval. */
export function largestOf<Method>(all: readonly Found<Method>[]): Found<Method> {
  const top = all.reduce((best, one) => (one.value > best.value ? one : best));
  return {
    value: top.value,
    interval: [
      Math.max(...all.map(({ interval }) => interval[0])),
      Math.max(...all.map(({ interval }) => interval[1])),
    ],
    level: Math.min(...all.map(({ level }) => level)),
    method: top.method,
  };
}
