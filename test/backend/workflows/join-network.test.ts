import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signConsent, signInvitation } from '#scripts/demo/signatures.ts';
import { testAccount } from '#test/support/deployment.ts';
import { DAILY_JOINS_OF_SPONSOR } from '#workflows/join-network/index.ts';
import { actor, type Company, consentOf, now, openCompany, pass, wallet } from './company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  await company.join(2, 1);
});
afterAll(async () => company?.stop());

const gateway = () => ({ chainId: company.config.chainId, enrollment: company.chain.deployment.contracts.enrollment });
const memberCount = (): Promise<number> => company.chain.read<number>('genealogy', 'memberCount');

describe('joining', () => {
  test('pressed twenty times at once, dead in between: one newcomer, one operation', async () => {
    const { request } = await consentOf(company, 3, 2, await company.link(2));
    for (const point of ['join-network: checked', 'join-network: person kept', 'join-network: noted']) {
      const dying = await company.another((reached) => {
        if (reached === point) throw new Error(`died at ${point}`);
      });
      await expect(dying.doors.join.join(request)).rejects.toThrow('died at');
    }
    const before = await memberCount();
    const operations = await Promise.all(Array.from({ length: 20 }, () => company.doors.join.join(request)));
    expect(new Set(operations.map((operation) => operation.operationId)).size).toBe(1);
    await company.settle();
    expect(await memberCount()).toBe(before + 1);
    const done = await company.doors.join.join(request);
    expect(done).toMatchObject({ kind: 'enroll', status: 'mined', memberId: 3 });
    expect((await company.doors.genealogy.memberCard(3)).name).toBe('Person 3');
  });

  test('different consents of one wallet at once: one is carried, the others wait, and are refused when it is in', async () => {
    const code = await company.link(2);
    const consents = await Promise.all(
      Array.from({ length: 8 }, (_, nonce) => consentOf(company, 4, 2, code, BigInt(nonce + 10))),
    );
    const outcomes = await Promise.allSettled(consents.map(({ request }) => company.doors.join.join(request)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'JOIN.PENDING' });
    }
    await company.settle();
    const third = await consentOf(company, 4, 2, code, 3n);
    await expect(company.doors.join.join(third.request)).rejects.toMatchObject({
      code: 'JOIN.WALLET_TAKEN',
      parameters: { memberId: 4 },
    });
  });

  test('what was signed is what counts: every altered piece is refused by name', async () => {
    const code = await company.link(2);
    const { request } = await consentOf(company, 9, 2, code);
    const { consent } = request;
    const join = (change: object) => company.doors.join.join({ ...request, consent: { ...consent, ...change } });
    await expect(join({ sponsorId: 1 })).rejects.toMatchObject({ code: 'JOIN.SPONSOR_MISMATCH' });
    await expect(join({ parentId: 2 })).rejects.toMatchObject({ code: 'JOIN.PLACEMENT_UNUSED' });
    await expect(join({ termsHash: `0x${'1'.repeat(64)}` })).rejects.toMatchObject({ code: 'JOIN.TERMS_UNKNOWN' });
    await expect(join({ deadline: 1 })).rejects.toMatchObject({ code: 'JOIN.CONSENT_EXPIRED' });
    await expect(join({ nonce: '77' })).rejects.toMatchObject({ code: 'JOIN.CONSENT_ALTERED' });
    await expect(join({ wallet: wallet(8).address })).rejects.toMatchObject({ code: 'JOIN.CONSENT_ALTERED' });
    await expect(company.doors.join.join({ ...request, code: 'no-such-code-here' })).rejects.toMatchObject({
      code: 'INVITATION.UNKNOWN',
    });
  });

  test('an invitation is kept only when the sponsor signed it and left it, for this deployment', async () => {
    const deadline = (await now(company.chain)) + 3600;
    const terms = { sponsorId: 2, uses: 5, nonce: 1n, deadline };
    const signed = await signInvitation(gateway(), wallet(2), terms);
    const own = actor(wallet(2).address, 2);
    const { invitations } = company.doors;
    const row = await invitations.createInvitation(signed, own);
    expect(row).toMatchObject({ state: 'valid', used: 0, uses: 5 });
    expect((await invitations.createInvitation(signed, own)).code).toBe(row.code);

    const altered = { ...signed, invitation: { ...signed.invitation, uses: 500 } };
    await expect(invitations.createInvitation(altered, own)).rejects.toMatchObject({ code: 'INVITATION.ALTERED' });
    await expect(invitations.createInvitation(signed, actor(wallet(3).address, 3))).rejects.toMatchObject({
      code: 'INVITATION.NOT_SPONSOR',
    });
    const byStranger = await signInvitation(gateway(), wallet(3), terms);
    await expect(invitations.createInvitation(byStranger, own)).rejects.toMatchObject({ code: 'INVITATION.NOT_SPONSOR' });
    const elsewhere = await signInvitation({ ...gateway(), chainId: 1 }, wallet(2), terms);
    await expect(invitations.createInvitation(elsewhere, own)).rejects.toMatchObject({ code: 'INVITATION.OTHER_DEPLOYMENT' });
    const late = await signInvitation(gateway(), wallet(2), { ...terms, deadline: 5 });
    await expect(invitations.createInvitation(late, own)).rejects.toMatchObject({ code: 'INVITATION.EXPIRED' });
  });

  test('an open link of the company is signed by its inviter', async () => {
    const inviter = testAccount('planAdministrator');
    const signed = await signInvitation(gateway(), inviter, {
      sponsorId: 1,
      uses: 5,
      nonce: 9n,
      deadline: (await now(company.chain)) + 3600,
    });
    const row = await company.doors.invitations.createInvitation(signed, actor(inviter.address));
    expect(row).toMatchObject({ sponsorId: 1, state: 'valid' });
  });

  test('used up, taken back and expired are told apart', async () => {
    const single = await company.link(2, 1);
    await company.join(5, 2, single);
    const late = await consentOf(company, 6, 2, single);
    await expect(company.doors.join.join(late.request)).rejects.toMatchObject({ code: 'INVITATION.USED_UP' });

    const code = await company.link(1);
    const offer = await company.doors.invitations.invitationByCode(code);
    const { invitation } = offer;
    const struct = {
      ...invitation,
      chainId: BigInt(invitation.chainId),
      nonce: BigInt(invitation.nonce),
      deadline: BigInt(invitation.deadline),
    };
    await company.chain.send('company', 'enrollment', 'revokeInvitation', [struct]);
    await company.caughtUp();
    expect((await company.doors.invitations.invitationByCode(code)).state).toBe('revoked');
    await expect(company.doors.join.join((await consentOf(company, 6, 1, code)).request)).rejects.toMatchObject({
      code: 'INVITATION.REVOKED',
    });

    const old = await company.link(2);
    await pass(company.chain, 31);
    await company.caughtUp();
    expect((await company.doors.invitations.invitationByCode(old)).state).toBe('expired');
    await expect(company.doors.join.join((await consentOf(company, 6, 2, old)).request)).rejects.toMatchObject({
      code: 'INVITATION.EXPIRED',
    });
  });

  test('the company does not pay for endless joins under one sponsor, whatever the link', async () => {
    const code = await company.link(2, 100_000);
    await company.database.database.pool.query(
      `INSERT INTO office.joins (digest, code, wallet, operation_id, created_at)
       SELECT 'planted ' || n, $1, 'planted', gen_random_uuid(), now() FROM generate_series(1, $2) n`,
      [code, DAILY_JOINS_OF_SPONSOR],
    );
    const { request } = await consentOf(company, 7, 2, await company.link(2));
    await expect(company.doors.join.join(request)).rejects.toMatchObject({ code: 'JOIN.TOO_MANY' });
    expect(await company.join(7, 3)).toBe(6);
  });

  test('a consent for another chain is not a consent here', async () => {
    const offer = await company.doors.invitations.invitationByCode(await company.link(2));
    const { consent, signature } = await signConsent({ ...gateway(), chainId: 1 }, wallet(7), {
      sponsorId: 2,
      termsHash: offer.terms.hash,
      nonce: 1n,
      deadline: (await now(company.chain)) + 3600,
    });
    const request = { code: offer.code, name: 'X', locale: 'ru' as const, consent, signature };
    await expect(company.doors.join.join(request)).rejects.toMatchObject({ code: 'JOIN.CONSENT_ALTERED' });
  });
});
