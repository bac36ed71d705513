// The random numbers of steps through dieharder: node scripts/randomQuality.mjs [words | normals] [SEED] [dieharder's options]
//
// Streams of 64 trajectories, one number of each in turn, so that what two streams shared would show. `words` are the 64 bits
// of each draw, lower half first; `normals` are the 32 leading bits of Φ(z) of each normal number z. Prints dieharder's table
// (all tests, -a, unless other options are given) and how many bytes it was given. Run after `npm run build`.

import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { erf } from '../dist/src/arithmetic/errorFunction.js';
import { stepStream } from '../dist/src/numeric/normalStream.js';

const [kind = 'words', seed = '1', ...options] = process.argv.slice(2);
if (kind !== 'words' && kind !== 'normals') {
  console.error('node scripts/randomQuality.mjs [words | normals] [SEED] [dieharder options]');
  process.exit(2);
}
const trajectories = 64;
const streams = Array.from({ length: trajectories }, (_, i) => stepStream(Number(seed), i));

/** Fills so many 32-bit words; the length is a multiple of twice the number of trajectories. */
const fill = {
  words(out) {
    for (let at = 0; at < out.length; )
      for (const stream of streams) {
        const [low, high] = stream.word();
        out[at++] = low;
        out[at++] = high;
      }
  },
  normals(out) {
    for (let at = 0; at < out.length; )
      for (const stream of streams) out[at++] = 2 ** 31 * (1 + erf(stream.normal() * Math.SQRT1_2));
  },
}[kind];

let bytes = 0;
function* blocks() {
  for (;;) {
    const block = new Uint32Array(2048 * trajectories);
    fill(block);
    bytes += block.byteLength;
    yield new Uint8Array(block.buffer);
  }
}

const dieharder = spawn('dieharder', ['-g', '200', ...(options.length > 0 ? options : ['-a'])], {
  stdio: ['pipe', 'inherit', 'inherit'],
});
dieharder.on('error', () =>
  console.log('dieharder is missing (Debian: apt-get install dieharder): nothing was tested'),
);
// ends when dieharder has read enough and closes the pipe
await pipeline(Readable.from(blocks()), dieharder.stdin).catch(() => {});
console.log(`${kind} of ${trajectories} trajectories: ${(bytes / 1e9).toFixed(1)} GB were written`);
