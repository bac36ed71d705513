import type { RandomStream } from '../../numeric/random.js';
import { dot } from '../../numeric/vectors.js';
import { type Corrector, fluctuationOf, multiply } from './directionStep.js';
import type { Walker } from './growthMean.js';
import type { StepSampler } from './stepSampler.js';

/**
 * Orthonormal vectors that a random matrix product carries along: after every step they are made orthonormal again, and
 * the logarithms of the diagonal of R in M Q = Q′ R are how much each grew (Benettin et al. 1980).
 */
export class ProductFrame implements Walker {
  /** log R_cc of the last step, one a vector; −Infinity once a vector has vanished */
  readonly growth: Float64Array;
  /**
   * First-order part of the last change of log‖y‖ + φ along the first vector u: with w = E M u and v = (M − E M)u it is
   * wᵀv/|w|² + ∂_v φ(w). It has mean 0 given u, so that it can be subtracted; 0 when the sampler has no E M.
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
    private readonly corrector: Corrector | null = null,
  ) {
    const { dimension } = sampler;
    this.growth = new Float64Array(count);
    this.matrix = new Float64Array(dimension * dimension);
    this.vectors = Array.from({ length: count }, () => new Float64Array(dimension));
    this.images = Array.from({ length: count }, () => Float64Array.from({ length: dimension }, () => stream.normal()));
    this.orthonormalise();
  }

  /** The first vector. */
  get direction(): Float64Array {
    return this.vectors[0];
  }

  advance(): void {
    const { sampler, stream, matrix, vectors, images, corrector } = this;
    sampler.draw(stream, matrix, this.step++);
    for (let c = 0; c < vectors.length; c++) multiply(matrix, vectors[c], images[c]);
    this.fluctuation = sampler.mean === null ? 0 : fluctuationOf(sampler.mean, vectors[0], images[0], corrector);
    const before = corrector === null ? 0 : corrector.valueAt(vectors[0]);
    this.orthonormalise();
    if (corrector !== null) this.growth[0] += corrector.valueAt(vectors[0]) - before;
  }

  /** Gram–Schmidt from images to vectors, each projection twice, so that strongly contracted vectors stay orthogonal. */
  private orthonormalise(): void {
    const { vectors, images, growth } = this;
    for (let c = 0; c < images.length; c++) {
      const image = images[c];
      for (let pass = 0; pass < 2; pass++) {
        for (let b = 0; b < c; b++) {
          const vector = vectors[b];
          const along = dot(vector, image);
          for (let i = 0; i < image.length; i++) image[i] -= along * vector[i];
        }
      }
      const size = Math.sqrt(dot(image, image));
      growth[c] = Math.log(size);
      for (let i = 0; i < image.length; i++) vectors[c][i] = size === 0 ? 0 : image[i] / size;
    }
  }
}
