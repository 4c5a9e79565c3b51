import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { JsonRpcProvider, type Signer, Wallet } from 'ethers';
import { type Beginning, beginDeployment, deployUpline, type Deployment } from './deploy.ts';
import { type DeployParameters, deployParameters, localAccount, localChainId, localParameters } from './parameters.ts';

interface Options {
  readonly rpc: string;
  readonly out: string;
  readonly parameters?: string;
  readonly keyFile?: string;
  readonly force: boolean;
}

/** What is kept beside the addresses file while a deployment is under way, so that a second run finishes the first. */
interface Journal {
  readonly parameters: DeployParameters;
  readonly deployer: string;
  readonly beginning: Beginning;
}

async function main(options: Options): Promise<void> {
  const provider = new JsonRpcProvider(options.rpc, undefined, { cacheTimeout: -1, pollingInterval: 250 });
  try {
    const existing = options.force ? undefined : await existingDeployment(options.out, provider);
    if (existing !== undefined) {
      process.stdout.write(`Already deployed on chain ${existing.chainId}; see ${options.out}. To deploy another: --force.\n`);
      return;
    }
    const parameters =
      options.parameters === undefined
        ? localParameters()
        : deployParameters.parse(JSON.parse(readFileSync(options.parameters, 'utf8')));
    const signer = deployerOf(options, parameters, provider);
    const beginning = await openJournal(options, parameters, signer);
    const deployment = await deployUpline(parameters, signer, beginning);
    writeFileSync(options.out, `${JSON.stringify(deployment, undefined, 2)}\n`);
    rmSync(journalPath(options.out));
    for (const [name, address] of Object.entries(deployment.contracts)) process.stdout.write(`${name.padEnd(14)} ${address}\n`);
  } finally {
    provider.destroy();
  }
}

/** A file whose chain was thrown away since (a local one) does not count. */
async function existingDeployment(path: string, provider: JsonRpcProvider): Promise<Deployment | undefined> {
  if (!existsSync(path)) return undefined;
  const deployment = JSON.parse(readFileSync(path, 'utf8')) as Deployment;
  const { chainId } = await provider.getNetwork();
  if (Number(chainId) !== deployment.chainId)
    throw new Error(`${path} belongs to chain ${deployment.chainId}, the node is on ${chainId}.`);
  return (await provider.getCode(deployment.contracts.genealogy)) === '0x' ? undefined : deployment;
}

function deployerOf(options: Options, parameters: DeployParameters, provider: JsonRpcProvider): Signer {
  if (options.keyFile !== undefined) return new Wallet(readFileSync(options.keyFile, 'utf8').trim(), provider);
  if (parameters.chainId !== localChainId) throw new Error('Name the file with the key of the deployer: --key-file FILE.');
  return localAccount(0).connect(provider);
}

async function openJournal(options: Options, parameters: DeployParameters, signer: Signer): Promise<Beginning> {
  const path = journalPath(options.out);
  const deployer = await signer.getAddress();
  if (existsSync(path)) {
    const journal = JSON.parse(readFileSync(path, 'utf8')) as Journal;
    const same = journal.deployer === deployer && JSON.stringify(journal.parameters) === JSON.stringify(parameters);
    if (!same) throw new Error(`${path} is of a deployment with other parameters. Finish that one, or delete the file.`);
    // A local chain that was thrown away meanwhile has not seen these transactions.
    if ((await signer.getNonce('pending')) >= journal.beginning.firstNonce) return journal.beginning;
  }
  const beginning = await beginDeployment(signer);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ parameters, deployer, beginning } satisfies Journal, undefined, 2)}\n`);
  return beginning;
}

function journalPath(out: string): string {
  return `${out}.unfinished`;
}

const program = new Command('deploy')
  .description('Puts the contracts on a chain and writes their addresses to a file. Run it again to finish an interrupted run.')
  .requiredOption('--rpc <url>', 'a node of the chain')
  .requiredOption('--out <file>', 'where to write the addresses')
  .option('--parameters <file>', 'parameters of the deployment as JSON; without it, those of the local demo')
  .option('--key-file <file>', 'file with the private key of the deployer; without it, the first account of a local chain')
  .option('--force', 'deploy again although there is a deployment', false);
program.parse();
await main(program.opts<Options>());
