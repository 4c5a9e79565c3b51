import { type Action, type Company } from './company.ts';
import { consentOf, invitationOf, never } from './signed.ts';

/** Joining, wallets, recovery and routes. */
export function memberActions({
  world,
  random,
  member,
  person,
  actor,
  walletOf,
  people,
  signatures,
}: Company): Record<string, Action> {
  const { roles } = world;
  const all = world.as();
  const { enrollment, genealogy } = all;
  const guarded: { memberId: number; helper: (typeof people)[number] }[] = [];
  return {
    enroll: async () => {
      const newcomer = person();
      const sponsorId = await member();
      const parentId = random(4) === 0 ? await member() : sponsorId;
      const consent = consentOf(newcomer.address, sponsorId, parentId, random(3));
      const invitation = invitationOf(world, sponsorId, random(5));
      const signed = await signatures.consent(newcomer, consent);
      const invited = await signatures.invitation(roles.inviter, invitation);
      return enrollment.enroll(consent, signed, invitation, roles.inviter.address, invited);
    },
    revoke: async () => world.as(roles.inviter).enrollment.revokeInvitation(invitationOf(world, await member(), random(5))),
    capADay: async () => world.as(roles.administrator).enrollment.setDailyCap(20 + random(1000)),
    import: async () => {
      const sponsorId = await member();
      const next = (await genealogy.memberCount()) + 1n;
      const place = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, '0');
      const entries = `0x${place(sponsorId, 4)}${place(sponsorId, 4)}${place(random(3), 1)}`;
      return world.as(roles.importer).genealogy.registerBatch(next, entries);
    },
    bind: async () => {
      let memberId = await member();
      // Most members have a wallet, so a few are asked.
      for (let asked = 0; asked < 12 && (await genealogy.hasWallet(memberId)); asked += 1) memberId = await member();
      const wallet = person();
      const signature = await signatures.wallet(memberId, wallet);
      return world.as(roles.registrarAdministrator).genealogy.bindWallet(memberId, wallet.address, never, signature);
    },
    changeWallet: async () => {
      const { wallet, memberId } = await actor();
      if (memberId === 0) return undefined;
      const next = person();
      const signature = await signatures.wallet(memberId, next);
      return world.as(wallet).genealogy.changeWallet(next.address, never, signature);
    },
    setRecovery: async () => {
      const { wallet, memberId } = await actor();
      const helper = people[random(3)];
      if (helper === undefined) return undefined;
      const sent = await world.as(wallet).genealogy.setRecovery(helper.address);
      guarded.push({ memberId, helper });
      return sent;
    },
    startRecovery: async () => {
      const { memberId, helper } = guarded[random(Math.max(1, guarded.length))] ?? {};
      if (memberId === undefined || helper === undefined) return undefined;
      const next = person();
      const signature = await signatures.wallet(memberId, next);
      return world.as(helper).genealogy.startRecovery(memberId, next.address, never, signature);
    },
    cancelRecovery: async () => {
      const { memberId, current } = await inDanger();
      return current && world.as(current).genealogy.cancelRecovery(memberId);
    },
    finishRecovery: async () => {
      const { memberId, current } = await inDanger();
      if (current === undefined) return undefined;
      await world.pass(Number(await genealogy.recoveryDelay()));
      return genealogy.finishRecovery(memberId, current.address);
    },
    chooseRoute: async () => {
      const { wallet, memberId } = await actor();
      const bank = random(2) === 0;
      if (random(2) === 0) return world.as(wallet).genealogy.chooseRoute(bank);
      const nonce = await genealogy.routeNonceOf(wallet.address);
      const signature = await signatures.route(wallet, { memberId, bank, nonce });
      return genealogy.chooseRouteFor(memberId, wallet.address, bank, nonce, never, signature);
    },
    replaceRegistrar: async () => {
      await (await genealogy.setRegistrar(roles.importer.address)).wait();
      return genealogy.setRegistrar(world.deployment.contracts.enrollment);
    },
  };

  /** Somebody whose recovery is running. */
  async function inDanger(): Promise<{ memberId: number; current?: (typeof people)[number] }> {
    for (const { memberId } of guarded) {
      if (BigInt((await genealogy.recoveryOf(memberId)).newWallet) === 0n) continue;
      const current = await walletOf(memberId);
      if (current !== undefined) return { memberId, current };
    }
    return { memberId: 0 };
  }
}
