import { JsonRpcProvider, NonceManager } from 'ethers';
import {
  buildPayoutFile,
  canonicalPlan,
  type ChainFacts,
  LEDGER_START,
  foldBatches,
  packEntries,
  parsePlan,
  type PeriodFacts,
  type Plan,
  proofOf,
  replay,
  type RunResult,
  type VolumeEntry,
} from '#engine/index.ts';
import { type Deployment, deploymentSchema } from '#chain/deployment.ts';
import { bindWalletTypes, genealogyDomain } from '#chain/generated/typed-data.ts';
import { packInstantLevels } from '#kernel/instant-levels.ts';
import { connect, type Contracts } from '#scripts/deploy/contracts.ts';
import { deployUpline } from '#scripts/deploy/deploy.ts';
import { localAccount, localParameters } from '#scripts/deploy/parameters.ts';
import { typedFields } from '#scripts/deploy/typed-fields.ts';
import { type Anvil, startAnvil } from '#test/support/anvil.ts';

/** Accounts of the local chain by what they may do (scripts/deploy/parameters.ts). */
const account = { deployer: 0, recorder: 2, settler: 3, approver: 4, guardian: 5, planAdministrator: 7, importer: 8 } as const;
type Person = keyof typeof account;

const REVIEW_SECONDS = 3 * 86_400;

/** 1 ← 2 ← 3 ← 4, 2 ← 5, 1 ← 6: sponsors of the members 2 to 6. */
export const sponsors = [1, 2, 3, 2, 1];
export const sponsorOf = Uint32Array.from([0, 0, ...sponsors]);

const level = (ratePpm: number): { ratePpm: number } => ({ ratePpm });

export const plan: Plan = parsePlan({
  format: 'upline.plan/1',
  name: { en: 'Three levels', ru: 'Три уровня' },
  currency: { code: 'dUSD', minorDigits: 6 },
  pointDigits: 2,
  activity: { active: { ppvAtLeast: '5000' } },
  bonuses: [
    {
      id: 'team',
      kind: 'level',
      name: { en: 'Team bonus', ru: 'Командный бонус' },
      tree: 'sponsor',
      base: 'cv',
      payTo: 'active',
      compression: 'standard',
      customerSaleLevelOne: 'seller',
      levels: [level(100_000), level(60_000), level(50_000)],
      rounding: 'down',
    },
  ],
  cap: { ratePpm: 400_000, onExcess: 'scaleDown' },
  refunds: { policy: 'reverseLines', debt: 'carry' },
});

const purchase = (memberId: number, orderRef: number, cv: bigint): VolumeEntry => ({
  kind: 'ownPurchase',
  memberId,
  orderRef,
  pv: 12_000n,
  cv,
});

/** Batches of the two periods. The second takes back an order of the first and sells to a customer. */
export const months: readonly (readonly VolumeEntry[])[][] = [
  [[1, 2, 3, 4, 5, 6].map((memberId) => purchase(memberId, 100 + memberId, 80_000_000n)), [purchase(4, 110, 33_333_333n)]],
  [
    [1, 2, 3, 5].map((memberId) => purchase(memberId, 200 + memberId, 50_000_000n)),
    [
      { kind: 'customerSale', memberId: 3, orderRef: 210, pv: 1_000n, cv: 20_000_001n, customer: 7 },
      { kind: 'ownRefund', memberId: 4, orderRef: 110, pv: 12_000n, cv: 33_333_333n },
    ],
  ],
];

