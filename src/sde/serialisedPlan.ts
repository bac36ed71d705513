import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** A plan as bytes that threads share, under a key that no other plan has. */
export interface SerialisedPlan {
  readonly key: string;
  readonly bytes: SharedArrayBuffer;
}

/** The bytes that v8.deserialize reads back, and their SHA-256: equal plans have equal keys in every process. */
export function serialisedPlan(plan: TrajectoryPlan): SerialisedPlan {
  const text = serialize(plan);
  const bytes = new SharedArrayBuffer(text.length);
  new Uint8Array(bytes).set(text);
  return { key: createHash('sha256').update(text).digest('hex'), bytes };
}
