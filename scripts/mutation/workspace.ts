import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import { switchFile, switchSource } from './schemata.ts';
import { root } from './syntax-tree.ts';

/** Where the mutated contracts and their tests are compiled. */
export const workspace = join(root, '.upline', 'mutation');

const require = createRequire(import.meta.url);
const codeFolder = join(workspace, 'code');
const testFolder = join(workspace, 'test/contracts');

/**
 * What a test does instead of `new X(…)`. A test contract that names \`new\` carries the code of what it makes, compiled again for
 * each of them; here it reads that code from a file.
 */
const makerSource = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface Files {
    function readFileBinary(string calldata path) external view returns (bytes memory);
}

function deployedFromFile(string memory name, bytes memory arguments) returns (address place) {
    Files files = Files(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
    bytes memory code = bytes.concat(files.readFileBinary(string.concat("code/", name)), arguments);
    assembly {
        place := create(0, add(code, 32), mload(code))
        if iszero(place) {
            returndatacopy(0, 0, returndatasize())
            revert(0, returndatasize())
        }
    }
}
`;

/** Copies contracts and Solidity tests, with `sources` in the place of the originals. */
export function fillWorkspace(sources: Readonly<Record<string, string>>): void {
  for (const folder of ['contracts', 'test']) rmSync(join(workspace, folder), { recursive: true, force: true });
  const isSolidity = (from: string): boolean => from.endsWith('.sol') || !basename(from).includes('.');
  for (const folder of ['contracts', 'test/contracts']) {
    mkdirSync(join(workspace, folder), { recursive: true });
    cpSync(join(root, folder), join(workspace, folder), { recursive: true, filter: isSolidity });
  }
  const names = readdirSync(join(root, 'contracts'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sol'))
    .map((path) => basename(path, '.sol'));
  for (const file of solidityFiles(testFolder)) {
    const source = withoutNew(readFileSync(file, 'utf8'), [...names, 'AccessManager'], file);
    // Without the code of what it makes a library is small; taken in, it needs no linking when only some tests run.
    const taken = source.includes('\nlibrary ') ? source.replaceAll(' public returns (', ' internal returns (') : source;
    writeFileSync(file, taken);
  }
  writeFileSync(join(testFolder, 'Made.sol'), makerSource);
  for (const [path, source] of Object.entries({ ...sources, [switchFile]: switchSource }))
    writeFileSync(join(workspace, path), source);
  writeFileSync(join(workspace, 'package.json'), '{ "type": "module" }\n');
}

function withoutNew(source: string, names: readonly string[], file: string): string {
  const pattern = new RegExp(`\\bnew (${names.join('|')})\\(`);
  let text = source;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [start, name] = [found.index, found[1] ?? ''];
    const open = start + found[0].length - 1;
    let close = open;
    for (let level = 0; level > 0 || close === open; close++) {
      if (text[close] === '(') level++;
      if (text[close] === ')') level--;
    }
    const given = text.slice(open + 1, close - 1);
    text = `${text.slice(0, start)}${name}(deployedFromFile("${name}", abi.encode(${given})))${text.slice(close)}`;
  }
  if (text === source) return source;
  const path = '../'.repeat(file.slice(testFolder.length + 1).split('/').length - 1);
  return text.replace(
    /^(pragma solidity [^;]+;\n)/m,
    `$1import {deployedFromFile} from "${path === '' ? './' : path}Made.sol";\n`,
  );
}

/**
 * Hardhat as it is used on the workspace. The optimiser only makes room on the stack: a mutant must not be optimised away.
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
          // An endless loop ends here.
          gasLimit: 200_000_000n,
          fsPermissions: { readFile: [codeFolder], readDirectory: [codeFolder] },
          fuzz: { runs: effort.runs },
          invariant: { runs: effort.campaign, depth: effort.campaign, failOnRevert: false },
        },
      },
    },
    { config: join(workspace, 'package.json') },
    workspace,
  );
}

/** Compiles everything and puts the code of the contracts where the tests read it. */
export async function buildWorkspace(): Promise<void> {
  const hre = await openWorkspace({ runs: 1, campaign: 1 });
  await hre.tasks.getTask('build').run({ quiet: true });
  rmSync(codeFolder, { recursive: true, force: true });
  mkdirSync(codeFolder);
  for (const folder of ['artifacts/contracts', 'artifacts/@openzeppelin']) {
    for (const path of readdirSync(join(workspace, folder), { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.json')) continue;
      const artifact = JSON.parse(readFileSync(join(workspace, folder, path), 'utf8')) as {
        contractName: string;
        bytecode: string;
      };
      if (artifact.bytecode.length > 2)
        writeFileSync(join(codeFolder, artifact.contractName), Buffer.from(artifact.bytecode.slice(2), 'hex'));
    }
  }
  forgetSources();
}

/** What the compiler wrote about sources is read again for each mutant, only to print stack traces that nobody sees here. */
function forgetSources(): void {
  const folder = join(workspace, 'artifacts/build-info');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.output.json'))) {
    const path = join(folder, name);
    const written = JSON.parse(readFileSync(path, 'utf8')) as { output: object };
    writeFileSync(path, JSON.stringify({ ...written, output: { ...written.output, contracts: {}, sources: {} } }));
  }
}

/** The Solidity test files of the workspace. */
export function testFiles(): string[] {
  return existsSync(testFolder) ? solidityFiles(testFolder).filter((path) => path.endsWith('.t.sol')) : [];
}

function solidityFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sol'))
    .map((path) => join(folder, path))
    .sort();
}