export interface Company {
  readonly anvil: Anvil;
  readonly deployment: Deployment;
  readonly contracts: (person: Person) => Contracts;
  /** What an honest settler calculates. */
  readonly runs: readonly RunResult[];
  /** Proposes the root of a run, in the shape given. @param change what a dishonest settler alters */
  propose(run: RunResult, change?: Partial<Record<'root' | 'stateRoot' | 'fileHash', string>>): Promise<void>;
  /** Lets the review window pass and accepts what was proposed of the run. */
  acceptAfterReview(run: RunResult): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A small company on its own chain: six members, two closed periods, the first accepted and claimed by member 2. Nothing is proposed
 * for the second yet.
 */
export async function startCompany(): Promise<Company> {
  const anvil = await startAnvil();
  const provider = new JsonRpcProvider(anvil.url, undefined, { cacheTimeout: -1, pollingInterval: 50 });
  const deployment = deploymentSchema.parse(await deployUpline(localParameters(), localAccount(0).connect(provider)));
  const signers = new Map<Person, NonceManager>();
  const contracts = (person: Person): Contracts => {
    const signer = signers.get(person) ?? new NonceManager(localAccount(account[person]).connect(provider));
    signers.set(person, signer);
    signer.reset();
    return connect(deployment.contracts, signer);
  };
  const mined = async (sent: Promise<{ wait(): Promise<unknown> }>): Promise<void> => void (await (await sent).wait());

  const spec = new TextEncoder().encode(canonicalPlan(plan));
  await mined(
    contracts('planAdministrator').planRegistry.publish(spec, plan.cap.ratePpm, 1, packInstantLevels([50_000, 20_000])),
  );
  const entries = `0x${sponsors.map((sponsor) => sponsor.toString(16).padStart(8, '0')).join('')}`;
  await mined(contracts('importer').genealogy.registerBatch(2, entries));
  await mined(contracts('settler').volumeLedger.closePeriod(0));
  for (const [index, batches] of months.entries()) {
    for (const batch of batches) {
      const { volumeLedger } = contracts('recorder');
      await mined(volumeLedger.record((await volumeLedger.lastSeq()) + 1n, packEntries(batch)));
    }
    await mined(contracts('settler').volumeLedger.closePeriod(index + 1));
  }

  const runs = calculate(deployment);
  const total = runs.at(-1)?.total ?? 0n;
  const { token } = contracts('deployer');
  await mined(token.mint(localAccount(0).address, total));
  await mined(contracts('deployer').token.approve(deployment.contracts.payoutVault, total));
  await mined(contracts('deployer').payoutVault.fund(total));

  const company: Company = {
    anvil,
    deployment,
    contracts,
    runs,
    propose: (run, change = {}) => {
      return mined(contracts('settler').payoutVault.propose({ ...proposalOf(run), ...change }));
    },
    acceptAfterReview: async (run) => {
      await anvil.request('evm_increaseTime', REVIEW_SECONDS + 1);
      await anvil.request('evm_mine');
      await mined(contracts('approver').payoutVault.accept(proposalOf(run)));
    },
    stop: async () => {
      provider.destroy();
      await anvil.stop();
    },
  };
  // A wallet for member 2, agreed to by the wallet itself.
  const wallet = localAccount(15);
  const deadline = 2n ** 40n;
  const signature = await wallet.signTypedData(
    genealogyDomain(deployment.chainId, deployment.contracts.genealogy),
    typedFields(bindWalletTypes),
    { memberId: 2, wallet: wallet.address, deadline },
  );
  await mined(contracts('deployer').genealogy.bindWallet(2, wallet.address, deadline, signature));
  const [first] = runs;
  if (first === undefined) throw new Error('the company has no first period');
  await company.propose(first);
  await company.acceptAfterReview(first);
  const { memberId, index, cumulative, proof } = proofOf(first.tree, 2);
  const { key } = await contracts('deployer').payoutVault.accepted();
  await mined(contracts('deployer').payoutVault.claim(key, memberId, index, cumulative, wallet.address, [...proof]));
  return company;
}

/** The words of a proposal, as the vault is told them. */
export function proposalOf(run: RunResult) {
  const { period, planVersion, leafCount, root, inputHash, stateRoot } = run;
  return { period, planVersion, leafCount, root, inputHash, stateRoot, fileHash: buildPayoutFile(run).fileHash };
}

/** The runs from what the test itself put on the chain, without reading it back. */
function calculate({ chainId, contracts }: Deployment): RunResult[] {
  let point = LEDGER_START;
  let budget = 0n;
  const periods = months.map((batches, index): PeriodFacts => {
    const folded = foldBatches(point, batches.map(packEntries), sponsors.length + 1);
    budget += (folded.cv * BigInt(plan.cap.ratePpm)) / 1_000_000n;
    const firstEntry = point.entryCount;
    point = folded;
    const { entries, runningHash } = folded;
    return { period: index + 1, planVersion: 1, memberCount: sponsors.length + 1, firstEntry, entries, runningHash, budget };
  });
  const domain = { chainId, vault: contracts.payoutVault, token: contracts.token };
  const facts: ChainFacts = { domain, sponsorOf, periods };
  return [...replay(facts, new Map([[1, plan]]))].map(({ result }) => result);
}
