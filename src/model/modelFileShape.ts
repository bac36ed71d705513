import * as z from 'zod';
import type { InputError } from '../arithmetic/inputError.js';
import { nearestName } from '../expression/syntax/nearestName.js';
import { together } from './inputErrors.js';
import { type ModelFile, modelFile } from './modelFile.js';
import { type ModelSource, type Path, quoteHint } from './modelSource.js';

/** Checks the shape of a model file; throws InputError with line, key and what was expected for each thing wrong, unknown keys before others. */
export function shapedModelFile(source: ModelSource): ModelFile {
  const { file, errors } = shapeOf(source);
  if (errors.length > 0) throw together(errors);
  return file;
}

/**
 * The file with what is wrong with its shape, unknown keys before others. `wrong` are the keys at the top that the errors are
 * about, '' for keys that are unknown there: what stands under them has any shape, all else that of a model file.
 */
export function shapeOf(source: ModelSource): {
  readonly file: ModelFile;
  readonly errors: readonly InputError[];
  readonly wrong: ReadonlySet<string>;
} {
  const parsed = modelFile.safeParse(source.plain);
  if (parsed.success) return { file: parsed.data, errors: [], wrong: new Set() };
  const issues = parsed.error.issues.flatMap((issue) => innermost(issue, source.plain, []));
  const [unknown, others] = [true, false].map((isUnknown) =>
    issues.filter(({ code }) => (code === 'unrecognized_keys') === isUnknown),
  );
  const wrong = new Set(issues.map(({ path }) => String(path[0] ?? '')));
  const errors = [...unknown, ...others].flatMap((issue) => errorsOf(issue, source));
  return { file: source.plain as ModelFile, errors, wrong };
}

/** Of a union's issues those of the one kind of value, list or map, that stands there. */
function innermost(issue: z.core.$ZodIssue, root: unknown, before: Path): z.core.$ZodIssue[] {
  const path = [...before, ...pathOf(issue)];
  const value = path.reduce<unknown>(ownValue, root);
  const isContainer = typeof value === 'object' && value !== null;
  const inner = issue.code === 'invalid_union' && isContainer ? issue.errors : [];
  const deeper = inner.filter((issues) => issues.every((one) => one.path.length > 0 || one.code === 'invalid_union'));
  if (deeper.length === 0) return [{ ...issue, path }];
  return deeper[0].flatMap((one) => innermost(one, root, path));
}

function pathOf(issue: z.core.$ZodIssue): Path {
  return issue.path.filter((step) => typeof step !== 'symbol');
}

function errorsOf(issue: z.core.$ZodIssue, source: ModelSource): InputError[] {
  if (issue.code !== 'unrecognized_keys') return [errorOf(issue, source)];
  return issue.keys.map((key) => errorOf({ ...issue, keys: [key] }, source));
}

function errorOf(issue: z.core.$ZodIssue, source: ModelSource): InputError {
  const path = pathOf(issue);
  const { schema, description, value } = schemaAt(path, source.plain);
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    return source.error([...path, key], `unknown key ${JSON.stringify(key)}`, expectedKey(key, schema));
  }
  if (value === undefined) {
    return source.error(path, `${JSON.stringify(path.at(-1))} is missing`, description);
  }
  const isTorn = takesText(schema) && typeof value === 'object' && value !== null;
  const expected = isTorn ? `${description}; if that was meant, quote this expression: put ${quoteHint}` : description;
  return source.error(path, `this is ${whatItIs(value)}`, expected);
}

function expectedKey(key: string, schema: z.core.$ZodType): string {
  if (/[()?]/.test(key)) return `a key; if this is part of an expression, quote this expression: put ${quoteHint}`;
  const object = schema instanceof z.ZodUnion ? schema.options.find((one) => one instanceof z.ZodObject) : schema;
  const known = object instanceof z.ZodObject ? Object.keys(object.shape) : [];
  const near = known.find((one) => one === otherKeys.get(key.toLowerCase())) ?? nearestName(key, known);
  return `one of ${known.join(', ')}${near === null ? '' : `; did you mean ${near}?`}`;
}

/** What other tools call keys of the model file, in lower case. */
const otherKeys: ReadonlyMap<string, string> = new Map([
  ['lr', 'learningRate'],
  ['params', 'parameters'],
  ['weights', 'parameters'],
  ['features', 'inputs'],
  ['labels', 'targets'],
  ['model', 'output'],
  ['dataset', 'data'],
  ['l2', 'weightDecay'],
  ['wd', 'weightDecay'],
  ['clip', 'gradientClipping'],
  ['sigma', 'std'],
  ['p', 'probability'],
  ['t', 'horizon'],
]);

function whatItIs(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'no finite number';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** The schema that holds at a path with its description, and the value there. */
function schemaAt(path: Path, root: unknown): { schema: z.core.$ZodType; description: string; value: unknown } {
  let value = root;
  let { schema, description } = unwrapped(modelFile, root, '');
  for (const step of path) {
    const child = childOf(schema, step);
    if (child === undefined) {
      // a kind that no noise has is what is wrong, not the noise that it stands in
      if (schema instanceof z.ZodDiscriminatedUnion) value = ownValue(value, step) ?? value;
      break;
    }
    value = ownValue(value, step);
    ({ schema, description } = unwrapped(child, value, description));
  }
  return { schema, description, value };
}

/** What is inside `optional` and, by its kind, inside a union of noises; with the innermost description. */
function unwrapped(outer: z.core.$ZodType, value: unknown, outerDescription: string) {
  let schema = outer;
  let description = outerDescription;
  for (;;) {
    if (schema instanceof z.ZodType && schema.description !== undefined) description = schema.description;
    if (schema instanceof z.ZodOptional) schema = schema.unwrap();
    else if (schema instanceof z.ZodDiscriminatedUnion) {
      const kind = (value as { kind?: unknown } | null | undefined)?.kind;
      const option = schema.options.find(
        (candidate) => candidate instanceof z.ZodObject && candidate.shape.kind.value === kind,
      );
      if (option === undefined) return { schema, description };
      schema = option;
    } else return { schema, description };
  }
}

/** A value by its key, when the object or list itself holds it. */
function ownValue<T>(container: Readonly<Record<string, T>> | unknown, step: string | number): T | undefined {
  if (typeof container !== 'object' || container === null || !Object.hasOwn(container, step)) return undefined;
  return (container as Record<string | number, T>)[step];
}

function childOf(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return ownValue(schema.shape, step) ?? schema.def.catchall;
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodTuple) return schema.def.items[Number(step)];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodLazy) return childOf(schema.unwrap(), step);
  if (schema instanceof z.ZodUnion) {
    const option = schema.options.find((one: z.core.$ZodType) =>
      typeof step === 'number' ? one instanceof z.ZodArray : one instanceof z.ZodRecord || one instanceof z.ZodObject,
    );
    return option === undefined ? undefined : childOf(option, step);
  }
  return undefined;
}

function takesText(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodLazy) return takesText(schema.unwrap());
  return schema instanceof z.ZodString || (schema instanceof z.ZodUnion && schema.options.some(takesText));
}
