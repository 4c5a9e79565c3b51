import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runTypeChain } from 'typechain';
import { outputTransformers } from 'typechain/dist/codegen/outputTransformers/index.js';
import { artifactPath, deployedContracts } from './artifacts.ts';
import { textGenerator } from './generator.ts';

const folder = 'scripts/generated/typechain';

/** Typed ethers contracts and factories (with bytecode, so that nothing has to be compiled to deploy). */
export const typechain = textGenerator({
  name: 'typechain',
  folder,
  build: async () => {
    const work = mkdtempSync(join(tmpdir(), 'upline-typechain-'));
    try {
      return await generate(join(work, 'artifacts'), join(work, 'types'));
    } finally {
      rmSync(work, { recursive: true });
    }
  },
});

async function generate(artifacts: string, types: string): Promise<Map<string, string>> {
  withoutPrettier();
  mkdirSync(artifacts);
  // One flat folder of artifacts makes one flat folder of types.
  const files = deployedContracts.map((contract) => {
    const path = join(artifacts, `${contract.contract}.json`);
    copyFileSync(artifactPath(contract), path);
    return path;
  });
  await runTypeChain({ cwd: artifacts, allFiles: files, filesToProcess: files, outDir: types, target: 'ethers-v6', flags });
  const wanted = readdirSync(types, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && basename(path) !== 'index.ts',
  );
  return new Map(wanted.sort().map((path) => [`${folder}/${path}`, runnable(readFileSync(join(types, path), 'utf8'))]));
}

const flags = {
  alwaysGenerateOverloads: false,
  discriminateTypes: false,
  tsNocheck: false,
  environment: undefined,
  node16Modules: true,
} as const;

/** TypeChain calls Prettier as it was before version 3; generated files are not formatted here. */
function withoutPrettier(): void {
  const position = outputTransformers.findIndex((transformer) => transformer.name === 'prettierOutputTransformer');
  if (position !== -1) outputTransformers.splice(position, 1);
}

/** Node runs these files as they are: a relative import must name the file that exists, and a namespace must be one of types only. */
function runnable(source: string): string {
  return source
    .replace(/(from\s+["']\.{1,2}\/[^"']+?)(?:\.js)?(["'])/g, '$1.ts$2')
    .replace(/^(\s*export) namespace /gm, '$1 declare namespace ')
    .replace(/^(\s*export interface OutputObject .*\}) ?;$/gm, '$1');
}
