import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import { switchFile, switchSource } from './schemata.ts';
import { root } from './syntax-tree.ts';

/** Where the mutated contracts and their tests are compiled. */
export const workspace = join(root, '.upline', 'mutation');

const require = createRequire(import.meta.url);

/** Copies contracts and Solidity tests, with `sources` in the place of the originals. */
export function fillWorkspace(sources: Readonly<Record<string, string>>): void {
  for (const folder of ['contracts', 'test']) rmSync(join(workspace, folder), { recursive: true, force: true });
  const solidity = (from: string): boolean => !/\.[a-z]+$/i.test(from) || from.endsWith('.sol');
  for (const folder of ['contracts', 'test/contracts']) {
    mkdirSync(join(workspace, folder), { recursive: true });
    cpSync(join(root, folder), join(workspace, folder), { recursive: true, filter: solidity });
  }
  for (const [path, source] of Object.entries({ ...sources, [switchFile]: switchSource }))
    writeFileSync(join(workspace, path), source);
  writeFileSync(join(workspace, 'package.json'), '{ "type": "module" }\n');
}

/**
 * Hardhat as it is used on the workspace. The optimiser only makes room on the stack: a mutant must not be optimised away, and
 * compiling is most of the price.
 * @param effort runs of a fuzzed test, and of a campaign with as many calls each
 */
export async function openWorkspace(effort: {
  readonly runs: number;
  readonly campaign: number;
}): Promise<HardhatRuntimeEnvironment> {
  return createHardhatRuntimeEnvironment(
    {
      paths: { sources: './contracts', tests: { solidity: './test/contracts' } },
      solidity: {
        version: '0.8.37',
        path: require.resolve('solc/soljson.js'),
        npmFilesToBuild: ['@openzeppelin/contracts/access/manager/AccessManager.sol'],
        settings: {
          viaIR: true,
          evmVersion: 'prague',
          optimizer: {
            enabled: true,
            runs: 1,
            details: { yul: true, yulDetails: { stackAllocation: true, optimizerSteps: 'u:' } },
          },
        },
      },
      test: {
        solidity: {
          gasLimit: 1_000_000_000n,
          fuzz: { runs: effort.runs },
          invariant: { runs: effort.campaign, depth: effort.campaign, failOnRevert: false },
        },
      },
    },
    { config: join(workspace, 'package.json') },
    workspace,
  );
}

/** The Solidity test files of the workspace, from its root. */
export function testFiles(): string[] {
  return readdirSync(join(workspace, 'test/contracts'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.t.sol'))
    .map((path) => join(workspace, 'test/contracts', path))
    .sort();
}
