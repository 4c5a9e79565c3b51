import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { abi } from './abi.ts';
import { database } from './database.ts';
import { decoders } from './decoders.ts';
import { type Generator, root } from './generator.ts';
import { openapi } from './openapi.ts';
import { schemas } from './schemas.ts';
import { typechain } from './typechain.ts';
import { typedData } from './typed-data.ts';

/** Generators of other floors add themselves here: one import, one line. */
const generators: readonly Generator[] = [abi, decoders, typedData, typechain, openapi, schemas, database];

/** `node scripts/generate/main.ts [--check]`: makes what is generated, or says which of it is stale (and exits with 1). */
async function main(check: boolean): Promise<number> {
  const compiled = compile();
  if (compiled !== 0) return compiled;
  let stale = 0;
  for (const generator of generators) {
    const paths = await generator.run(check);
    if (check) stale += paths.length;
    for (const path of paths) process.stdout.write(`${generator.name}: ${check ? 'stale' : 'written'} ${path}\n`);
  }
  if (stale > 0) process.stderr.write('Run `npm run generate` and commit the result.\n');
  return stale > 0 ? 1 : 0;
}

function compile(): number {
  const packageFile = createRequire(import.meta.url).resolve('hardhat/package.json');
  const result = spawnSync(process.execPath, [join(dirname(packageFile), 'dist/src/cli.js'), 'build', '--no-tests'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return result.status ?? 1;
}

process.exitCode = await main(process.argv.includes('--check'));
