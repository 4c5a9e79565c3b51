import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './generator.ts';

export interface AbiParameter {
  readonly name: string;
  readonly type: string;
  readonly indexed?: boolean;
  readonly components?: readonly AbiParameter[];
}

export interface AbiItem {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly AbiParameter[];
  readonly outputs?: readonly AbiParameter[];
  readonly stateMutability?: string;
  readonly anonymous?: boolean;
}

/** What the compiler says about a contract. */
export interface Artifact {
  readonly contractName: string;
  readonly abi: readonly AbiItem[];
  readonly bytecode: string;
  readonly deployedBytecode: string;
  /** Where the constructor writes values into the code. */
  readonly immutableReferences?: Readonly<Record<string, readonly { readonly start: number; readonly length: number }[]>>;
}

/** Every contract that is deployed, in the order of deployment, by the name of its ABI. */
export const deployedContracts = [
  { key: 'accessManager', source: '@openzeppelin/contracts/access/manager/AccessManager.sol', contract: 'AccessManager' },
  { key: 'token', source: 'contracts/demo/DemoDollar.sol', contract: 'DemoDollar' },
  { key: 'genealogy', source: 'contracts/genealogy/Genealogy.sol', contract: 'Genealogy' },
  { key: 'planRegistry', source: 'contracts/plans/PlanRegistry.sol', contract: 'PlanRegistry' },
  { key: 'volumeLedger', source: 'contracts/volumes/VolumeLedger.sol', contract: 'VolumeLedger' },
  { key: 'payoutVault', source: 'contracts/payouts/PayoutVault.sol', contract: 'PayoutVault' },
  { key: 'enrollment', source: 'contracts/enrollment/Enrollment.sol', contract: 'Enrollment' },
  { key: 'checkout', source: 'contracts/checkout/Checkout.sol', contract: 'Checkout' },
] as const;

export type DeployedContract = (typeof deployedContracts)[number];

export function artifactPath(contract: DeployedContract): string {
  const path = join(root, 'artifacts', contract.source, `${contract.contract}.json`);
  const declared = join(root, 'artifacts/contracts/interfaces', `I${contract.contract}.sol`, `I${contract.contract}.json`);
  return existsSync(path) ? path : declared;
}

export function readArtifact(contract: DeployedContract): Artifact {
  return JSON.parse(readFileSync(artifactPath(contract), 'utf8')) as Artifact;
}
