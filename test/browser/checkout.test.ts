import type { Page } from 'playwright-core';
import { createPublicClient, createTestClient, createWalletClient, type Hex, http, publicActions, walletActions } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import type { OrderQuote } from '#api/orders.ts';
import { checkoutAbi, tokenAbi } from '#chain/generated/abi.ts';
import { secondPlan } from '#scripts/demo/plans.ts';
import { products } from '#scripts/demo/products.ts';
import { orderWords } from '#web/chain/checkout.ts';
import { order } from './acts.ts';
import { useDemoWorld } from './demo-world.ts';
import type { TestWallet } from './test-wallet.ts';
import { connectWallet, signInWith, type Visitor } from './visitor.ts';

const SKU = 'KIT-FAMILY';
const product = products.find(({ sku }) => sku === SKU);
const price = product?.price ?? 0n;
/** What the first level is credited of one piece. */
const share = ((product?.cv ?? 0n) * BigInt(secondPlan.instantLevels[0] ?? 0)) / 1_000_000n;

const world = useDemoWorld();

const reader = () => createPublicClient({ transport: http(world.product.rpcUrl) });
const control = () => createTestClient({ mode: 'anvil', transport: http(world.product.rpcUrl) });
const balanceOf = (account: Hex) =>
  reader().readContract({
    address: world.product.deployment.contracts.token,
    abi: tokenAbi,
    functionName: 'balanceOf',
    args: [account],
  });

/** A member with a wallet extension of their own, signed in by it. */
async function payer(key: string, locale?: 'ru-RU' | 'en-GB'): Promise<{ visitor: Visitor; wallet: TestWallet }> {
  const member = await world.visitorWithWallet(world.person(key).privateKey, locale);
  await signInWith(member.visitor);
  return member;
}

async function askPrice(page: Page): Promise<void> {
  await page.locator('[data-quote]').click();
  await page.locator('[data-quote-check]').waitFor();
}

/** Places an order and asks what it costs; the page finds nothing wrong. @returns the path of the order */
async function orderAtFairPrice(visitor: Visitor): Promise<string> {
  const path = await order(visitor, SKU);
  await askPrice(visitor.page);
  await visitor.page.locator('[data-quote-check="fine"]').waitFor();
  return path;
}

const sends = ({ asked }: TestWallet) => asked.filter((method) => method === 'eth_sendTransaction').length;

