import { InputError } from '../../arithmetic/inputError.js';
import { functions } from '../functions/functions.js';
import { type Expression, isCondition, keyOf } from '../syntax/expression.js';
import { compileProgram, type Operation } from './program.js';

/** Reads one point (values, in the order of the names) and writes one number an output; true is 1 and false 0. */
export type CompiledFunction = (values: Float64Array, out: Float64Array) => void;

/**
 * A JavaScript function that works out several expressions at one point, in double precision.
 *
 * `names` gives the order of the values; the generated code holds no name of a user. Compiled functions are kept and
 * shared by equal calls. Throws InputError for a name that is not among `names`, and for mean(…) and var(…).
 */
export function compileJavaScript(outputs: readonly Expression[], names: readonly string[]): CompiledFunction {
  const key = `${names.join(' ')}|${outputs.map(keyOf).join('|')}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const result = build(outputs, names);
  if (compiled.size >= mostCompiled) compiled.delete(compiled.keys().next().value as string);
  compiled.set(key, result);
  return result;
}

const compiled = new Map<string, CompiledFunction>();

/** The oldest function is forgotten beyond this many, so that a long sweep does not fill the memory. */
const mostCompiled = 500;

function build(outputs: readonly Expression[], names: readonly string[]): CompiledFunction {
  const bindings = new Map(names.map((name, i) => [name, `v${i}`]));
  const { statements, results, helpers } = emitJavaScript(outputs, bindings);
  const body = [
    '"use strict"; return (values, out) => {',
    ...names.map((_, i) => `const v${i} = values[${i}];`),
    statements,
    ...results.map((result, i) => `out[${i}] = ${isCondition(outputs[i]) ? `${result} ? 1 : 0` : result};`),
    '};',
  ].join('\n');
  return new Function(...helpers.keys(), body)(...helpers.values()) as CompiledFunction;
}

/** A compiled program as text, to be placed into a function. */
export interface EmittedJavaScript {
  /** `const` declarations, one a line, that may be placed into any block */
  readonly statements: string;
  /** for each output a literal, a binding or a declared name */
  readonly results: readonly string[];
  /** functions that the statements call by these names; the surrounding code takes them as parameters */
  readonly helpers: ReadonlyMap<string, (...values: number[]) => number>;
}

/**
 * JavaScript statements that work out several expressions, to be placed into a larger generated function.
 *
 * `bindings` gives for each name the code of its value (a variable, or an element of an array); declared names are
 * `prefix` followed by a number, helpers `call_` followed by a function of the grammar. Throws InputError as
 * compileJavaScript does.
 */
export function emitJavaScript(
  outputs: readonly Expression[],
  bindings: ReadonlyMap<string, string>,
  prefix = 't',
): EmittedJavaScript {
  const { operations, results } = compileProgram(outputs);
  const helpers = new Map<string, (...values: number[]) => number>();
  const statements: string[] = [];
  const codes: string[] = [];
  for (const [position, operation] of operations.entries()) {
    if (operation.kind === 'number') codes.push(literal(operation.value));
    else if (operation.kind === 'input') codes.push(bindingOf(operation.name, bindings));
    else {
      if (operation.kind === 'call' && functions[operation.function].math === null) {
        helpers.set(helperName(operation.function), functions[operation.function].evaluate);
      }
      const code = codeOf(
        operation,
        operation.operands.map((operand) => codes[operand]),
      );
      statements.push(`const ${prefix}${position} = ${code};`);
      codes.push(`${prefix}${position}`);
    }
  }
  return { statements: statements.join('\n'), results: results.map((result) => codes[result]), helpers };
}

function codeOf(operation: Exclude<Operation, { kind: 'number' | 'input' }>, operands: readonly string[]): string {
  const [a, b, c] = operands;
  switch (operation.kind) {
    case 'add':
      return `${a} + ${b}`;
    case 'subtract':
      return `${a} - ${b}`;
    case 'multiply':
      return `${a} * ${b}`;
    case 'divide':
      return `${a} / ${b}`;
    case 'power':
      return `Math.pow(${a}, ${b})`;
    case 'negate':
      return `-${a}`;
    case 'call': {
      const { math } = functions[operation.function];
      return `${math === null ? helperName(operation.function) : `Math.${math}`}(${operands.join(', ')})`;
    }
    case 'compare':
      return `${a} ${comparisonCode[operation.operator]} ${b}`;
    case 'and':
      return `${a} && ${b}`;
    case 'or':
      return `${a} || ${b}`;
    case 'not':
      return `!${a}`;
    case 'select':
      return `${a} ? ${b} : ${c}`;
  }
}

const comparisonCode = { '<': '<', '<=': '<=', '>': '>', '>=': '>=', '==': '===', '!=': '!==' } as const;

function helperName(name: string): string {
  return `call_${name}`;
}

function bindingOf(name: string, bindings: ReadonlyMap<string, string>): string {
  const binding = bindings.get(name);
  if (binding === undefined) throw new InputError('expression', `no value for the name ${name}`);
  return binding;
}

/** The shortest literal that reads back as the same double. */
function literal(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.startsWith('-') ? `(${text})` : text;
}
