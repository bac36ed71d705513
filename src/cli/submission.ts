import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../arithmetic/inputError.js';

const submission = z.strictObject({
  parts: z.int().positive(),
  cells: z.int().positive(),
  /** numbers of the job arrays, the newest last */
  jobs: z.array(z.string()),
});

/** What `collapse submit` remembers of a folder. */
export type Submission = z.infer<typeof submission>;

/** Its name within the folder. */
export const submissionFile = 'submission.json';

/** What was submitted from a folder before; null where nothing was. Throws InputError for a file of another kind. */
export function readSubmission(folder: string): Submission | null {
  const file = join(folder, submissionFile);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  try {
    return submission.parse(JSON.parse(text));
  } catch {
    throw new InputError(file, 'it does not say what was submitted', 'what collapse submit wrote');
  }
}
