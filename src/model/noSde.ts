import { momentumValue } from './constants.js';
import type { Model } from './model.js';

/** Why the parameters of a model follow no SDE (theory §6); null where they do. */
export function noSdeReason(model: Model): string | null {
  const momentum = momentumValue(model);
  if (momentum !== 0) return `with momentum ${momentum} the parameters alone follow no SDE`;
  return isClipped(model) ? 'gradients are clipped, and no SDE of clipped gradients is known here' : null;
}

/** Whether gradients are clipped: what is predicted without it holds of neither SGD nor an SDE. */
export function isClipped({ dynamics }: Model): boolean {
  return dynamics.kind === 'loss' && dynamics.clippingNorm !== null;
}
