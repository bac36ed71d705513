import { expect, test } from 'vitest';
import { openNormalRows } from '../../src/numeric/normalRows.js';
import { stepStream } from '../../src/numeric/normalStream.js';

const count = 19;
const streams = Array.from({ length: count }, (_, i) => stepStream(3, i));

test('every column holds the normal numbers of its stream, in as many fillings as one likes', () => {
  const rows = openNormalRows(
    streams.map((stream) => stream.state()),
    40,
  );
  const alone = streams.map((_, i) => stepStream(3, i));
  for (const filled of [1, 40, 0, 17]) {
    rows.fill(filled);
    const values = new Float64Array(rows.memory.buffer, rows.rows, rows.stride * filled);
    for (let row = 0; row < filled; row++) {
      for (const [i, stream] of alone.entries()) expect(values[row * rows.stride + i]).toBeCloseTo(stream.normal(), 13);
    }
  }
  expect(rows.states()).toEqual(alone.map((stream) => stream.state()));
});
