import type { Abi, PublicClient } from 'viem';
import type { Deployment } from '#chain/deployment.ts';
import { type EventContract, eventContracts } from '#chain/events.ts';
import {
  checkoutAbi,
  enrollmentAbi,
  genealogyAbi,
  payoutVaultAbi,
  planRegistryAbi,
  volumeLedgerAbi,
} from '#chain/generated/abi.ts';
import { ZERO_HASH } from '#kernel/hex.ts';
import type { Database } from '#platform/database.ts';
import { createMirrorReader, type MirrorReader } from '#mirror/read/index.ts';
import type { Difference } from './difference.ts';

const abis: Readonly<Record<EventContract, Abi>> = {
  genealogy: genealogyAbi,
  enrollment: enrollmentAbi,
  planRegistry: planRegistryAbi,
  volumeLedger: volumeLedgerAbi,
  payoutVault: payoutVaultAbi,
  checkout: checkoutAbi,
};

const NOBODY = `0x${'0'.repeat(40)}`;

/** One question to a contract, what the mirror would answer, and how to read the contract's answer. */
interface View {
  readonly contract: EventContract;
  readonly call: string;
  readonly args?: readonly unknown[];
  readonly found: unknown;
  readonly read?: (answer: never) => unknown;
}

/** Compares what the contracts answer at `block` with what the mirror says. */
export async function compareViews(options: {
  database: Database;
  client: PublicClient;
  deployment: Deployment;
  block: number;
  sample: number;
}): Promise<{ count: number; differences: Difference[] }> {
  const { client, deployment, block } = options;
  const views = [...(await totals(options.database)), ...(await memberSample(options.database, options.sample))];
  const differences: Difference[] = [];
  // A few at a time: a node that is shared should not be flooded.
  for (let start = 0; start < views.length; start += 25) {
    const part = views.slice(start, start + 25);
    const answers = await Promise.all(part.map((view) => ask(client, deployment, view, block)));
    part.forEach((view, place) => {
      const expected = text(view.read ? view.read(answers[place] as never) : answers[place]);
      const found = text(view.found);
      const key = `${view.contract}.${view.call}(${(view.args ?? []).join(', ')})`;
      if (expected !== found) differences.push({ table: 'contract view', key, column: view.call, expected, found });
    });
  }
  return { count: views.length, differences };
}

async function totals(database: Database): Promise<View[]> {
  const mirror = createMirrorReader(database);
  const checkpoint = await mirror.checkpoint();
  const accepted = await mirror.acceptedRoot();
  const pending = await mirror.pendingRoot();
  const { paid, acknowledged, credited, creditsPaid } = await mirror.vaultTotals();
  const period = await mirror.currentPeriod();
  const { rows } = await database.pool.query<{ entries: bigint }>('SELECT count(*) AS entries FROM mirror.volume_entries');
  const closed = await mirror.closedPeriods();
  return [
    ...eventContracts.map((contract): View => ({ contract, call: 'lastSeq', found: checkpoint?.seqs[contract] })),
    { contract: 'genealogy', call: 'memberCount', found: await mirror.memberCount() },
    { contract: 'planRegistry', call: 'versionCount', found: (await mirror.plans()).length },
    { contract: 'volumeLedger', call: 'currentPeriod', found: period },
    { contract: 'volumeLedger', call: 'entryCount', found: rows[0]?.entries },
    { contract: 'volumeLedger', call: 'currentCv', found: await mirror.periodCv(period) },
    ...closed.map((item): View => {
      const read = (answer: { cv: bigint; inputHash: string; budget: bigint; instant: bigint }) =>
        `${answer.cv} ${answer.budget} ${answer.instant} ${answer.inputHash}`;
      return {
        contract: 'volumeLedger',
        call: 'periodOf',
        args: [item.period],
        found: `${item.cv} ${item.budget} ${item.instant} ${item.inputHash}`,
        read,
      };
    }),
    {
      contract: 'payoutVault',
      call: 'accepted',
      found: `${accepted?.root ?? ZERO_HASH} ${accepted?.decision?.claimKey ?? `0x${'0'.repeat(24)}`}`,
      read: (answer: { root: string; key: string }) => `${answer.root} ${answer.key}`,
    },
    { contract: 'payoutVault', call: 'acceptedTotal', found: accepted?.total ?? 0n },
    {
      contract: 'payoutVault',
      call: 'pending',
      found: pending === undefined ? '0 0' : `${pending.period} ${pending.total}`,
      read: ({ period: of, total }: { period: number; total: bigint }) => `${of} ${total}`,
    },
    { contract: 'payoutVault', call: 'totalSettled', found: paid + acknowledged },
    { contract: 'payoutVault', call: 'creditsPaid', found: creditsPaid },
    { contract: 'volumeLedger', call: 'instantTotal', found: credited },
    ...(await checkoutViews(mirror)),
  ];
}

