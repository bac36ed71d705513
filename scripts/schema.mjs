// Writes the JSON Schemas that ship with the package; run after a build: `npm run schema`.

import { mkdirSync, writeFileSync } from 'node:fs';
import { modelJsonSchema } from '../dist/src/model/modelJsonSchema.js';
import { resultJsonSchema } from '../dist/src/report/resultSchema.js';

const schemas = [
  ['schema/model.json', modelJsonSchema],
  ['schema/result.json', resultJsonSchema],
];

mkdirSync('schema', { recursive: true });
for (const [file, producer] of schemas) writeFileSync(file, `${JSON.stringify(producer(), null, 2)}\n`);