describe('W04 paying with the wallet', () => {
  it('declined, locked, declined at the second question; then a double click that pays once', async () => {
    const { visitor, wallet } = await payer('leader');
    const { page } = visitor;
    await orderAtFairPrice(visitor);
    const before = await balanceOf(wallet.address);
    wallet.manner = 'reject';
    await page.locator('[data-pay-wallet]').click();
    await page.locator('[data-fault="rejected"]').getByText('Nothing was sent').waitFor();
    wallet.manner = 'lock';
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-fault="locked"]').waitFor();
    wallet.manner = 'rejectSending';
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-fault="rejected"]').waitFor();
    expect(await balanceOf(wallet.address)).toBe(before);
    wallet.manner = 'obey';
    const sent = sends(wallet);
    await page.getByRole('button', { name: 'Try again' }).dblclick();
    await page.locator('[data-order-status="final"]').waitFor();
    expect(sends(wallet) - sent).toBe(1);
    expect(before - (await balanceOf(wallet.address))).toBe(price);
    expect(visitor.faults).toEqual([]);
  });

  it('a wallet that signs no permits allows first and pays then; what was allowed is used up', async () => {
    const { visitor, wallet } = await payer('leader');
    const { page } = visitor;
    await order(visitor, SKU);
    await askPrice(page);
    await page.locator('[data-apart]').click();
    await page.locator('[data-approve]').click();
    await page.locator('[data-pay-wallet]').click();
    await page.locator('[data-order-status="final"]').waitFor();
    const { token, checkout } = world.product.deployment.contracts;
    const args = [wallet.address, checkout] as const;
    expect(await reader().readContract({ address: token, abi: tokenAbi, functionName: 'allowance', args })).toBe(0n);
  });

  it('credits the nearest active upline at once, who receives it without waiting for a period', async () => {
    const { visitor: upline, wallet } = await payer('receiver');
    const { visitor: buyer } = await payer('mid');
    // Who has bought is active; who buys next stands below.
    for (const { page, ...visitor } of [upline, buyer]) {
      await orderAtFairPrice({ page, ...visitor });
      await page.locator('[data-pay-wallet]').click();
      await page.locator('[data-order-status="final"]').waitFor();
    }
    const { page } = upline;
    await upline.goTo('/receive');
    const credit = page.locator(`[data-credit="${share}"]`);
    await credit.getByText('Credited at once').waitFor();
    const before = await balanceOf(wallet.address);
    await credit.getByRole('button', { name: 'Receive' }).dblclick();
    await page.locator('[data-payment]').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'The money has arrived' }).waitFor();
    expect((await balanceOf(wallet.address)) - before).toBe(share);
    await page.locator('[data-payment="final"]').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByText('Nothing is waiting now.').waitFor();
    expect(upline.faults).toEqual([]);
  });

  it('says before a price is asked for that the wallet holds too little', async () => {
    const mid = privateKeyToAccount(world.person('mid').privateKey);
    const all = await balanceOf(mid.address);
    const client = createWalletClient({ account: mid, transport: http(world.product.rpcUrl) }).extend(publicActions);
    const move = (to: Hex, amount: bigint, from = client) =>
      from.writeContract({
        address: world.product.deployment.contracts.token,
        abi: tokenAbi,
        functionName: 'transfer',
        args: [to, amount],
        chain: null,
      });
    if (all > 0n) {
      const hash = await move(world.person('leader').wallet, all);
      await client.waitForTransactionReceipt({ hash });
    }
    const { visitor } = await payer('mid');
    await order(visitor, SKU);
    await visitor.page.locator('[data-quote-check="poor"]').waitFor();
    expect(await visitor.page.locator('[data-quote]').isDisabled()).toBe(true);
  });

  it.each([
    ['en-GB', 'Nothing was charged twice'],
    ['ru-RU', 'Дважды ничего не списано'],
  ] as const)('tells a refusal of the contract by code and cure: %s', async (locale, cure) => {
    const { visitor, wallet } = await payer('leader', locale);
    const { page } = visitor;
    const path = await order(visitor, SKU);
    // The page must not learn that the order was paid elsewhere before it tries.
    await page.route(`**/api/v1${path}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...((await response.json()) as object), status: 'placed' } });
    });
    const answer = page.waitForResponse((response) => response.url().endsWith('/quote'));
    await askPrice(page);
    await page.locator('[data-quote-check="fine"]').waitFor();
    await payElsewhere((await (await answer).json()) as OrderQuote);
    const sent = sends(wallet);
    await page.locator('[data-pay-wallet]').click();
    await page.locator('[data-code="GENEALOGY.SALE_NUMBER_USED"]').getByText(cure).waitFor();
    expect(sends(wallet)).toBe(sent);
  });
});

/** The same member pays the same order in another window. */
async function payElsewhere(quote: OrderQuote): Promise<void> {
  const account = privateKeyToAccount(world.person('leader').privateKey);
  const client = createWalletClient({ account, transport: http(world.product.rpcUrl) }).extend(publicActions);
  const { token, checkout } = world.product.deployment.contracts;
  const words = orderWords(quote);
  const approved = await client.writeContract({
    address: token,
    abi: tokenAbi,
    functionName: 'approve',
    args: [checkout, words.amount],
    chain: null,
  });
  await client.waitForTransactionReceipt({ hash: approved });
  const paid = await client.writeContract({
    address: checkout,
    abi: checkoutAbi,
    functionName: 'pay',
    args: [words, quote.signature],
    chain: null,
  });
  const { status } = await client.waitForTransactionReceipt({ hash: paid });
  expect(status).toBe('success');
}

describe('W05 a reload loses no payment', () => {
  it('one on its way is followed again, and made once', async () => {
    const { visitor, wallet } = await payer('leader');
    const { page } = visitor;
    await orderAtFairPrice(visitor);
    const before = await balanceOf(wallet.address);
    const sent = sends(wallet);
    // Blocks stand still, so that the payment is on its way while the page is loaded again.
    const clock = control().extend(walletActions);
    await clock.setIntervalMining({ interval: 0 });
    try {
      await page.locator('[data-pay-wallet]').click();
      await page.getByText('Being recorded', { exact: true }).waitFor();
      await page.reload();
      await page.locator('[data-wallet-payment="sent"]').waitFor();
      expect(await page.locator('[data-quote]').count()).toBe(0);
    } finally {
      await clock.setIntervalMining({ interval: 1 });
    }
    await page.locator('[data-order-status="final"]').waitFor();
    expect(sends(wallet) - sent).toBe(1);
    expect(before - (await balanceOf(wallet.address))).toBe(price);
  });
});

describe('W03 another account: nothing is sent', () => {
  it('stops the payment when the account changes in the wallet', async () => {
    const { visitor, wallet } = await payer('leader');
    await orderAtFairPrice(visitor);
    const before = wallet.asked.length;
    await wallet.switchAccount();
    await visitor.page.locator('[data-fault="wrongAccount"]').waitFor();
    expect(await visitor.page.locator('[data-pay-wallet], [data-approve]').isDisabled()).toBe(true);
    expect(wallet.asked.length).toBe(before);
  });
});

describe('W06 the server lies about a price: nothing can be signed', () => {
  const stranger = privateKeyToAccount(generatePrivateKey());
  it.each<[string, (quote: OrderQuote) => OrderQuote | Promise<OrderQuote>]>([
    ['order', (quote) => ({ ...quote, order: { ...quote.order, amount: `${BigInt(quote.order.amount) + 1n}` } })],
    ['contract', (quote) => ({ ...quote, checkout: `0x${'e'.repeat(40)}` })],
    ['signature', (quote) => ({ ...quote, order: { ...quote.order, deadline: quote.order.deadline + 86_400 } })],
    ['signature', async (quote) => ({ ...quote, signature: await stranger.signMessage({ message: 'a better price' }) })],
    ['signature', (quote) => ({ ...quote, order: { ...quote.order, buyer: stranger.address } })],
  ])('%s', async (fault, change) => {
    const { visitor, wallet } = await payer('leader');
    const { page } = visitor;
    await order(visitor, SKU);
    await page.route('**/api/v1/orders/*/quote', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: await change((await response.json()) as OrderQuote) });
    });
    const before = wallet.asked.length;
    await askPrice(page);
    await page.locator(`[data-quote-check="${fault}"]`).waitFor();
    expect(await page.locator('[data-pay-wallet], [data-approve]').isDisabled()).toBe(true);
    expect(wallet.asked.length).toBe(before);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('about where the checkout stands, when this browser knew another', async () => {
    const { visitor } = await payer('leader');
    const { page } = visitor;
    const path = await orderAtFairPrice(visitor);
    const moved = `0x${'e'.repeat(40)}`;
    await page.route('**/api/v1/deployment', async (route) => {
      const response = await route.fetch();
      const answer = (await response.json()) as { contracts: Record<string, string> };
      await route.fulfill({ response, json: { ...answer, contracts: { ...answer.contracts, checkout: moved } } });
    });
    await visitor.goTo(path);
    await connectAgain(page);
    await askPrice(page);
    await page.locator('[data-moved-contracts]').waitFor();
    expect(await page.locator('[data-pay-wallet], [data-approve]').isDisabled()).toBe(true);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});

/** The extension of the test forgets on a reload that this page may see its account. */
async function connectAgain(page: Page): Promise<void> {
  const choose = page.getByRole('button', { name: 'Choose a wallet' });
  if (await choose.isVisible()) await connectWallet(page, 'Choose a wallet');
}
