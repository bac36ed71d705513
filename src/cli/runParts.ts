import * as z from 'zod';
import { type ReproduceHeader, reproduceParts } from '../report/reproduceSchema.js';
import { type SweepHeader, sweepParts } from '../report/sweepSchema.js';

/** What the files of any command's parts hold that can be cut into parts. */
export const runParts = {
  name: 'sweep or collapse reproduce',
  header: z.discriminatedUnion('kind', [sweepParts.header, reproduceParts.header]),
  line: z.union([sweepParts.line, reproduceParts.line]),
} as const;

/** The first line of a part of a sweep or of an experiment. */
export type RunHeader = SweepHeader | ReproduceHeader;

/** How many work items a run has. */
export function itemCount({ cells }: RunHeader): number {
  return typeof cells === 'number' ? cells : cells.length;
}
