import { type ContractRunner, type Signer, getCreateAddress } from 'ethers';
import { AccessManager__factory } from '#scripts/generated/typechain/factories/AccessManager__factory.ts';
import { Checkout__factory } from '#scripts/generated/typechain/factories/Checkout__factory.ts';
import { DemoDollar__factory } from '#scripts/generated/typechain/factories/DemoDollar__factory.ts';
import { Enrollment__factory } from '#scripts/generated/typechain/factories/Enrollment__factory.ts';
import { Genealogy__factory } from '#scripts/generated/typechain/factories/Genealogy__factory.ts';
import { PayoutVault__factory } from '#scripts/generated/typechain/factories/PayoutVault__factory.ts';
import { PlanRegistry__factory } from '#scripts/generated/typechain/factories/PlanRegistry__factory.ts';
import { VolumeLedger__factory } from '#scripts/generated/typechain/factories/VolumeLedger__factory.ts';
import { type DeployParameters } from './parameters.ts';

export type Address = `0x${string}`;

export type ContractName =
  'accessManager' | 'genealogy' | 'enrollment' | 'planRegistry' | 'volumeLedger' | 'payoutVault' | 'checkout' | 'token';

export type Addresses = Readonly<Record<ContractName, Address>>;

interface DeployStep {
  readonly name: ContractName;
  readonly nonce: number;
  /** The constructor looks at an earlier contract, so that one must be mined first. */
  readonly needsEarlier: boolean;
  readonly data: () => Promise<string>;
  /** What the constructor was given: whoever checks the source against the chain needs it. */
  readonly arguments: readonly (string | number)[];
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
    'checkout',
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
    checkout: at('checkout'),
    token: at('token'),
  };
  const built = constructions(parameters, deployer, addresses);
  const steps = order.map((name, position) => ({
    name,
    nonce: firstNonce + position,
    needsEarlier: name === 'payoutVault' || name === 'checkout',
    data: async () => (await built[name].transaction()).data,
    arguments: built[name].arguments,
  }));
  return { addresses, steps };
}

interface Construction {
  readonly arguments: readonly (string | number)[];
  readonly transaction: () => Promise<{ data: string }>;
}

function constructions(
  parameters: DeployParameters,
  deployer: string,
  { accessManager, genealogy, planRegistry, volumeLedger, payoutVault, checkout, token }: Addresses,
): Record<ContractName, Construction> {
  const { placementWidth, companyWallet, noticePeriods, reviewWindowSeconds, quoter, treasury } = parameters;
  function build<const Given extends readonly (string | number)[]>(
    given: Given,
    create: (...given: Given) => Promise<{ data: string }>,
  ): Construction {
    return { arguments: given, transaction: () => create(...given) };
  }
  return {
    accessManager: build([deployer], (...given) => new AccessManager__factory().getDeployTransaction(...given)),
    token: build([deployer], (...given) => new DemoDollar__factory().getDeployTransaction(...given)),
    genealogy: build([accessManager, payoutVault, volumeLedger, placementWidth, companyWallet], (...given) =>
      new Genealogy__factory().getDeployTransaction(...given),
    ),
    planRegistry: build([accessManager, volumeLedger, noticePeriods], (...given) =>
      new PlanRegistry__factory().getDeployTransaction(...given),
    ),
    volumeLedger: build([accessManager, genealogy, planRegistry, checkout], (...given) =>
      new VolumeLedger__factory().getDeployTransaction(...given),
    ),
    payoutVault: build([accessManager, token, genealogy, volumeLedger, reviewWindowSeconds], (...given) =>
      new PayoutVault__factory().getDeployTransaction(...given),
    ),
    enrollment: build([accessManager, genealogy], (...given) => new Enrollment__factory().getDeployTransaction(...given)),
    checkout: build([accessManager, payoutVault, quoter, treasury], (...given) =>
      new Checkout__factory().getDeployTransaction(...given),
    ),
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
    checkout: Checkout__factory.connect(addresses.checkout, runner),
    token: DemoDollar__factory.connect(addresses.token, runner),
  };
}

export type Contracts = ReturnType<typeof connect>;
