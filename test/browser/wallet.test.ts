import type { Page } from 'playwright-core';
import { verifyTypedData } from 'viem';
import { generatePrivateKey } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import type { Consent } from '#api/join.ts';
import { consentTypes, enrollmentDomain } from '#chain/generated/typed-data.ts';
import type { Hex } from '#kernel/hex.ts';
import { useDemoWorld } from './demo-world.ts';
import { acceptedRoot } from './test-wallet.ts';
import { connectWallet, enterAs, signInWith, type Visitor } from './visitor.ts';

const world = useDemoWorld();

/** As far as the signature of the joining, with a wallet of one's own. */
async function toSignature(page: Page, goTo: Visitor['goTo'], name: string): Promise<void> {
  await goTo(world.guestLink());
  await page.getByRole('button', { name: 'Yes, my sponsor is' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('I have read and accept the terms').check();
  await page.getByLabel('I understand that my sponsor cannot be changed').check();
  await page.getByRole('button', { name: 'Next' }).click();
  await connectWallet(page, 'Use my own wallet');
}

describe('joining a network with a placement tree', () => {
  it('shows the place before it is signed, and signs the one that was shown', async () => {
    const { visitor } = await world.visitorWithWallet(generatePrivateKey());
    const { page } = visitor;
    // The demo world keeps no such tree; what the server would say of one is put in its place.
    await page.route('**/api/v1/deployment', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), placementWidth: 2 } });
    });
    await page.route('**/api/v1/invitations/*/place', (route) =>
      route.fulfill({ json: { place: { parent: { memberId: 5, name: null }, leg: 1 } } }),
    );
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/v1/join'));
    await toSignature(page, visitor.goTo, 'Petra Placed');
    await page.getByText('below Member № 5, leg 2').waitFor();
    await page.getByRole('button', { name: 'Sign and join' }).click();
    const { consent, signature } = (await sent).postDataJSON() as { consent: Consent; signature: Hex };
    expect(consent).toMatchObject({ parentId: 5, leg: 1 });
    const { chainId, contracts } = world.product.deployment;
    const signed = await verifyTypedData({
      address: consent.wallet,
      domain: enrollmentDomain(chainId, contracts.enrollment),
      types: consentTypes,
      primaryType: 'Consent',
      message: { ...consent, nonce: BigInt(consent.nonce), deadline: BigInt(consent.deadline) },
      signature,
    });
    expect(signed).toBe(true);
    // This chain has no placement tree, and says so.
    await page.getByText('This company keeps no placement tree').waitFor();
    await page.getByRole('button', { name: 'Start again' }).waitFor();
  });
});

describe('W03 another network or account: nothing is sent', () => {
  it('does not ask a wallet on another network for a signature, and goes on after switching', async () => {
    const { visitor, wallet } = await world.visitorWithWallet(generatePrivateKey());
    const { page } = visitor;
    await toSignature(page, visitor.goTo, 'Wanda Elsewhere');
    wallet.chainId = 1;
    await page.evaluate(`dispatchEvent(new CustomEvent('test-wallet', { detail: { chainChanged: '0x1' } }))`);
    await page.locator('[data-fault="wrongNetwork"]').waitFor();
    expect(await page.getByRole('button', { name: 'Sign and join' }).isDisabled()).toBe(true);
    expect(wallet.asked).toEqual([]);
    await page.getByRole('button', { name: 'Switch the network' }).click();
    await page.locator('[data-fault="wrongNetwork"]').waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Sign and join' }).isEnabled()).toBe(true);
  });

  it('asks to sign in again when the account changes in the wallet', async () => {
    const { visitor, wallet } = await world.visitorWithWallet(world.person('mid').privateKey);
    await signInWith(visitor);
    await visitor.goTo('/invitations');
    // Only a page that has found its wallet again hears of another account.
    await visitor.page.getByRole('button', { name: 'Sign and make the link', disabled: false }).waitFor();
    const before = wallet.asked.length;
    await wallet.switchAccount();
    await visitor.page.locator('[data-fault="wrongAccount"]').waitFor();
    expect(await visitor.page.getByRole('button', { name: 'Sign and make the link' }).isDisabled()).toBe(true);
    expect(wallet.asked.length).toBe(before);
    await visitor.page.getByRole('link', { name: 'Sign in again' }).click();
    await visitor.page.waitForURL('**/sign-in');
  });
});

