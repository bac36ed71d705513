// Writes the JSON Schemas that ship with the package; run after a build: `node scripts/schema.mjs`.

import { mkdirSync, writeFileSync } from 'node:fs';
import { modelJsonSchema } from '../dist/src/model/modelJsonSchema.js';

const schemas = [['schema/model.json', modelJsonSchema]];

mkdirSync('schema', { recursive: true });
for (const [file, producer] of schemas) writeFileSync(file, `${JSON.stringify(producer(), null, 2)}\n`);