async function checkoutViews(mirror: MirrorReader): Promise<View[]> {
  const settings = ['quoter', 'treasury'] as const;
  const found = await Promise.all(settings.map((setting) => mirror.checkoutSetting(setting)));
  return settings.map((call, place): View => ({ contract: 'checkout', call, found: found[place] ?? NOBODY }));
}

/** Sponsor, depth, place, wallet, account (what was settled and the route) and credit of everybody, or of a random part of a large network. */
async function memberSample(database: Database, sample: number): Promise<View[]> {
  const mirror = createMirrorReader(database);
  const count = await mirror.memberCount();
  const everybody = Array.from({ length: count }, (_, place) => place + 1);
  const chosen = count <= sample ? everybody : Array.from({ length: sample }, () => 1 + Math.floor(Math.random() * count));
  const members = await mirror.membersByIds(chosen);
  const settled = await mirror.settledOfAll();
  const credits = await mirror.creditsOfAll();
  return [...members.values()].flatMap(({ memberId, sponsorId, parentId, leg, depth, wallet, route }): View[] => {
    const account = `${settled.get(memberId) ?? 0n} ${route === 'bank'}`;
    // Bytes that are no address are a difference of their row, and no question for a contract.
    const known = wallet?.length === NOBODY.length ? wallet : null;
    const readAccount = ([, paid, , bank]: [number, bigint, boolean, boolean]) => `${paid} ${bank}`;
    return [
      { contract: 'genealogy', call: 'sponsorOf', args: [memberId], found: sponsorId ?? 0 },
      { contract: 'genealogy', call: 'depthOf', args: [memberId], found: depth },
      {
        contract: 'genealogy',
        call: 'placementOf',
        args: [memberId],
        found: `${parentId ?? 0} ${leg}`,
        read: ([parent, side]: [number, number]) => `${parent} ${side}`,
      },
      { contract: 'genealogy', call: 'hasWallet', args: [memberId], found: wallet !== null },
      ...(known === null ? [] : [{ contract: 'genealogy', call: 'memberOf', args: [known], found: memberId } as const]),
      { contract: 'genealogy', call: 'accountOf', args: [accountKey(memberId, known)], found: account, read: readAccount },
      {
        contract: 'genealogy',
        call: 'salesOf',
        args: [memberId],
        found: credits.get(memberId) ?? 0n,
        read: ([credit]: [bigint]) => credit,
      },
    ];
  });
}

/** Where Genealogy keeps a member's account: under the wallet, or under the number while there is none. */
function accountKey(memberId: number, wallet: string | null): string {
  return wallet ?? `0x${memberId.toString(16).padStart(40, '0')}`;
}

async function ask(client: PublicClient, deployment: Deployment, view: View, block: number): Promise<unknown> {
  return client.readContract({
    abi: abis[view.contract],
    address: deployment.contracts[view.contract],
    functionName: view.call,
    args: view.args ?? [],
    blockNumber: BigInt(block),
  });
}

/** Addresses come checksummed from one side and in lower case from the other. */
function text(value: unknown): string {
  return String(value).toLowerCase();
}