describe('W04 each refusal has its own words and a next step', () => {
  it('declined, then locked, then signed by a double click that asks once', async () => {
    const { visitor, wallet } = await world.visitorWithWallet(generatePrivateKey());
    const { page } = visitor;
    await toSignature(page, visitor.goTo, 'Rita Thinksagain');
    wallet.manner = 'reject';
    await page.getByRole('button', { name: 'Sign and join' }).click();
    await page.locator('[data-fault="rejected"]').getByText('Nothing was sent').waitFor();
    wallet.manner = 'lock';
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-fault="locked"]').getByText('unlock it').waitFor();
    wallet.manner = 'wait';
    const before = wallet.asked.length;
    await page.getByRole('button', { name: 'Try again' }).dblclick();
    await page.locator('[data-receipt]').waitFor();
    expect(wallet.asked.length - before).toBe(1);
  });

  it('forgotten, slow, replaced, reverted; then a double click that is accepted once', async () => {
    const { visitor, wallet } = await world.visitorWithWallet(world.person('approver').privateKey);
    const { page } = visitor;
    await signInWith(visitor);
    await visitor.goTo('/console/periods/2');
    await page.locator('[data-file-check="fine"]').waitFor();
    if ((await page.locator('[data-stage]').getAttribute('data-stage')) === 'review') {
      await page.getByRole('button', { name: 'Move the demo clock 3 days' }).click();
    }
    await page.locator('[data-stage="accept"]').waitFor();
    const accept = page.locator('[data-accept]');
    const sends = () => wallet.asked.filter((method) => method === 'eth_sendTransaction').length;

    wallet.manner = 'forget';
    await accept.click();
    await page.locator('[data-fault="slow"]').waitFor();
    await page.locator('[data-fault="dropped"]').getByText('cost nothing').waitFor();

    wallet.manner = 'replace';
    await accept.click();
    await page.locator('[data-fault="replaced"]').getByText('Look into the wallet').waitFor();

    wallet.manner = 'starve';
    await accept.click();
    await page.locator('[data-fault="replaced"]').waitFor({ state: 'detached' });
    const fate = page.locator('[data-fault]:not([data-fault="slow"])');
    expect([await fate.getAttribute('data-fault'), await fate.innerText()]).toEqual([
      'reverted',
      expect.stringContaining('Reload the page'),
    ]);

    const proposed = await acceptedRoot(world.product.rpcUrl, world.product.deployment.contracts.payoutVault);
    wallet.manner = 'obey';
    const before = sends();
    await accept.dblclick();
    await page.locator('[data-stage="claims"]').waitFor();
    expect(sends() - before).toBe(1);
    expect(await acceptedRoot(world.product.rpcUrl, world.product.deployment.contracts.payoutVault)).not.toBe(proposed);
  });
});

describe('W05 a reload loses nothing', () => {
  it('joining goes on from each step', async () => {
    const visitor = await world.visitor();
    const { page } = visitor;
    await visitor.goTo(world.guestLink());
    await page.getByRole('button', { name: 'Yes, my sponsor is' }).click();
    await page.reload();
    await page.locator('[data-step="person"]').waitFor();
    await page.getByLabel('Name').fill('Rhoda Reload');
    await page.getByLabel('I have read and accept the terms').check();
    await page.getByLabel('I understand that my sponsor cannot be changed').check();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.locator('[data-step="sign"]').waitFor();
    await page.reload();
    expect(await page.getByLabel('Name').inputValue()).toBe('Rhoda Reload');
    await page.getByLabel('I have read and accept the terms').check();
    await page.getByLabel('I understand that my sponsor cannot be changed').check();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Create my demo wallet' }).click();

    // The signature is given, but the line fails before the company has it.
    let lost = 0;
    await page.route('**/api/v1/join', async (route) => {
      lost += 1;
      await route.abort();
    });
    await page.getByRole('button', { name: 'Sign and join' }).click();
    await page.getByText('There is no connection to the server').waitFor();
    expect(lost).toBeGreaterThan(0);
    await page.unroute('**/api/v1/join');
    await page.reload();
    await page.locator('[data-step="following"], [data-receipt]').first().waitFor();
    await page.reload();
    await page.locator('[data-receipt]').waitFor();
    await page.getByRole('button', { name: 'Open my cabinet' }).click();
    await page.waitForURL('**/home');
    expect(visitor.faults).toEqual([]);
  });

  it('receiving goes on after a reload, and pays once', async () => {
    const visitor = await world.visitor();
    const { page } = visitor;
    await enterAs(visitor, 'receiver');
    await visitor.goTo('/receive');
    await page.locator('[data-offer="fine"]').waitFor();
    const requests: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/claims')) requests.push(request.url());
    });
    await page.locator('[data-receive]').dblclick();
    await page.locator('[data-payment]').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'The money has arrived' }).waitFor();
    expect(requests.length).toBe(1);
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByText('Nothing to receive now').waitFor();
  });
});
