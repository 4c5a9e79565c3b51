import { type ContractRunner, type Signer, getCreateAddress } from 'ethers';
import { AccessManager__factory } from '#scripts/generated/typechain/factories/AccessManager__factory.ts';
import { DemoDollar__factory } from '#scripts/generated/typechain/factories/DemoDollar__factory.ts';
import { Enrollment__factory } from '#scripts/generated/typechain/factories/Enrollment__factory.ts';
import { Genealogy__factory } from '#scripts/generated/typechain/factories/Genealogy__factory.ts';
import { PayoutVault__factory } from '#scripts/generated/typechain/factories/PayoutVault__factory.ts';
import { PlanRegistry__factory } from '#scripts/generated/typechain/factories/PlanRegistry__factory.ts';
import { VolumeLedger__factory } from '#scripts/generated/typechain/factories/VolumeLedger__factory.ts';
import { type DeployParameters } from './parameters.ts';

export type Address = `0x${string}`;

export type ContractName =
  'accessManager' | 'genealogy' | 'enrollment' | 'planRegistry' | 'volumeLedger' | 'payoutVault' | 'token';

export type Addresses = Readonly<Record<ContractName, Address>>;

interface DeployStep {
  readonly name: ContractName;
  readonly nonce: number;
  /** The constructor looks at an earlier contract, so that one must be mined first. */
  readonly needsEarlier: boolean;
  readonly data: () => Promise<string>;
}

/** The contracts name each other in their constructors, so all addresses are worked out from the deployer's nonce beforehand. */
export function planContracts(
  parameters: DeployParameters,
  deployer: string,
  firstNonce: number,
): { readonly addresses: Addresses; readonly steps: readonly DeployStep[] } {
  const order: readonly ContractName[] = [
    'accessManager',
    ...(parameters.token === undefined ? (['token'] as const) : []),
    'genealogy',
    'planRegistry',
    'volumeLedger',
    'payoutVault',
    'enrollment',
  ];
  const at = (name: ContractName): Address => {
    if (name === 'token' && parameters.token !== undefined) return parameters.token;
    return getCreateAddress({ from: deployer, nonce: firstNonce + order.indexOf(name) }) as Address;
  };
  const addresses: Addresses = {
    accessManager: at('accessManager'),
    genealogy: at('genealogy'),
    enrollment: at('enrollment'),
    planRegistry: at('planRegistry'),
    volumeLedger: at('volumeLedger'),
    payoutVault: at('payoutVault'),
    token: at('token'),
  };
  const data = creationData(parameters, deployer, addresses);
  const steps = order.map((name, position) => ({
    name,
    nonce: firstNonce + position,
    needsEarlier: name === 'payoutVault',
    data: data[name],
  }));
  return { addresses, steps };
}

function creationData(
  parameters: DeployParameters,
  deployer: string,
  { accessManager, genealogy, planRegistry, volumeLedger, payoutVault, token }: Addresses,
): Record<ContractName, () => Promise<string>> {
  const dataOf = async (transaction: Promise<{ data: string }>): Promise<string> => (await transaction).data;
  const { placementWidth, companyWallet, noticePeriods, reviewWindowSeconds } = parameters;
  return {
    accessManager: () => dataOf(new AccessManager__factory().getDeployTransaction(deployer)),
    token: () => dataOf(new DemoDollar__factory().getDeployTransaction(deployer)),
    genealogy: () =>
      dataOf(
        new Genealogy__factory().getDeployTransaction(accessManager, payoutVault, volumeLedger, placementWidth, companyWallet),
      ),
    planRegistry: () => dataOf(new PlanRegistry__factory().getDeployTransaction(accessManager, volumeLedger, noticePeriods)),
    volumeLedger: () => dataOf(new VolumeLedger__factory().getDeployTransaction(accessManager, genealogy, planRegistry)),
    payoutVault: () =>
      dataOf(new PayoutVault__factory().getDeployTransaction(accessManager, token, genealogy, volumeLedger, reviewWindowSeconds)),
    enrollment: () => dataOf(new Enrollment__factory().getDeployTransaction(accessManager, genealogy)),
  };
}

/** The contracts of a deployment, typed. */
export function connect(addresses: Addresses, runner: ContractRunner | Signer) {
  return {
    accessManager: AccessManager__factory.connect(addresses.accessManager, runner),
    genealogy: Genealogy__factory.connect(addresses.genealogy, runner),
    enrollment: Enrollment__factory.connect(addresses.enrollment, runner),
    planRegistry: PlanRegistry__factory.connect(addresses.planRegistry, runner),
    volumeLedger: VolumeLedger__factory.connect(addresses.volumeLedger, runner),
    payoutVault: PayoutVault__factory.connect(addresses.payoutVault, runner),
    token: DemoDollar__factory.connect(addresses.token, runner),
  };
}

export type Contracts = ReturnType<typeof connect>;
