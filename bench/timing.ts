import { cpuUsage } from 'node:process';

/** CPU milliseconds that a call takes, and what it returns: other work on the machine hardly shows. */
export function timed<T>(call: () => T): { readonly milliseconds: number; readonly result: T } {
  const before = cpuUsage();
  const result = call();
  const { user, system } = cpuUsage(before);
  return { milliseconds: (user + system) / 1000, result };
}

/** median, 90 %, 98 % and the largest */
export function summary(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(2);
  return `median ${at(0.5)}, 90 % ${at(0.9)}, 98 % ${at(0.98)}, largest ${at(1)}`;
}

export function share(values: readonly number[], limit: number): string {
  return `${values.filter((x) => x < limit).length} of ${values.length}`;
}
