import type { ContractEvent } from '#chain/events.ts';
import type { Hex } from '#kernel/hex.ts';
import { type Collector, type Origin, brokenFact, optionalBytes, originColumns, unpacked } from './origin.ts';

type GenealogyEvent = Extract<ContractEvent, { contract: 'genealogy' }>;

export function collectGenealogy(event: GenealogyEvent, origin: Origin, into: Collector): void {
  switch (event.eventName) {
    case 'MemberRegistered': {
      const { seq, memberId, sponsorId, parentId, leg, wallet, consent } = event.args;
      addMember(into, origin, { seq, memberId, sponsorId, parentId, leg, consent: optionalBytes(consent) });
      const owner = optionalBytes(wallet);
      if (owner !== null) into.rows.memberWallets.push([memberId, owner, null, seq, ...originColumns(origin)]);
      return;
    }
    case 'MembersImported': {
      const { seq, firstMemberId, count, entries } = event.args;
      const imported = unpackImport(unpacked(entries), into.placementWidth > 0);
      if (imported.length !== count)
        throw brokenFact(event.eventName, origin, `${count} members announced, ${imported.length} packed`);
      imported.forEach((entry, place) =>
        addMember(into, origin, { seq, memberId: firstMemberId + place, ...entry, consent: null }),
      );
      return;
    }
    case 'WalletBound': {
      const { seq, memberId, wallet, previousWallet } = event.args;
      into.rows.memberWallets.push([memberId, wallet, optionalBytes(previousWallet), seq, ...originColumns(origin)]);
      return;
    }
    case 'RecoveryAddressSet': {
      const { seq, memberId, recovery } = event.args;
      into.rows.recoveries.push([seq, memberId, 'named', optionalBytes(recovery), null, ...originColumns(origin)]);
      return;
    }
    case 'RecoveryStarted': {
      const { seq, memberId, newWallet, readyAt } = event.args;
      into.rows.recoveries.push([seq, memberId, 'started', newWallet, readyAt, ...originColumns(origin)]);
      return;
    }
    case 'RecoveryCancelled':
      into.rows.recoveries.push([event.args.seq, event.args.memberId, 'cancelled', null, null, ...originColumns(origin)]);
      return;
    case 'RouteChosen':
      into.rows.routeChoices.push([event.args.seq, event.args.memberId, event.args.bank, ...originColumns(origin)]);
      return;
    case 'RegistrarChanged':
      into.rows.registrarChanges.push([event.args.seq, event.args.registrar, ...originColumns(origin)]);
      return;
    default:
      // The compiler says here when the ABI gets another event.
      return event satisfies never;
  }
}

/** Sponsors of an import; the depth of a batch cannot be asked from the database before its members are known. */
export function sponsorsNamedIn(event: ContractEvent, placement: boolean): number[] {
  if (event.eventName === 'MemberRegistered') return [event.args.sponsorId];
  if (event.eventName === 'MembersImported')
    return unpackImport(unpacked(event.args.entries), placement).map((entry) => entry.sponsorId);
  return [];
}

function addMember(
  into: Collector,
  origin: Origin,
  member: { seq: bigint; memberId: number; sponsorId: number; parentId: number; leg: number; consent: Hex | null },
): void {
  const { memberId, sponsorId } = member;
  if (memberId !== into.members + 1)
    throw brokenFact('MemberRegistered', origin, `member ${into.members + 1} was due, ${memberId} came`);
  const above = into.depths.get(sponsorId);
  if (memberId > 1 && above === undefined)
    throw brokenFact('MemberRegistered', origin, `sponsor ${sponsorId} of ${memberId} does not exist`);
  const depth = memberId === 1 ? 0 : (above ?? 0) + 1;
  into.members = memberId;
  into.depths.set(memberId, depth);
  into.rows.members.push([
    memberId,
    sponsorId,
    member.parentId,
    member.leg,
    depth,
    member.consent,
    member.seq,
    ...originColumns(origin),
  ]);
}

/** sponsorId (4 bytes), then, with a placement tree, parentId (4) and leg (1). */
function unpackImport(packed: Buffer, placement: boolean): { sponsorId: number; parentId: number; leg: number }[] {
  const length = placement ? 9 : 4;
  const entries: { sponsorId: number; parentId: number; leg: number }[] = [];
  for (let offset = 0; offset + length <= packed.length; offset += length) {
    entries.push({
      sponsorId: packed.readUInt32BE(offset),
      parentId: placement ? packed.readUInt32BE(offset + 4) : 0,
      leg: placement ? packed.readUInt8(offset + 8) : 0,
    });
  }
  return entries;
}
