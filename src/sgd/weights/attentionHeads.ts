import type { Tensor } from './tensor.js';
import type { WeightedLayer } from './weightedLayer.js';

/**
 * The heads of the attention layers of a PyTorch file as units: each its rows of the query, key and value matrices and
 * its columns of the output matrix, with biases; layers of `heads` heads named in_proj_weight and out_proj, or q_proj,
 * k_proj, v_proj and out_proj or o_proj. What does not divide into so many heads is left out.
 *
 * Heads have continuous symmetries (a turn of queries and keys together): two heads may be equal in what they do without
 * being near as vectors, never the other way round.
 */
export function attentionHeads(tensors: readonly Tensor[], heads: number): WeightedLayer[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const prefixes = tensors.flatMap(({ name }) => /^(.*)(?:in_proj_weight|q_proj\.weight)$/.exec(name)?.[1] ?? []);
  return prefixes.flatMap((prefix): WeightedLayer[] => {
    const get = (name: string): Tensor | undefined => byName.get(`${prefix}${name}`);
    const output = get('out_proj.weight') ?? get('o_proj.weight');
    const whole = get('in_proj_weight');
    const parts = whole === undefined ? ['q', 'k', 'v'].map((part) => get(`${part}_proj.weight`)) : thirds(whole);
    if (output === undefined || parts.some((part) => part === undefined)) return [];
    const incoming = parts as Tensor[];
    const width = incoming[0].shape[0];
    if (width % heads !== 0 || incoming.some(({ shape }) => shape[0] !== width) || output.shape[1] !== width) return [];
    const size = width / heads;
    const vectors = Array.from({ length: heads }, (_, head) => [
      ...incoming.flatMap(({ shape: [, inputs], values }) => [
        ...values.subarray(head * size * inputs, (head + 1) * size * inputs),
      ]),
      ...Array.from({ length: output.shape[0] }, (_, row) => [
        ...output.values.subarray(row * width + head * size, row * width + (head + 1) * size),
      ]).flat(),
    ]);
    const fanIn = incoming[0].shape[1];
    return [
      {
        name: `${prefix.replace(/\.$/, '')} heads`,
        kind: 'heads',
        units: { count: heads, width: vectors[0].length, vectors: Float64Array.from(vectors.flat()) },
        outgoing: output.name,
        fanIn,
        drawnLength: Math.sqrt(3 * size + (size * output.shape[0]) / width),
      },
    ];
  });
}

/** The three matrices that in_proj_weight stacks. */
function thirds({ name, shape: [rows, columns], values }: Tensor): Tensor[] {
  const third = rows / 3;
  return [0, 1, 2].map((i) => ({
    name,
    shape: [third, columns],
    values: values.subarray(i * third * columns, (i + 1) * third * columns),
  }));
}
