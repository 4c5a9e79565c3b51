/** Proves on a live chain that a deployment is what its document says. Reads only; says what is wrong and what to do. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { JsonRpcProvider, type Provider } from 'ethers';
import { checkFunctions, checkRoles } from './checks/authority.ts';
import { checkCode } from './checks/code.ts';
import { type Finding, finding } from './checks/finding.ts';
import { checkLinks, checkToken } from './checks/links.ts';
import { connect } from './contracts.ts';
import type { Deployment } from './deploy.ts';

/** Everything that is looked at, in the order in which it is printed. */
export async function checkDeployment(deployment: Deployment, provider: Provider): Promise<Finding[]> {
  const { chainId } = await provider.getNetwork();
  const chain = finding('chain', chainId, deployment.chainId, 'ask a node of the right chain');
  if (!chain.ok) return [chain];
  const code = await checkCode(deployment, provider);
  // What other code answers proves nothing.
  if (code.some(({ found }) => found === 'nothing there' || found === 'other code')) return [chain, ...code];
  const contracts = connect(deployment.contracts, provider);
  return [
    chain,
    ...code,
    ...(await checkRoles(contracts, deployment, provider)),
    ...(await checkFunctions(contracts, deployment, provider)),
    ...(await checkLinks(contracts, deployment)),
    ...(await checkToken(contracts, deployment)),
  ];
}

function print(findings: readonly Finding[]): void {
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const { what, found, expected, ok, cure } of findings) {
    process.stdout.write(`${ok ? '✓' : '✗'} ${what.padEnd(width)}  ${found}\n`);
    if (!ok) process.stdout.write(`    should be ${expected}\n    what to do: ${cure}\n`);
  }
  const wrong = findings.filter(({ ok }) => !ok).length;
  process.stdout.write(`\n${findings.length} facts read, ${wrong === 0 ? 'all as documented' : `${wrong} not as documented`}.\n`);
}

async function main({ rpc, deployment }: { readonly rpc: string; readonly deployment: string }): Promise<number> {
  const provider = new JsonRpcProvider(rpc, undefined, { cacheTimeout: -1, batchMaxCount: 20 });
  try {
    const findings = await checkDeployment(JSON.parse(readFileSync(deployment, 'utf8')) as Deployment, provider);
    print(findings);
    return findings.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    provider.destroy();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const program = new Command('checklist')
    .description('Proves on a live chain that roles, links and code of a deployment are what its document says.')
    .requiredOption('--rpc <url>', 'a node of the chain')
    .requiredOption('--deployment <file>', 'the document that the deployment wrote');
  program.parse();
  process.exitCode = await main(program.opts());
}
