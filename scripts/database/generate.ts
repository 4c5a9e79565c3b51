import { spawnSync } from 'node:child_process';
import { projectFolder, schemaFolder } from './schema-files.ts';

/**
 * Makes the typed database client in backend/platform/generated/prisma from the schema files.
 * `prisma generate` works in WebAssembly but insists on an engine file that it would have to download; any executable calms it.
 */
export function generateClient(): void {
  const result = spawnSync('node', ['node_modules/prisma/build/index.js', 'generate', '--schema', schemaFolder], {
    cwd: projectFolder,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`prisma generate failed:\n${result.stdout}\n${result.stderr}`);
}

if (import.meta.main) generateClient();
