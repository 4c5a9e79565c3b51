import { fileSchemas } from '#engine/index.ts';
import { textGenerator } from './generator.ts';

/** JSON Schemas of the engine's files, for editors: docs/plans.md, "Files". */
export const schemas = textGenerator({
  name: 'schemas',
  build: () =>
    new Map(
      Object.entries(fileSchemas()).map(([file, schema]) => [
        `docs/schemas/${file}.schema.json`,
        `${JSON.stringify(schema, null, 2)}\n`,
      ]),
    ),
});
