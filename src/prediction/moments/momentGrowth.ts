import type { MomentGrowth } from '../prediction.js';

/** The largest of several: E‖y‖^p grows like that of the block that grows fastest. */
export function largestGrowth(all: readonly MomentGrowth[]): MomentGrowth {
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
