import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modelJsonSchema } from '../../src/model/modelJsonSchema.js';

describe('schema/model.json', () => {
  const shipped = JSON.parse(readFileSync(new URL('../../schema/model.json', import.meta.url), 'utf8'));

  it('is what the reader accepts (written anew by `npm run build && node scripts/schema.mjs`)', () => {
    expect(shipped).toEqual(modelJsonSchema());
  });

  it('describes every key', () => {
    const undescribed = Object.entries<{ description?: string }>(shipped.properties).filter(
      ([, key]) => !key.description,
    );
    expect(undescribed).toEqual([]);
  });
});
