import type { RandomStream } from '../../numeric/random.js';
import type { StepSampler } from './stepSampler.js';

/**
 * Orthonormal vectors that a random matrix product carries along: after every step they are made orthonormal again, and
 * the logarithms of the diagonal of R in M Q = Q′ R are how much each grew (Benettin et al. 1980).
 */
export class ProductFrame {
  /** log R_cc of the last step, one a vector; −Infinity once a vector has vanished */
  readonly growth: Float64Array;
  /**
   * First-order part of the last growth of the first vector u, wᵀ(M − E M)u / |w|² with w = E M u: it has mean 0 given
   * u, so that it can be subtracted; 0 when the sampler has no E M.
   */
  fluctuation = 0;
  private readonly vectors: Float64Array[];
  private readonly images: Float64Array[];
  private readonly matrix: Float64Array;
  private step = 0;

  /** @param count how many vectors, 1 ≤ count ≤ dimension */
  constructor(
    private readonly sampler: StepSampler,
    count: number,
    private readonly stream: RandomStream,
  ) {
    const { dimension } = sampler;
    this.growth = new Float64Array(count);
    this.matrix = new Float64Array(dimension * dimension);
    this.vectors = Array.from({ length: count }, () => new Float64Array(dimension));
    this.images = Array.from({ length: count }, () => Float64Array.from({ length: dimension }, () => stream.normal()));
    this.orthonormalise();
  }

  advance(): void {
    const { sampler, stream, matrix, vectors, images } = this;
    sampler.draw(stream, matrix, this.step++);
    for (let c = 0; c < vectors.length; c++) multiply(matrix, vectors[c], images[c]);
    this.fluctuation = sampler.mean === null ? 0 : fluctuationOf(sampler.mean, vectors[0], images[0]);
    this.orthonormalise();
  }

  /** Gram–Schmidt from images to vectors, each projection twice, so that strongly contracted vectors stay orthogonal. */
  private orthonormalise(): void {
    const { vectors, images, growth } = this;
    for (let c = 0; c < images.length; c++) {
      const image = images[c];
      for (let pass = 0; pass < 2; pass++) {
        for (let b = 0; b < c; b++) {
          const vector = vectors[b];
          const along = inner(vector, image);
          for (let i = 0; i < image.length; i++) image[i] -= along * vector[i];
        }
      }
      const size = Math.sqrt(inner(image, image));
      growth[c] = Math.log(size);
      for (let i = 0; i < image.length; i++) vectors[c][i] = size === 0 ? 0 : image[i] / size;
    }
  }
}

/** Where E M u nearly vanishes the first-order part says nothing; the bound keeps its variance finite there. */
const leastSquare = 0.25;

function fluctuationOf(mean: Float64Array, vector: Float64Array, image: Float64Array): number {
  const d = vector.length;
  let along = 0;
  let square = 0;
  for (let i = 0; i < d; i++) {
    let w = 0;
    for (let j = 0; j < d; j++) w += mean[i * d + j] * vector[j];
    along += w * (image[i] - w);
    square += w * w;
  }
  return along / Math.max(square, leastSquare);
}

function multiply(matrix: Float64Array, vector: Float64Array, out: Float64Array): void {
  const d = vector.length;
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += matrix[i * d + j] * vector[j];
    out[i] = sum;
  }
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
