import { existsSync } from 'node:fs';
import { firstMigration, squashedScript } from '#scripts/database/diff.ts';
import { generateClient } from '#scripts/database/generate.ts';
import { projectFolder, readMigrations } from '#scripts/database/schema-files.ts';
import { type Generator, textGenerator } from './generator.ts';

const migration = textGenerator({
  name: 'database',
  // Once there is a second migration, the first is history and may differ from today's schema.
  build: async () =>
    readMigrations().some(({ name }) => name !== firstMigration)
      ? new Map()
      : new Map([[`backend/prisma/migrations/${firstMigration}/migration.sql`, await squashedScript()]]),
});

/** The typed database client (not committed, so it is made even for a check when it is missing) and the SQL of the schema. */
export const database: Generator = {
  name: 'database',
  run: async (check) => {
    if (!check || !existsSync(`${projectFolder}backend/platform/generated/prisma/client.ts`)) generateClient();
    return migration.run(check);
  },
};
