import { memoised } from '../../arithmetic/memoised.js';
import { type Operation, operandsOf } from './operation.js';

/** What sumFactors asks of the steps collected so far. */
export interface Steps {
  operation(position: number): Operation;
  arithmetic(kind: 'multiply' | 'divide' | 'negate', ...operands: readonly number[]): number;
  number(value: number): number;
}

/** A value as a product: of what is the same at all samples (null: 1), and of what each sample has of its own (null: 1). */
export interface SumFactors {
  readonly shared: number | null;
  readonly own: number | null;
}

/**
 * Takes out of products, quotients and signs what no sample changes, so that a sum over samples is multiplied by it once.
 *
 * Squares keep their form: (wu)·(wu) gives w·w and u·u. What `keptInside` names stays with the samples' factors.
 */
export class FactorSplitter {
  /** The factors of the value of a step. */
  readonly factors = memoised<number, SumFactors>((position) => this.factorsOf(position));

  /** Whether a value differs from sample to sample. */
  private readonly isSampled = memoised<number, boolean>((position, isSampled) => {
    const operation = this.steps.operation(position);
    if (operation.kind === 'sampled' || operation.kind === 'sum') return operation.kind === 'sampled';
    return operandsOf(operation).some(isSampled);
  });

  constructor(
    private readonly steps: Steps,
    private readonly keptInside: ReadonlySet<number>,
  ) {}

  private factorsOf(position: number): SumFactors {
    const { steps } = this;
    if (!this.isSampled(position)) return { shared: position, own: null };
    if (this.keptInside.has(position)) return { shared: null, own: position };
    const operation = steps.operation(position);
    if (operation.kind === 'negate') {
      const { shared, own } = this.factors(operation.operands[0]);
      return { shared: shared === null ? steps.number(-1) : steps.arithmetic('negate', shared), own };
    }
    if (operation.kind !== 'multiply' && operation.kind !== 'divide') return { shared: null, own: position };
    const { kind } = operation;
    const [left, right] = operation.operands.map((operand) => this.factors(operand));
    const join = (a: number | null, b: number | null): number | null => {
      if (b === null) return a;
      if (a === null) return kind === 'multiply' ? b : steps.arithmetic('divide', steps.number(1), b);
      return steps.arithmetic(kind, a, b);
    };
    return { shared: join(left.shared, right.shared), own: join(left.own, right.own) };
  }
}
