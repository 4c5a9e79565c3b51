import { capFor, proofBelow, subtreeOf } from '#engine/payout-tree/batches.ts';
import { buildPayoutTree, type PayoutTree, proofOf } from '#engine/payout-tree/tree.ts';
import { type Action, type Company } from './company.ts';

const nobody = `0x${'00'.repeat(20)}`;

/** Roots, claims, bank payments, credits and the company's money. */
export function payoutActions(company: Company): Record<string, Action> {
  const { world, random, member, walletOf } = company;
  const { roles } = world;
  const { chainId, contracts: addresses } = world.deployment;
  const all = world.as();
  const { payoutVault, volumeLedger, genealogy } = all;
  const owed = new Map<number, bigint>();
  let pending: { tree: PayoutTree; proposal: Parameters<typeof payoutVault.propose>[0] } | undefined;
  let inForce: PayoutTree | undefined;

  const keyNow = async (): Promise<string> => (await payoutVault.accepted()).key;
  const walletsOf = (leaves: readonly { memberId: number }[]): Promise<string[]> =>
    Promise.all(leaves.map(async ({ memberId }) => (await walletOf(memberId))?.address ?? nobody));

  return {
    fund: async () => payoutVault.fund(random(1_000_000)),
    withdraw: async () =>
      world.as(roles.treasurer).payoutVault.withdrawSurplus(roles.treasurer.address, (await payoutVault.surplus()) / 2n),
    propose: async () => {
      const period = (await volumeLedger.currentPeriod()) - 1n;
      const frozen = await volumeLedger.periodOf(period);
      const next = new Map(owed);
      for (let i = 0; i < 4; i += 1) {
        const memberId = await member();
        next.set(memberId, (next.get(memberId) ?? 0n) + 1n + BigInt(random(20_000)));
      }
      const leaves = [...next]
        .sort(([left], [right]) => left - right)
        .map(([memberId, cumulative]) => ({ memberId, cumulative }));
      const tree = buildPayoutTree({ chainId, vault: addresses.payoutVault, token: addresses.token }, leaves);
      const proposal = {
        period,
        planVersion: frozen.planVersion,
        leafCount: leaves.length,
        root: tree.root,
        inputHash: frozen.inputHash,
        stateRoot: `0x${'11'.repeat(32)}`,
        fileHash: `0x${'22'.repeat(32)}`,
      };
      const sent = await world.as(roles.settler).payoutVault.propose(proposal);
      pending = { tree, proposal };
      return sent;
    },
    reject: async () =>
      random(3) === 0 && pending ? world.as(roles.guardian).payoutVault.reject(pending.proposal, 'Recount it.') : undefined,
    accept: async () => {
      if (!pending) return undefined;
      await world.pass(world.deployment.reviewWindowSeconds);
      const sent = await world.as(roles.approver).payoutVault.accept(pending.proposal);
      inForce = pending.tree;
      for (const { memberId, cumulative } of inForce.leaves) owed.set(memberId, cumulative);
      return sent;
    },
    claim: async () => {
      if (!inForce) return undefined;
      const start = random(inForce.leaves.length);
      // Many are paid together, by bank, or not at all; so the first who can still be paid alone is looked for.
      for (const leaf of [...inForce.leaves.slice(start), ...inForce.leaves.slice(0, start)]) {
        const wallet = await walletOf(leaf.memberId);
        if (wallet === undefined) continue;
        const { bankRoute, settled } = await genealogy.accountOf(wallet.address);
        if (bankRoute || settled >= leaf.cumulative) continue;
        const { memberId, index, cumulative, proof } = proofOf(inForce, leaf.memberId);
        return payoutVault.claim(await keyNow(), memberId, index, cumulative, wallet.address, [...proof]);
      }
      return undefined;
    },
    claimMany: async () => {
      if (!inForce) return undefined;
      const tree = inForce;
      const { height, nodes } = capFor(tree, 3);
      const leaves = tree.leaves.slice(0, 3);
      const wallets = await walletsOf(leaves);
      const claims = leaves.map(({ memberId }, place) => {
        const { index, cumulative } = proofOf(tree, memberId);
        const proof = [...proofBelow(tree, memberId, height)];
        return { memberId, index, cumulative, wallet: wallets[place] ?? nobody, proof };
      });
      return payoutVault.claimMany(await keyNow(), [...nodes], claims);
    },
    paySubtree: async () => {
      if (!inForce) return undefined;
      const { firstIndex, height, leaves, packed, proof } = subtreeOf(inForce, random(inForce.leaves.length), 2);
      return payoutVault.paySubtree(await keyNow(), firstIndex, height, packed, await walletsOf(leaves), [...proof]);
    },
    acknowledgeBank: async () => {
      if (!inForce) return undefined;
      const { firstIndex, height, leaves, packed, proof } = subtreeOf(inForce, random(inForce.leaves.length), 2);
      const keys = await Promise.all(
        leaves.map(async ({ memberId }) =>
          (await genealogy.hasWallet(memberId))
            ? ((await walletOf(memberId))?.address ?? nobody)
            : `0x${memberId.toString(16).padStart(40, '0')}`,
        ),
      );
      const chosen = 2 ** leaves.length - 1;
      const register = `0x${'33'.repeat(32)}`;
      const key = await keyNow();
      return world
        .as(roles.accountant)
        .payoutVault.acknowledgeBank(key, firstIndex, height, packed, keys, chosen, [...proof], register);
    },
    withdrawCredit: async () => {
      for (let memberId = 2; memberId <= Number(await genealogy.memberCount()); memberId += 1) {
        if ((await genealogy.salesOf(memberId)).credit === 0n) continue;
        const wallet = await walletOf(memberId);
        const { bankRoute } = await genealogy.accountOf(wallet?.address ?? nobody);
        if (wallet !== undefined && !bankRoute) return payoutVault.withdrawCredit(memberId, wallet.address);
      }
      return undefined;
    },
  };
}
