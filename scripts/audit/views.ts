import { checkoutAbi, genealogyAbi, payoutVaultAbi, planRegistryAbi, tokenAbi, volumeLedgerAbi } from '#chain/generated/abi.ts';
import { reach } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import { ZERO_ADDRESS } from './addresses.ts';
import type { Books } from './ledger.ts';
import type { AuditNode } from './node.ts';
import { acceptedRoot, type VaultBooks } from './payouts.ts';
import { isPaidByBank, memberCount, type People } from './people.ts';
import { AuditStopped, type Findings } from './report.ts';

const SAMPLE = 200;

/** Everything that the events told, as one thing to hold against the contracts' own storage. */
export interface Rebuilt {
  readonly people: People;
  readonly books: Books;
  readonly vault: VaultBooks;
}

/**
 * Whether the contracts know each other as the deployment file says: a vault over another ledger would prove nothing about this one.
 * @throws AuditStopped when they do not
 */
export async function checkDeployment({ client, block }: AuditNode, deployment: Deployment, findings: Findings): Promise<void> {
  const { contracts } = deployment;
  const at = { blockNumber: block.number } as const;
  const vault = { address: contracts.payoutVault, abi: payoutVaultAbi, ...at } as const;
  const ledger = { address: contracts.volumeLedger, abi: volumeLedgerAbi, ...at } as const;
  const genealogy = { address: contracts.genealogy, abi: genealogyAbi, ...at } as const;
  const checkout = { address: contracts.checkout, abi: checkoutAbi, ...at } as const;
  const links = await reach(async () => ({
    'PayoutVault.token': [await client.readContract({ ...vault, functionName: 'token' }), contracts.token],
    'PayoutVault.genealogy': [await client.readContract({ ...vault, functionName: 'genealogy' }), contracts.genealogy],
    'PayoutVault.ledger': [await client.readContract({ ...vault, functionName: 'ledger' }), contracts.volumeLedger],
    'VolumeLedger.genealogy': [await client.readContract({ ...ledger, functionName: 'genealogy' }), contracts.genealogy],
    'VolumeLedger.planRegistry': [await client.readContract({ ...ledger, functionName: 'planRegistry' }), contracts.planRegistry],
    'Genealogy.payoutVault': [await client.readContract({ ...genealogy, functionName: 'payoutVault' }), contracts.payoutVault],
    'Genealogy.ledger': [await client.readContract({ ...genealogy, functionName: 'ledger' }), contracts.volumeLedger],
    'Checkout.token': [await client.readContract({ ...checkout, functionName: 'token' }), contracts.token],
    'Checkout.vault': [await client.readContract({ ...checkout, functionName: 'vault' }), contracts.payoutVault],
    'Checkout.ledger': [await client.readContract({ ...checkout, functionName: 'ledger' }), contracts.volumeLedger],
    'PayoutVault.reviewWindow': [
      String(await client.readContract({ ...vault, functionName: 'reviewWindow' })),
      String(deployment.reviewWindowSeconds),
    ],
    'Genealogy.placementWidth': [
      String(await client.readContract({ ...genealogy, functionName: 'placementWidth' })),
      String(deployment.placementWidth),
    ],
  }));
  for (const [field, [actual = '', expected = '']] of Object.entries(links)) {
    if (actual.toLowerCase() !== expected.toLowerCase()) findings.fault('deployment', 'link', { field, actual, expected });
  }
  if (!findings.clean) throw new AuditStopped('link');
  findings.done('deployment', { contracts: Object.keys(contracts).length, links: Object.keys(links).length });
}

/** The tokens in the vault. */
export async function vaultBalance({ client, block }: AuditNode, { contracts }: Deployment): Promise<bigint> {
  return reach(() =>
    client.readContract({
      address: contracts.token,
      abi: tokenAbi,
      functionName: 'balanceOf',
      args: [contracts.payoutVault],
      blockNumber: block.number,
    }),
  );
}

