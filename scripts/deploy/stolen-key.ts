/** Commands of docs/runbooks/stolen-key.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { JsonRpcProvider, type Signer, Wallet } from 'ethers';
import type { Deployment } from './deploy.ts';
import { cancelAnnounced, rejectRoot, replaceKey } from './emergency.ts';
import { heldRoles, type HeldRole } from './roles.ts';

interface Common {
  readonly rpc: string;
  readonly deployment: string;
  readonly keyFile: string;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function act<Given extends Common>(
  options: Given,
  does: (deployment: Deployment, signer: Signer) => Promise<void>,
): Promise<void> {
  const provider = new JsonRpcProvider(options.rpc, undefined, { cacheTimeout: -1, pollingInterval: 250 });
  try {
    const deployment = JSON.parse(readFileSync(options.deployment, 'utf8')) as Deployment;
    await does(deployment, new Wallet(readFileSync(options.keyFile, 'utf8').trim(), provider));
  } finally {
    provider.destroy();
  }
}

function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--rpc <url>', 'a node of the chain')
    .requiredOption('--deployment <file>', 'the document of the deployment')
    .requiredOption('--key-file <file>', 'file with the private key of who acts');
}

const program = new Command('stolen-key').description(
  'What to do when a key is stolen; docs/runbooks/stolen-key.md has the order.',
);
program.addCommand(
  command('reject-root', 'By the guardian: refuses the root in review.')
    .requiredOption('--reason <text>', 'why, for everybody to read')
    .action(async (options: Common & { reason: string }) =>
      act(options, async (deployment, guardian) => {
        const period = await rejectRoot(deployment, guardian, options.reason);
        say(period === undefined ? 'No root is in review.' : `The root of period ${period} is refused.`);
      }),
    ),
);
program.addCommand(
  command('cancel-announced', 'By the guardian: cancels what the stolen key has announced.')
    .requiredOption('--of <address>', 'account of the stolen key')
    .action(async (options: Common & { of: string }) =>
      act(options, async (deployment, guardian) => say(`${await cancelAnnounced(deployment, guardian, options.of)} cancelled.`)),
    ),
);
program.addCommand(
  command('replace', 'By the administrator: gives a role to another account. Run it again when the delay is over.')
    .requiredOption('--role <name>', heldRoles.join(', '))
    .requiredOption('--to <address>', 'account that has the role from now on')
    .action(async (options: Common & { role: string; to: string }) =>
      act(options, async (deployment, administrator) => {
        const role = heldRoles.find((name): name is HeldRole => name === options.role);
        if (role === undefined) throw new Error(`There is no role ${options.role}.`);
        const outcome = await replaceKey(deployment, administrator, role, options.to);
        if (!outcome.done) {
          say(`Announced. Run this again after ${new Date(outcome.possibleAt * 1000).toISOString()}.`);
          return;
        }
        const changed = { ...deployment, roles: { ...deployment.roles, [role]: options.to } };
        writeFileSync(options.deployment, `${JSON.stringify(changed, undefined, 2)}\n`);
        say(`${role} is ${options.to} now; ${options.deployment} says so. Run the checklist.`);
      }),
    ),
);
await program.parseAsync();
