/**
 * A function that a rule defines, by its own values elsewhere perhaps, worked out once for every argument, or for all that
 * share a key; no value is undefined.
 */
export function memoised<K, V>(
  rule: (of: K, known: (of: K) => V) => V,
  keyOf: ((of: K) => string) | null = null,
): (of: K) => V {
  const values = new Map<K | string, V>();
  const valueAt = (of: K): V => {
    const key = keyOf === null ? of : keyOf(of);
    const found = values.get(key);
    if (found !== undefined) return found;
    const value = rule(of, valueAt);
    values.set(key, value);
    return value;
  };
  return valueAt;
}
