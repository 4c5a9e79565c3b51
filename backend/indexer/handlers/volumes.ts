import type { ContractEvent } from '#chain/events.ts';
import { batchRoot } from '#engine/ledger/commitments.ts';
import { type VolumeEntry, entryKindNumber, unpackEntries } from '#engine/ledger/entry.ts';
import type { Row } from '#mirror/write/tables.ts';
import { type Collector, type Origin, brokenFact, originColumns, unpacked } from './origin.ts';

type VolumeEvent = Extract<ContractEvent, { contract: 'volumeLedger' }>;

export function collectVolumes(event: VolumeEvent, origin: Origin, into: Collector): void {
  if (event.eventName === 'PeriodClosed') {
    const { seq, period, memberCount, entryCount, cv, budget, planVersion, runningHash, inputHash, instant } = event.args;
    const frozen = [period, memberCount, entryCount, cv, budget, planVersion, runningHash, inputHash, instant];
    into.rows.periods.push([...frozen, seq, ...originColumns(origin)]);
    return;
  }
  if (event.eventName === 'CheckoutChanged') {
    into.rows.checkoutChanges.push([event.args.seq, event.args.checkout, ...originColumns(origin)]);
    return;
  }
  const { seq, period, firstEntry, runningHash, entries: packed } = event.args;
  if (Number(firstEntry) !== into.entries)
    throw brokenFact(event.eventName, origin, `entry ${into.entries} was due, ${firstEntry} came`);
  const bytes = unpacked(packed);
  const entries = unpackEntries(bytes, into.entries);
  // A sale does not say what follows from its entries.
  const { count, batchRoot: root } =
    event.eventName === 'SaleRecorded' ? { count: entries.length, batchRoot: batchRoot(bytes) } : event.args;
  const [saleNumber, amount] = event.eventName === 'SaleRecorded' ? [event.args.saleNumber, event.args.amount] : [null, null];
  if (entries.length !== count) throw brokenFact(event.eventName, origin, `${count} entries announced, ${entries.length} packed`);
  const facts = [seq, period, firstEntry, count, root, runningHash, saleNumber, amount];
  into.rows.volumeBatches.push([...facts, ...originColumns(origin)]);
  for (const entry of entries) {
    into.rows.volumeEntries.push(entryRow(entry, into.entries, period, origin));
    into.entries += 1;
  }
}

function entryRow(entry: VolumeEntry, index: number, period: number, origin: Origin): Row {
  const kind = entryKindNumber(entry.kind);
  if (entry.kind === 'attestation') {
    return [
      index,
      period,
      kind,
      entry.memberId,
      0n,
      0n,
      entry.reference,
      null,
      entry.topic,
      entry.value,
      origin.block,
      origin.logIndex,
    ];
  }
  const customer = entry.kind === 'customerSale' || entry.kind === 'customerRefund' ? entry.customer : null;
  return [
    index,
    period,
    kind,
    entry.memberId,
    entry.pv,
    entry.cv,
    entry.orderRef,
    customer,
    null,
    null,
    origin.block,
    origin.logIndex,
  ];
}
