import { type HDNodeWallet, isCallException, type TransactionResponse } from 'ethers';
import { packEntries, type VolumeEntry } from '#engine/ledger/entry.ts';
import { buildPayoutTree, type PayoutTree, proofOf } from '#engine/payout-tree/tree.ts';
import { ZERO_HASH } from '#kernel/hex.ts';
import { localAccount } from '#scripts/deploy/parameters.ts';
import { type World } from './world.ts';

const consentTypes = {
  Consent: [
    { name: 'sponsorId', type: 'uint32' },
    { name: 'parentId', type: 'uint32' },
    { name: 'leg', type: 'uint8' },
    { name: 'wallet', type: 'address' },
    { name: 'termsHash', type: 'bytes32' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
};
const invitationTypes = {
  Invitation: [
    { name: 'chainId', type: 'uint256' },
    { name: 'gateway', type: 'address' },
    { name: 'sponsorId', type: 'uint32' },
    { name: 'invitee', type: 'address' },
    { name: 'uses', type: 'uint32' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
};
const bindTypes = {
  BindWallet: [
    { name: 'memberId', type: 'uint32' },
    { name: 'wallet', type: 'address' },
    { name: 'deadline', type: 'uint256' },
  ],
};
const never = 2n ** 64n;

/** What a random company does in `steps` steps. Some steps are refused; that is part of a history. Answers with what went through. */
export async function liveHistory(world: World, random: (below: number) => number, steps: number): Promise<Map<string, number>> {
  const { roles } = world;
  const { chainId, contracts: addresses } = world.deployment;
  const all = world.as();
  const domain = (name: string, verifyingContract: string) => ({ name, version: '1', chainId, verifyingContract });
  const people: HDNodeWallet[] = Array.from({ length: 60 }, (_, place) => localAccount(1000 + place).connect(world.provider));
  const member = async (): Promise<number> => 1 + random(Number(await all.genealogy.memberCount()));
  const owed = new Map<number, bigint>();
  let pending: PayoutTree | undefined;
  let inForce: PayoutTree | undefined;

  const actions: Readonly<Record<string, () => Promise<TransactionResponse | undefined>>> = {
    enroll: async () => {
      const newcomer = people[random(people.length)] ?? world.company;
      const sponsorId = await member();
      const parentId = random(4) === 0 ? await member() : sponsorId;
      const consent = {
        sponsorId,
        parentId,
        leg: random(3),
        wallet: newcomer.address,
        termsHash: ZERO_HASH,
        nonce: 1,
        deadline: never,
      };
      const invitation = invitationOf(sponsorId, random(5));
      return all.enrollment.enroll(
        consent,
        await newcomer.signTypedData(domain('Upline Enrollment', addresses.enrollment), consentTypes, consent),
        invitation,
        roles.inviter.address,
        await roles.inviter.signTypedData(domain('Upline Enrollment', addresses.enrollment), invitationTypes, invitation),
      );
    },
    revoke: async () => world.as(roles.inviter).enrollment.revokeInvitation(invitationOf(await member(), random(5))),
    import: async () => {
      const sponsorId = await member();
      const next = (await all.genealogy.memberCount()) + 1n;
      const place = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, '0');
      const entries = `0x${place(sponsorId, 4)}${place(sponsorId, 4)}${place(random(3), 1)}`;
      return world.as(roles.importer).genealogy.registerBatch(next, entries);
    },
    bind: async () => {
      const memberId = await member();
      const wallet = people[random(people.length)] ?? world.company;
      return world
        .as(roles.registrarAdministrator)
        .genealogy.bindWallet(memberId, wallet.address, never, await bindSignature(memberId, wallet));
    },
    changeWallet: async () => {
      const from = people[random(people.length)] ?? world.company;
      const to = people[random(people.length)] ?? world.company;
      const memberId = Number(await all.genealogy.memberOf(from.address));
      if (memberId === 0) return undefined;
      await world.anvil.request('anvil_setBalance', from.address, '0x3635c9adc5dea00000');
      return world.as(from).genealogy.changeWallet(to.address, never, await bindSignature(memberId, to));
    },
    replaceRegistrar: async () => {
      await (await all.genealogy.setRegistrar(roles.importer.address)).wait();
      return all.genealogy.setRegistrar(addresses.enrollment);
    },
    publish: async () => {
      const first = (await all.volumeLedger.currentPeriod()) + BigInt(1 + random(2));
      const spec = `0x${(1 + random(250)).toString(16).padStart(2, '0')}`;
      return world.as(roles.planAdministrator).planRegistry.publish(spec, 300_000 + random(500_000), first, '0x000186a0');
    },
    record: async () => {
      const entries: VolumeEntry[] = [];
      for (let i = 0; i <= random(4); i += 1) {
        const kind = random(5) === 0 ? 'ownRefund' : 'ownPurchase';
        entries.push({ kind, memberId: await member(), pv: 1n, cv: BigInt(random(1_000_000)), orderRef: 1 + random(1000) });
      }
      return world.as(roles.recorder).volumeLedger.record((await all.volumeLedger.lastSeq()) + 1n, packEntries(entries));
    },
    close: async () => world.as(roles.settler).volumeLedger.closePeriod(await all.volumeLedger.currentPeriod()),
    fund: async () => all.payoutVault.fund(random(1_000_000)),
    withdraw: async () =>
      world.as(roles.treasurer).payoutVault.withdrawSurplus(roles.treasurer.address, (await all.payoutVault.surplus()) / 2n),
    propose: async () => {
      const period = (await all.volumeLedger.currentPeriod()) - 1n;
      const frozen = await all.volumeLedger.periodOf(period);
      const next = new Map(owed);
      for (let i = 0; i < 4; i += 1) {
        const memberId = await member();
        next.set(memberId, (next.get(memberId) ?? 0n) + 1n + BigInt(random(20_000)));
      }
      const leaves = [...next]
        .sort(([left], [right]) => left - right)
        .map(([memberId, cumulative]) => ({ memberId, cumulative }));
      const tree = buildPayoutTree({ chainId, vault: addresses.payoutVault, token: addresses.token }, leaves);
      const sent = await world.as(roles.settler).payoutVault.propose({
        period,
        planVersion: frozen.planVersion,
        leafCount: leaves.length,
        root: tree.root,
        inputHash: frozen.inputHash,
        stateRoot: `0x${'11'.repeat(32)}`,
        fileHash: `0x${'22'.repeat(32)}`,
      });
      pending = tree;
      return sent;
    },
    reject: async () =>
      random(3) === 0 && pending ? world.as(roles.guardian).payoutVault.reject(pending.root, 'Recount it.') : undefined,
    accept: async () => {
      if (!pending) return undefined;
      await world.pass(world.deployment.reviewWindowSeconds);
      const sent = await world.as(roles.approver).payoutVault.accept(pending.root);
      inForce = pending;
      for (const { memberId, cumulative } of pending.leaves) owed.set(memberId, cumulative);
      return sent;
    },
    claim: async () => {
      const leaf = inForce?.leaves[random(inForce.leaves.length)];
      if (!inForce || !leaf) return undefined;
      const { memberId, index, cumulative, proof } = proofOf(inForce, leaf.memberId);
      return all.payoutVault.claim(inForce.root, memberId, index, cumulative, [...proof]);
    },
    claimMany: async () => {
      if (!inForce) return undefined;
      const tree = inForce;
      const claims = tree.leaves.slice(0, 3).map(({ memberId }) => {
        const { index, cumulative, proof } = proofOf(tree, memberId);
        return { memberId, index, cumulative, proof: [...proof] };
      });
      return all.payoutVault.claimMany(tree.root, claims);
    },
  };

  function invitationOf(sponsorId: number, nonce: number) {
    return {
      chainId,
      gateway: addresses.enrollment,
      sponsorId,
      invitee: `0x${'00'.repeat(20)}`,
      uses: 3,
      nonce,
      deadline: never,
    };
  }

  async function bindSignature(memberId: number, wallet: HDNodeWallet): Promise<string> {
    return wallet.signTypedData(domain('Upline Genealogy', addresses.genealogy), bindTypes, {
      memberId,
      wallet: wallet.address,
      deadline: never,
    });
  }

  const done = new Map<string, number>();
  const names = Object.keys(actions);
  // People join and buy more often than periods close.
  const often = [...names, 'enroll', 'enroll', 'enroll', 'enroll', 'record', 'record', 'claim', 'fund', 'accept', 'propose'];
  for (let step = 0; step < steps; step += 1) {
    const name = often[random(often.length)] ?? 'enroll';
    try {
      const sent = await actions[name]?.();
      await sent?.wait();
      if (sent) done.set(name, (done.get(name) ?? 0) + 1);
    } catch (error) {
      if (!isCallException(error)) throw error;
    }
  }
  return done;
}