/** Asks the contracts themselves: counters, every period and plan, the root in force, and a sample of members. */
export async function checkViews(
  node: AuditNode,
  deployment: Deployment,
  { people, books, vault }: Rebuilt,
  findings: Findings,
): Promise<void> {
  const { client } = node;
  const { contracts } = deployment;
  const at = { blockNumber: node.block.number } as const;
  const genealogy = { address: contracts.genealogy, abi: genealogyAbi, ...at } as const;
  const ledger = { address: contracts.volumeLedger, abi: volumeLedgerAbi, ...at } as const;
  const registry = { address: contracts.planRegistry, abi: planRegistryAbi, ...at } as const;
  const payouts = { address: contracts.payoutVault, abi: payoutVaultAbi, ...at } as const;
  let asked = 0;
  const compare = (view: string, actual: unknown, expected: unknown): void => {
    asked += 1;
    if (spelled(actual) !== spelled(expected))
      findings.fault('views', 'view', { view, actual: spelled(actual), expected: spelled(expected) });
  };

  await reach(async () => {
    compare('memberCount', await client.readContract({ ...genealogy, functionName: 'memberCount' }), memberCount(people));
    compare('entryCount', await client.readContract({ ...ledger, functionName: 'entryCount' }), books.open.point.entryCount);
    compare('runningHash', await client.readContract({ ...ledger, functionName: 'runningHash' }), books.open.point.runningHash);
    compare('currentPeriod', await client.readContract({ ...ledger, functionName: 'currentPeriod' }), books.open.period);
    compare('currentCv', await client.readContract({ ...ledger, functionName: 'currentCv' }), books.open.cv);
    compare('instantTotal', await client.readContract({ ...ledger, functionName: 'instantTotal' }), books.credits.total);
    compare('checkout', await client.readContract({ ...ledger, functionName: 'checkout' }), books.checkout);
    compare('versionCount', await client.readContract({ ...registry, functionName: 'versionCount' }), books.plans.size);
    compare('totalSettled', await client.readContract({ ...payouts, functionName: 'totalSettled' }), vault.totalSettled);
    compare('creditsPaid', await client.readContract({ ...payouts, functionName: 'creditsPaid' }), books.credits.paid);
    compare(
      'acceptedTotal',
      await client.readContract({ ...payouts, functionName: 'acceptedTotal' }),
      vault.accepted?.args.total ?? 0n,
    );
    compare('accepted', (await client.readContract({ ...payouts, functionName: 'accepted' })).root, acceptedRoot(vault));
    for (const period of books.closed) {
      const frozen = await client.readContract({ ...ledger, functionName: 'periodOf', args: [period.period] });
      for (const field of [
        'memberCount',
        'entryCount',
        'planVersion',
        'cv',
        'budget',
        'runningHash',
        'inputHash',
        'instant',
      ] as const) {
        compare(`periodOf(${period.period}).${field}`, frozen[field], period[field]);
      }
    }
    for (const plan of books.plans.values()) {
      const kept = await client.readContract({ ...registry, functionName: 'planOf', args: [plan.version] });
      for (const field of ['planHash', 'firstPeriod', 'capPpm'] as const)
        compare(`planOf(${plan.version}).${field}`, kept[field], plan[field]);
    }
    await Promise.all(
      sampleOf(memberCount(people), node.block.hash).map(async (memberId) => {
        const args = [memberId] as const;
        const known = people.walletOf[memberId];
        const key = known ?? (`0x${memberId.toString(16).padStart(40, '0')}` as const);
        const [sponsor, depth, [parent, leg], hasWallet, owner, account, [credit, activeThrough]] = await Promise.all([
          client.readContract({ ...genealogy, functionName: 'sponsorOf', args }),
          client.readContract({ ...genealogy, functionName: 'depthOf', args }),
          client.readContract({ ...genealogy, functionName: 'placementOf', args }),
          client.readContract({ ...genealogy, functionName: 'hasWallet', args }),
          client.readContract({ ...genealogy, functionName: 'memberOf', args: [known ?? ZERO_ADDRESS] }),
          client.readContract({ ...genealogy, functionName: 'accountOf', args: [key] }),
          client.readContract({ ...genealogy, functionName: 'salesOf', args }),
        ]);
        compare(`sponsorOf(${memberId})`, sponsor, people.sponsorOf[memberId]);
        compare(`depthOf(${memberId})`, depth, people.depthOf[memberId]);
        compare(`placementOf(${memberId})`, `${parent} ${leg}`, `${people.parentOf[memberId]} ${people.legOf[memberId]}`);
        compare(`hasWallet(${memberId})`, hasWallet, known !== undefined);
        compare(`memberOf(${known ?? ZERO_ADDRESS})`, owner, known === undefined ? 0 : memberId);
        compare(`accountOf(${key}).settled`, account[1], vault.settledOf.get(memberId) ?? 0n);
        compare(`accountOf(${key}).bankRoute`, account[3], isPaidByBank(people, memberId));
        compare(`salesOf(${memberId}).credit`, credit, books.credits.creditOf.get(memberId) ?? 0n);
        compare(`salesOf(${memberId}).activeThrough`, activeThrough, books.credits.activeThrough.get(memberId) ?? 0);
        const other = 1 + ((memberId * 7919) % memberCount(people));
        const upline = await client.readContract({ ...genealogy, functionName: 'isUpline', args: [other, memberId] });
        compare(`isUpline(${other}, ${memberId})`, upline, standsAbove(people, other, memberId));
      }),
    );
  });
  findings.done('views', { asked });
}

/** Whether `upper` is an ancestor of `memberId`, by the events alone. */
export function standsAbove(people: People, upper: number, memberId: number): boolean {
  let current = people.sponsorOf[memberId] ?? 0;
  while (current > upper) current = people.sponsorOf[current] ?? 0;
  return current === upper && upper !== 0;
}

/** Members to ask about: all of a small network, else a choice that only the block's hash decides. */
function sampleOf(count: number, seed: string): number[] {
  if (count <= SAMPLE) return Array.from({ length: count }, (_, index) => index + 1);
  let state = BigInt(seed);
  const chosen = new Set<number>();
  while (chosen.size < SAMPLE) {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & 0xffff_ffff_ffff_ffffn;
    chosen.add(1 + Number((state >> 16n) % BigInt(count)));
  }
  return [...chosen].toSorted((left, right) => left - right);
}

function spelled(value: unknown): string {
  return String(value).toLowerCase();
}
