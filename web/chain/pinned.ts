import type { DeploymentInfo } from '#api/system.ts';

const prefix = 'upline.contracts.';

/** The contracts by which this browser knows an installation, as one line. */
export function contractsLine(deployment: Pick<DeploymentInfo, 'contracts'>): string {
  const { genealogy, enrollment, planRegistry, volumeLedger, payoutVault, checkout, token } = deployment.contracts;
  return [genealogy, enrollment, planRegistry, volumeLedger, payoutVault, checkout, token].join(' ').toLowerCase();
}

/**
 * Compares what the server says with what it said the first time. A server that is taken over could name contracts of its own; the
 * browser then refuses to sign until a person has looked.
 * @returns true when known or new (then remembered)
 */
export function isPinned(deployment: Pick<DeploymentInfo, 'chainId' | 'contracts'>, storage: Storage = localStorage): boolean {
  const key = prefix + deployment.chainId;
  const known = storage.getItem(key);
  if (known === null) storage.setItem(key, contractsLine(deployment));
  return known === null || known === contractsLine(deployment);
}

export function pinAgain(deployment: Pick<DeploymentInfo, 'chainId' | 'contracts'>, storage: Storage = localStorage): void {
  storage.setItem(prefix + deployment.chainId, contractsLine(deployment));
}
