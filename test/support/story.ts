import { type Hex, toHex } from 'viem';
import { packEntries, type VolumeEntry } from '#engine/ledger/entry.ts';
import type { TestChain } from './deployment.ts';

/** Enters members without wallets under these sponsors (a deployment without a placement tree). */
export async function importMembers(chain: TestChain, sponsorIds: readonly number[]): Promise<void> {
  const first = (await chain.read<number>('genealogy', 'memberCount')) + 1;
  await chain.send('importer', 'genealogy', 'registerBatch', [first, toHex(Buffer.concat(sponsorIds.map(fourBytes)))]);
}

/** Publishes a plan text that governs from `firstPeriod`. The mirror does not look into it. */
export async function publishPlan(chain: TestChain, firstPeriod: number, text = `{"plan":${firstPeriod}}`): Promise<void> {
  await chain.send('planAdministrator', 'planRegistry', 'publish', [toHex(text), 400_000, firstPeriod, '0x']);
}

export async function recordEntries(chain: TestChain, entries: readonly VolumeEntry[]): Promise<Hex> {
  const expected = (await chain.read<bigint>('volumeLedger', 'lastSeq')) + 1n;
  return chain.send('recorder', 'volumeLedger', 'record', [expected, toHex(packEntries(entries))]);
}

export async function closePeriod(chain: TestChain): Promise<void> {
  await chain.send('settler', 'volumeLedger', 'closePeriod', [await chain.read<number>('volumeLedger', 'currentPeriod')]);
}

/** An own purchase of 100.00 points and 10 dUSD of CV, unless it says otherwise. */
export function purchase(memberId: number, orderRef: number, pv = 10_000n, cv = 10_000_000n): VolumeEntry {
  return { kind: 'ownPurchase', memberId, pv, cv, orderRef };
}

/** A small network with one closed and one open period: every table but those of payouts gets rows. */
export async function playFounding(chain: TestChain, sponsorIds: readonly number[] = [1, 1, 2, 2, 3, 4, 4, 7]): Promise<void> {
  await importMembers(chain, sponsorIds);
  await publishPlan(chain, 1);
  await closePeriod(chain);
  await recordEntries(chain, [
    purchase(2, 101),
    purchase(3, 102, 5_000n, 5_000_000n),
    { kind: 'customerSale', memberId: 4, pv: 7_000n, cv: 7_000_000n, orderRef: 103, customer: 9 },
  ]);
  await recordEntries(chain, [{ kind: 'ownRefund', memberId: 3, pv: 5_000n, cv: 5_000_000n, orderRef: 102 }]);
  await closePeriod(chain);
  await recordEntries(chain, [purchase(5, 104), { kind: 'attestation', memberId: 2, topic: 1, value: 3n, reference: 7 }]);
}

function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
