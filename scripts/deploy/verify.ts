/** Hands the sources of a deployment to block explorers, each contract with the arguments that its document recorded. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { deployedContracts } from '#scripts/generate/artifacts.ts';
import type { Deployment } from './deploy.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hardhat = join(dirname(createRequire(import.meta.url).resolve('hardhat/package.json')), 'dist/src/cli.js');

/** What Hardhat is told, a contract each. */
export function verifications(deployment: Deployment, explorer: string): readonly (readonly string[])[] {
  return deployedContracts.flatMap(({ key, source, contract }) => {
    const given = deployment.constructorArguments[key];
    // A token that was there before is not ours to explain.
    if (given === undefined) return [];
    const name = `${source}:${contract}`;
    const command = ['--network', 'live', 'verify', explorer, '--contract', name, deployment.contracts[key]];
    return [[...command, ...given.map(String)]];
  });
}

function main({ deployment, explorer }: { readonly deployment: string; readonly explorer: string }): number {
  const calls = verifications(JSON.parse(readFileSync(deployment, 'utf8')) as Deployment, explorer);
  const failed = calls.filter(
    (call) => spawnSync(process.execPath, [hardhat, ...call], { cwd: root, stdio: 'inherit' }).status !== 0,
  );
  for (const call of failed) process.stderr.write(`Not verified: ${call[5]}. Repeat it with: npx hardhat ${call.join(' ')}\n`);
  return failed.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const program = new Command('verify')
    .description('Hands the sources to a block explorer. Reads RPC_URL and, for Etherscan, ETHERSCAN_API_KEY.')
    .requiredOption('--deployment <file>', 'the document that the deployment wrote')
    .option('--explorer <name>', 'etherscan, blockscout or sourcify', 'sourcify');
  program.parse();
  process.exitCode = main(program.opts());
}
