import * as z from 'zod';
import { modelFile } from './modelFile.js';

/** The JSON Schema (draft 2020-12) of model files: their shape; names and formulas are checked by readModel alone. */
export function modelJsonSchema(): Record<string, unknown> {
  return { title: 'collapse-verifier model file', ...z.toJSONSchema(modelFile, { io: 'input' }) };
}
