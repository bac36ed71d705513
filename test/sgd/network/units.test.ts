import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/numeric/random.js';
import { hiddenUnits } from '../../../src/sgd/network/hiddenUnits.js';
import { type Layer, weightCount } from '../../../src/sgd/network/layer.js';
import { countUnits } from '../../../src/sgd/network/units.js';

const units = (...rows: number[][]) => ({
  count: rows.length,
  width: rows[0].length,
  vectors: Float64Array.from(rows.flat()),
});

describe('units that count', () => {
  test('short ones vanish, near ones are one', () => {
    const layer = units([1, 0], [0.05, 0], [0, 1], [0.02, 1]);
    expect(countUnits(layer, 0.1, 0.1)).toEqual({ units: 4, vanishing: 1, independent: 2, greedy: 2 });
  });

  test("three chained units are one component, and one or two by the paper's count, in their order", () => {
    const [a, b, c] = [
      [1, 0],
      [1, 0.28],
      [1, 0.56],
    ];
    expect(countUnits(units(a, b, c), 0.1, 0.1)).toMatchObject({ independent: 1, greedy: 2 });
    expect(countUnits(units(b, a, c), 0.1, 0.1)).toMatchObject({ independent: 1, greedy: 1 });
  });

  test('agrees with counts made one pair at a time, on 100 random layers', () => {
    for (let layer = 0; layer < 100; layer++) {
      const stream = randomStream(3, layer);
      const count = 2 + stream.below(12);
      const clusters = 1 + stream.below(count);
      const centres = Array.from({ length: clusters }, () => Array.from({ length: 3 }, () => stream.normal()));
      const rows = Array.from({ length: count }, () => {
        const scale = stream.below(4) === 0 ? 0.05 : 1;
        return centres[stream.below(clusters)].map((x) => scale * (x + 0.25 * stream.normal()));
      });
      const { independent, greedy, vanishing } = countUnits(units(...rows), 0.1, 0.1);
      const expected = countedByPairs(rows);
      expect([vanishing, greedy, independent]).toEqual([expected.vanishing, expected.greedy, expected.components]);
    }
  });
});

/** The same counts in another way: a greedy list that drops what is near, and a search through the relation. */
function countedByPairs(rows: readonly (readonly number[])[]) {
  const norm = (v: readonly number[]): number => Math.sqrt(v.reduce((sum, x) => sum + x ** 2, 0));
  const longest = Math.max(...rows.map(norm));
  const kept = rows.filter((row) => norm(row) / longest >= 0.1);
  const ratio = (u: readonly number[], v: readonly number[]): number =>
    (2 * norm(u.map((x, i) => x - v[i])) ** 2) / (norm(u) ** 2 + norm(v) ** 2);
  let [greedy, rest] = [0, kept];
  while (rest.length > 0) {
    greedy++;
    rest = rest.slice(1).filter((row) => ratio(rest[0], row) >= 0.1);
  }
  let components = 0;
  const seen = new Set<readonly number[]>();
  for (const first of kept) {
    if (seen.has(first)) continue;
    components++;
    const open = [first];
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      if (seen.has(row)) continue;
      seen.add(row);
      for (const other of kept) if (ratio(row, other) < 0.1) open.push(other);
    }
  }
  return { vanishing: rows.length - kept.length, greedy, components };
}

describe('hidden units', () => {
  test('a unit is its incoming weights, its bias and its outgoing weights', () => {
    const layers: Layer[] = [
      { kind: 'dense', inputs: 2, outputs: 2, bias: true, activation: 'tanh' },
      { kind: 'dense', inputs: 2, outputs: 3, bias: true, activation: 'identity' },
    ];
    const weights = [Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(7, 8, 9, 10, 11, 12, 0, 0, 0)];
    const [hidden, last] = hiddenUnits(layers, weights);
    expect(last).toBeNull();
    expect([...(hidden?.vectors ?? [])]).toEqual([1, 3, 5, 7, 8, 9, 2, 4, 6, 10, 11, 12]);
  });

  test('behind a pool a filter meets the next layer once for every pixel', () => {
    const layers: Layer[] = [
      { kind: 'convolution', height: 2, width: 4, channels: 1, filters: 2, bias: false, activation: 'tanh' },
      { kind: 'meanPool', height: 2, width: 4, channels: 2 },
      { kind: 'dense', inputs: 4, outputs: 1, bias: false, activation: 'identity' },
    ];
    const kernel = Float64Array.from({ length: 18 }, (_, i) => i);
    const [filters] = hiddenUnits(layers, [kernel, new Float64Array(0), Float64Array.of(100, 200, 300, 400)]);
    expect([...(filters?.vectors ?? [])].slice(-2)).toEqual([200, 400]);
    expect(filters?.width).toBe(11);
  });

  test('channels that are added to others are no units: the first convolution of a block is, the second and the one before are not', () => {
    const image = { kind: 'convolution', height: 2, width: 2, bias: true } as const;
    const layers: Layer[] = [
      { ...image, channels: 1, filters: 2, activation: 'gelu' },
      { ...image, channels: 2, filters: 3, activation: 'gelu' },
      { ...image, channels: 3, filters: 3, activation: 'identity' },
      { kind: 'residual', height: 2, width: 2, channels: 3, from: 0, fromChannels: 2, activation: 'gelu' },
      { kind: 'dense', inputs: 12, outputs: 1, bias: false, activation: 'identity' },
    ];
    const weights = layers.map((layer) => new Float64Array(weightCount(layer)));
    expect(hiddenUnits(layers, weights).map((units) => units?.count ?? null)).toEqual([null, 3, null, null, null]);
  });
});
