import { type BaseContract, type EventLog, type Provider } from 'ethers';
import type { Contracts } from '../contracts.ts';
import type { Deployment } from '../deploy.ts';
import { functionAccess, heldRoles, type ManagedContract, roleIds, roleNames } from '../roles.ts';
import { type Finding, finding } from './finding.ts';

/** Blocks that are asked for at once; public nodes refuse more. */
const logRange = 10_000;

const managed = [
  'genealogy',
  'enrollment',
  'planRegistry',
  'volumeLedger',
  'payoutVault',
  'checkout',
] as const satisfies readonly ManagedContract[];

/** Who has which role, with which delay, and who watches over it. Every account that was ever given a role is asked for. */
export async function checkRoles(contracts: Contracts, deployment: Deployment, provider: Provider): Promise<Finding[]> {
  const { accessManager } = contracts;
  const granted = await everyEvent(accessManager, accessManager.filters.RoleGranted(), deployment.genesisBlock, provider);
  const candidates = new Map<bigint, Set<string>>();
  for (const { args } of granted) {
    const [role, account] = [args[0] as bigint, args[1] as string];
    candidates.set(role, (candidates.get(role) ?? new Set()).add(account));
  }
  const found: Finding[] = [];
  for (const role of roleNames) {
    const expected = role === 'referee' ? undefined : deployment.roles[role];
    const accounts = new Set([...(candidates.get(roleIds[role]) ?? []), ...(expected === undefined ? [] : [expected])]);
    const holders: string[] = [];
    for (const account of accounts) {
      const [has] = await accessManager.hasRole(roleIds[role], account);
      if (has && !holders.some((one) => one.toLowerCase() === account.toLowerCase())) holders.push(account);
    }
    const cure = `revokeRole(${roleIds[role]}, whoever should not have it); grantRole(${roleIds[role]}, ${expected ?? '–'}, delay)`;
    found.push(finding(`${role} is held by`, holders.join(' ') || 'nobody', expected ?? 'nobody', cure));
    candidates.delete(roleIds[role]);
  }
  for (const [role, accounts] of candidates) {
    for (const account of accounts) {
      const [has] = await accessManager.hasRole(role, account);
      if (has)
        found.push(finding(`role ${role}, which nobody knows, is held by`, account, 'nobody', `revokeRole(${role}, ${account})`));
    }
  }
  for (const role of heldRoles) {
    const [, delay] = await accessManager.hasRole(roleIds[role], deployment.roles[role]);
    const seconds = deployment.delays[role];
    found.push(
      finding(
        `${role} acts after (seconds)`,
        delay,
        seconds,
        `grantRole(${roleIds[role]}, ${deployment.roles[role]}, ${seconds})`,
      ),
    );
  }
  for (const role of roleNames) {
    if (role === 'administrator') continue;
    const id = roleIds[role];
    found.push(finding(`${role} is given by role`, await accessManager.getRoleAdmin(id), 0, `setRoleAdmin(${id}, 0)`));
    const guardian = await accessManager.getRoleGuardian(id);
    found.push(finding(`${role} is watched by role`, guardian, roleIds.guardian, `setRoleGuardian(${id}, ${roleIds.guardian})`));
  }
  return found;
}

/** Which role may call what, for every function that changes anything and for whatever else was ever set. */
export async function checkFunctions(contracts: Contracts, deployment: Deployment, provider: Provider): Promise<Finding[]> {
  const { accessManager } = contracts;
  const found: Finding[] = [];
  const known = new Set<string>();
  for (const name of managed) {
    const contract: BaseContract = contracts[name];
    const target = deployment.contracts[name];
    found.push(
      finding(`${name} obeys`, await contracts[name].authority(), deployment.contracts.accessManager, 'updateAuthority(…)'),
    );
    found.push(
      finding(`${name} is closed`, await accessManager.isTargetClosed(target), false, `setTargetClosed(${target}, false)`),
    );
    const listed = functionAccess.filter((entry) => entry.contract === name);
    const answers = listed.map(async (access) => {
      const selector = contract.interface.getFunction(access.function)?.selector;
      if (selector === undefined) throw new Error(`${name} has no function ${access.function}.`);
      known.add(`${target} ${selector}`.toLowerCase());
      // A function that no role guards is set to nobody in particular, which is the administrator.
      const role = 'role' in access.caller ? roleIds[access.caller.role] : roleIds.administrator;
      const cure = `setTargetFunctionRole(${target}, [${selector}], ${role})`;
      const actual = await accessManager.getTargetFunctionRole(target, selector);
      return finding(`${name}.${access.function} is for role`, actual, role, cure);
    });
    found.push(...(await Promise.all(answers)));
  }
  const changed = await everyEvent(
    accessManager,
    accessManager.filters.TargetFunctionRoleUpdated(),
    deployment.genesisBlock,
    provider,
  );
  for (const { args } of changed) {
    const [target, selector] = [args[0] as string, args[1] as string];
    if (known.has(`${target} ${selector}`.toLowerCase())) continue;
    known.add(`${target} ${selector}`.toLowerCase());
    const role = await accessManager.getTargetFunctionRole(target, selector);
    const cure = `setTargetFunctionRole(${target}, [${selector}], 0)`;
    found.push(finding(`function ${selector} of ${target}, which the table does not name, is for role`, role, 0, cure));
  }
  return found;
}

async function everyEvent(
  contract: BaseContract,
  filter: Parameters<BaseContract['queryFilter']>[0],
  first: number,
  provider: Provider,
): Promise<EventLog[]> {
  const head = await provider.getBlockNumber();
  const events: EventLog[] = [];
  for (let from = first; from <= head; from += logRange) {
    const found = await contract.queryFilter(filter, from, Math.min(head, from + logRange - 1));
    events.push(...found.filter((log): log is EventLog => 'args' in log));
  }
  return events;
}
