import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useDemoWorld } from './demo-world.ts';
import { enterAs } from './visitor.ts';

const world = useDemoWorld();

/** Lets the page believe another answer than the server gave. */
async function lie<T>(page: Page, path: string, change: (answer: T) => T): Promise<void> {
  await page.route(`**/api/v1${path}`, async (route) => {
    const response = await route.fetch();
    if (!response.ok()) return route.fulfill({ response });
    const answer = (await response.json()) as T;
    await route.fulfill({ response, json: change(answer) });
  });
}

interface Offer {
  sponsor: { memberId: number; name: string | null };
  invitation: { sponsorId: number };
  state: string;
  terms: { text: { en: string; ru: string } };
}

describe('W06 the server lies: nothing can be signed', () => {
  it.each([
    ['amount', (offer: Record<string, unknown>) => ({ ...offer, claimable: '999000000' })],
    ['proof', (offer: Record<string, unknown>) => ({ ...offer, cumulative: '999000000', claimable: '999000000' })],
    ['wallet', (offer: Record<string, unknown>) => ({ ...offer, wallet: `0x${'d'.repeat(40)}` })],
    ['root', (offer: Record<string, unknown>) => ({ ...offer, root: `0x${'1'.repeat(64)}` })],
  ] as const)('about the %s of a payment', async (fault, change) => {
    const visitor = await world.visitor();
    await enterAs(visitor, 'receiver');
    const { memberId } = world.product.people.find((person) => person.key === 'receiver') ?? { memberId: null };
    await lie(visitor.page, `/members/${String(memberId)}/claim`, change);
    await visitor.goTo('/receive');
    await visitor.page.locator(`[data-refused="${fault}"]`).waitFor();
    expect(await visitor.page.locator('[data-receive]').isDisabled()).toBe(true);
  });

  it('about the line of a member', async () => {
    const visitor = await world.visitor();
    await enterAs(visitor, 'mid');
    await lie<{ items: { memberId: number }[] }>(visitor.page, '/members/*/upline', (answer) => ({
      ...answer,
      items: answer.items.map((step, index) => (index === 1 ? { ...step, memberId: step.memberId + 1 } : step)),
    }));
    await visitor.goTo('/proof');
    await visitor.page.locator('[data-verdict="differs"]').waitFor();
  });

  it('about the address of a contract that this browser knew before', async () => {
    const visitor = await world.visitor();
    await enterAs(visitor, 'mid');
    await visitor.goTo('/proof');
    await visitor.page.locator('[data-verdict="same"]').waitFor();
    await lie<{ contracts: Record<string, string> }>(visitor.page, '/deployment', (answer) => ({
      ...answer,
      contracts: { ...answer.contracts, payoutVault: `0x${'e'.repeat(40)}` },
    }));
    await visitor.goTo('/proof');
    await visitor.page.getByText('The addresses of the contracts have changed').waitFor();
  });

  it('about a published file', async () => {
    const { page, goTo } = await world.visitor();
    await page.route('**/api/v1/payout-files/1', async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      // One digit of one leaf: the smallest theft.
      await route.fulfill({
        response,
        body: text.replace(/\[(\d+),"(\d)/u, (_whole, member: string, digit: string) => `[${member},"${(Number(digit) % 9) + 1}`),
      });
    });
    await goTo('/audit');
    const period = page.locator('[data-audit-period="1"]');
    await period.locator('[data-check-file]').click();
    await period.locator('[data-file-check="bad"]').waitFor();
  });
});

describe('W13 a bad invitation explains itself', () => {
  it.each([
    ['altered', (offer: Offer) => ({ ...offer, sponsor: { ...offer.sponsor, memberId: offer.sponsor.memberId + 1 } })],
    [
      'altered',
      (offer: Offer) => ({
        ...offer,
        sponsor: { ...offer.sponsor, memberId: 3 },
        invitation: { ...offer.invitation, sponsorId: 3 },
      }),
    ],
    [
      'altered',
      (offer: Offer) => ({ ...offer, terms: { ...offer.terms, text: { ...offer.terms.text, en: 'Pay 100 a month.' } } }),
    ],
    ['expired', (offer: Offer) => ({ ...offer, state: 'expired' })],
    ['usedUp', (offer: Offer) => ({ ...offer, state: 'usedUp' })],
    ['revoked', (offer: Offer) => ({ ...offer, state: 'revoked' })],
  ] as const)('%s', async (reason, change) => {
    const { page, goTo } = await world.visitor();
    await lie<Offer>(page, '/invitations/*', change);
    await goTo(world.guestLink());
    await page.locator(`[data-invitation="${reason}"]`).waitFor();
    expect(await page.locator('[data-step]').count()).toBe(0);
  });

  it('unknown', async () => {
    const { page, goTo } = await world.visitor();
    await goTo('/join/xxxxxxxxxxxx');
    await page.locator('[data-invitation="unknown"]').waitFor();
  });
});

describe('W01 a name is text, whatever it says', () => {
  it('in the list, in the picture and on the card', async () => {
    const visitor = await world.visitor();
    const { page } = visitor;
    const payload = `<img src=x onerror="globalThis.stolen=1"><script>globalThis.stolen=1</script>`;
    await enterAs(visitor, 'leader');
    await lie<{ nodes: { name: string }[] }>(page, '/members/*/tree*', (answer) => ({
      ...answer,
      nodes: answer.nodes.map((node) => ({ ...node, name: payload })),
    }));
    await lie<{ name: string }>(page, '/members/7', (answer) => ({ ...answer, name: payload }));
    await visitor.goTo('/team');
    await page.getByText('<img src=x').first().waitFor();
    await visitor.goTo('/team?view=picture');
    await page.locator('svg text').first().waitFor();
    await visitor.goTo('/members/7');
    await page.getByRole('heading', { name: '<img src=x' }).waitFor();
    expect(await page.evaluate('globalThis.stolen')).toBeUndefined();
  });
});
