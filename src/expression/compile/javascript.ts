import { InputError } from '../../arithmetic/inputError.js';
import { functions } from '../functions/functions.js';
import { type Expression, isCondition, keyOf } from '../syntax/expression.js';
import type { FunctionName } from '../syntax/functionName.js';
import type { Operation } from './operation.js';
import { phasesOf } from './phases.js';
import { compileProgram, type Program } from './program.js';

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
  if (known !== undefined) return known.result;
  const result = build(outputs, names);
  if (compiled.size >= mostCompiled) compiled.delete(compiled.keys().next().value as string);
  compiled.set(key, { outputs, result });
  return result;
}

/** with their outputs, since a key is that of an expression only while the expression is there */
const compiled = new Map<string, { readonly outputs: readonly Expression[]; readonly result: CompiledFunction }>();

/** The oldest function is forgotten beyond this many, so that a long sweep does not fill the memory. */
const mostCompiled = 500;

function build(outputs: readonly Expression[], names: readonly string[]): CompiledFunction {
  const places = new Map(names.map((name, i) => [name, `values[${i}]`]));
  const { statements, results, helpers } = emitJavaScript(compileProgram(outputs), { input: bindingIn(places) });
  const body = [
    '"use strict"; return (values, out) => {',
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

/** Where a program's values come from, as code. */
export interface JavaScriptBindings {
  /** throws for a name that has no value */
  input(name: string): string;
  /** of a value that each sample has, where the number of the sample is `sample` */
  sampled?(name: string): string;
  /** the number of samples, for programs with sums over them */
  readonly sampleCount?: number;
}

/**
 * JavaScript statements that work out a program, to be placed into a larger generated function: what no sample changes,
 * one loop over the samples, then what its sums are needed for.
 *
 * Declared names are t followed by a number, helpers `call_` followed by a function of the grammar.
 */
export function emitJavaScript(program: Program, bindings: JavaScriptBindings): EmittedJavaScript {
  const helpers = new Map<string, (...values: number[]) => number>();
  const codes: string[] = [];
  const declare = (position: number, code: string, keyword = 'const'): string => {
    codes[position] = `t${position}`;
    return `${keyword} t${position} = ${code};`;
  };
  const emit = (position: number): string[] => {
    const operation = program.operations[position];
    switch (operation.kind) {
      case 'number':
        codes[position] = literal(operation.value);
        return [];
      case 'input':
        return [declare(position, bindings.input(operation.name))];
      case 'sampled':
        if (bindings.sampled === undefined) throw new RangeError(`emitJavaScript: ${operation.name} has no sample`);
        return [declare(position, bindings.sampled(operation.name))];
      case 'sum':
        return [declare(position, '0', 'let')];
      default: {
        if (operation.kind === 'call') {
          const { function: name } = operation;
          if (mathName(name) === null) helpers.set(helperName(name), functions[name].evaluate);
        }
        const operands = operation.operands.map((operand) => codes[operand]);
        return [declare(position, codeOf(operation, operands))];
      }
    }
  };
  const { before, sums, inside, after } = phasesOf(program);
  const statements = [...before, ...sums].flatMap(emit);
  if (sums.length > 0) {
    const added = (sum: number): string => {
      const operation = program.operations[sum] as Extract<Operation, { kind: 'sum' }>;
      return `t${sum} += ${codes[operation.operands[0]]};`;
    };
    statements.push(
      `for (let sample = 0; sample < ${bindings.sampleCount}; sample++) {`,
      ...inside.flatMap(emit),
      ...sums.map(added),
      '}',
    );
  }
  statements.push(...after.flatMap(emit));
  return { statements: statements.join('\n'), results: program.results.map((result) => codes[result]), helpers };
}

function codeOf(
  operation: Exclude<Operation, { kind: 'number' | 'input' | 'sampled' | 'sum' }>,
  operands: readonly string[],
): string {
  const [a, b, c] = operands;
  switch (operation.kind) {
    case 'power':
      return `Math.pow(${a}, ${b})`;
    case 'negate':
      return `-${a}`;
    case 'call':
      return `${mathName(operation.function) ?? helperName(operation.function)}(${operands.join(', ')})`;
    case 'compare':
      return `${a} ${comparisonCode[operation.operator]} ${b}`;
    case 'not':
      return `!${a}`;
    case 'select':
      return `${a} ? ${b} : ${c}`;
    default:
      return `${a} ${infix[operation.kind]} ${b}`;
  }
}

const infix = { add: '+', subtract: '-', multiply: '*', divide: '/', and: '&&', or: '||' } as const;

const comparisonCode = { '<': '<', '<=': '<=', '>': '>', '>=': '>=', '==': '===', '!=': '!==' } as const;

/** `Math.tanh`, where a function is one of Math's. */
function mathName(name: FunctionName): string | null {
  return mathNames.get(functions[name].evaluate) ?? null;
}

const mathNames: ReadonlyMap<unknown, string> = new Map(
  Object.entries(Object.getOwnPropertyDescriptors(Math)).map(([name, { value }]) => [value, `Math.${name}`]),
);

function helperName(name: string): string {
  return `call_${name}`;
}

/** Looks inputs up. */
function bindingIn(places: ReadonlyMap<string, string>): (name: string) => string {
  return (name) => {
    const place = places.get(name);
    if (place === undefined) throw new InputError('expression', `no value for the name ${name}`);
    return place;
  };
}

/** The shortest literal that reads back as the same double. */
function literal(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.startsWith('-') ? `(${text})` : text;
}
