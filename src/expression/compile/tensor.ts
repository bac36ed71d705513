import { InputError } from '../../arithmetic/inputError.js';
import type { ComparisonOperator, Expression } from '../syntax/expression.js';
import type { FunctionName } from '../syntax/functionName.js';
import type { Operation } from './operation.js';
import { compileProgram } from './program.js';

/**
 * The operations of a tensor library, elementwise with broadcasting; conditions are tensors of truths.
 *
 * `select` takes `then` where the condition holds and `otherwise` elsewhere; both have been worked out.
 */
export interface TensorOperations<T> {
  number(value: number): T;
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  multiply(a: T, b: T): T;
  divide(a: T, b: T): T;
  power(base: T, exponent: T): T;
  negate(a: T): T;
  call(name: FunctionName, values: readonly T[]): T;
  compare(operator: ComparisonOperator, left: T, right: T): T;
  and(a: T, b: T): T;
  or(a: T, b: T): T;
  not(a: T): T;
  select(condition: T, then: T, otherwise: T): T;
}

/**
 * A function that works out several expressions over tensors: values in the order of the names, one tensor an output.
 *
 * Every shared part is one operation; whole powers are multiplications, so that gradients need no power of a negative
 * base. An output that is a number alone is `number(value)`, without the shape of the values. Throws InputError for a
 * name that is not among `names`, and for mean(…) and var(…).
 */
export function compileTensor<T>(
  outputs: readonly Expression[],
  names: readonly string[],
  operations: TensorOperations<T>,
): (values: readonly T[]) => T[] {
  const program = compileProgram(outputs);
  const places = new Map(names.map((name, i) => [name, i]));
  for (const operation of program.operations) {
    if (operation.kind === 'input' && !places.has(operation.name)) {
      throw new InputError('expression', `no value for the name ${operation.name}`);
    }
  }
  return (values) => {
    const known: T[] = [];
    for (const operation of program.operations) {
      known.push(
        operation.kind === 'input' ? values[places.get(operation.name) as number] : apply(operations, operation, known),
      );
    }
    return program.results.map((position) => known[position]);
  };
}

function apply<T>(
  operations: TensorOperations<T>,
  operation: Exclude<Operation, { kind: 'input' }>,
  known: readonly T[],
): T {
  if (operation.kind === 'number') return operations.number(operation.value);
  if (operation.kind === 'sampled') throw new RangeError('compileTensor: tensors hold all samples at once');
  const operands = operation.operands.map((position) => known[position]);
  const [a, b, c] = operands;
  switch (operation.kind) {
    case 'call':
      return operations.call(operation.function, operands);
    case 'compare':
      return operations.compare(operation.operator, a, b);
    case 'select':
      return operations.select(a, b, c);
    case 'sum':
      throw new RangeError('compileTensor: no expression is a sum over samples');
    case 'negate':
    case 'not':
      return operations[operation.kind](a);
    default:
      return operations[operation.kind](a, b);
  }
}
