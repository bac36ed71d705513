import * as z from 'zod';
import { InputError } from '../arithmetic/inputError.js';
import { nearestName } from '../expression/syntax/nearestName.js';
import { type ModelFile, modelFile } from './modelFile.js';
import { type ModelSource, type Path, quoteHint } from './modelSource.js';

/** Checks the shape of a model file; throws InputError with line, key and what was expected for the first thing wrong, unknown keys before others. */
export function shapedModelFile(source: ModelSource): ModelFile {
  const parsed = modelFile.safeParse(source.plain);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  throw errorOf(issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0], source);
}

function errorOf(issue: z.core.$ZodIssue, source: ModelSource): InputError {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const { schema, description, value } = schemaAt(path, source.plain);
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    return new InputError(source.where([...path, key]), `unknown key ${JSON.stringify(key)}`, expectedKey(key, schema));
  }
  if (value === undefined) {
    return new InputError(source.where(path), `${JSON.stringify(path.at(-1))} is missing`, description);
  }
  const isTorn = takesText(schema) && typeof value === 'object' && value !== null;
  const expected = isTorn
    ? `${description}; if this is an expression, quote this expression: ${quoteHint}`
    : description;
  return new InputError(source.where(path), `this is ${whatItIs(value)}`, expected);
}

function expectedKey(key: string, schema: z.core.$ZodType): string {
  if (/[()?]/.test(key)) return `a key; if this is part of an expression, quote this expression: ${quoteHint}`;
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const near = nearestName(key, known);
  return `one of ${known.join(', ')}${near === null ? '' : `; did you mean ${near}?`}`;
}

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
  return undefined;
}

function takesText(schema: z.core.$ZodType): boolean {
  return schema instanceof z.ZodString || (schema instanceof z.ZodUnion && schema.options.some(takesText));
}
