import { createPublicClient, http } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { genealogyAbi } from '#chain/generated/abi.ts';
import { nameRecovery } from './acts.ts';
import { useDemoWorld } from './demo-world.ts';
import { connectWallet, enterAs, signInWith } from './visitor.ts';

const world = useDemoWorld();

const memberOf = (wallet: `0x${string}`) =>
  createPublicClient({ transport: http(world.product.rpcUrl) }).readContract({
    address: world.product.deployment.contracts.genealogy,
    abi: genealogyAbi,
    functionName: 'memberOf',
    args: [wallet],
  });

describe('the route of payment', () => {
  it('is chosen by the wallet, told where money is received, and chosen back', async () => {
    const { privateKey } = world.person('receiver');
    const memberId = world.memberIdOf('receiver');
    const { visitor, wallet } = await world.visitorWithWallet(privateKey);
    const { page, goTo } = visitor;
    await signInWith(visitor);
    await goTo(`/members/${memberId}`);
    await page.locator('[data-route="token"]').waitFor();
    await page.getByLabel('By bank').check();
    wallet.manner = 'reject';
    await page.locator('[data-save-route]').click();
    await page.locator('[data-fault="rejected"]').getByText('Nothing was sent').waitFor();
    expect(await page.locator('[data-route="token"]').count()).toBe(1);
    wallet.manner = 'obey';
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-route="bank"]').waitFor();
    await page.reload();
    await page.locator('[data-route="bank"]').waitFor();

    await goTo('/receive');
    await page.getByRole('heading', { name: 'comes to you by bank' }).waitFor();
    expect(await page.locator('[data-receive]').count()).toBe(0);
    await page.getByRole('link', { name: 'How I am paid' }).click();
    await page.getByLabel('To the wallet').check();
    await page.locator('[data-save-route]').click();
    await page.locator('[data-route="token"]').waitFor();
    await goTo('/receive');
    await page.locator('[data-offer="fine"]').waitFor();
    expect(visitor.faults).toEqual([]);
  });
});

describe('W07 a lookalike address', () => {
  it('is warned of, shown in full; the wallet itself and what is no address are refused', async () => {
    const { wallet } = world.person('leader');
    const memberId = world.memberIdOf('leader');
    const visitor = await world.visitor('ru-RU');
    const { page, goTo } = visitor;
    await enterAs(visitor, 'leader');
    await goTo(`/members/${memberId}`);
    const field = page.getByLabel('Адрес, который сможет заменить кошелёк');
    const name = page.locator('[data-set-recovery]');
    const low = wallet.toLowerCase();
    await field.fill(`${low.slice(0, 8)}${'0'.repeat(28)}${low.slice(-6)}`);
    await page.locator('[data-lookalike]').waitFor();
    expect((await page.locator('[data-lookalike]').innerText()).toLowerCase()).toContain(low);
    await field.fill(wallet);
    await page.getByText('Это сам кошелёк').waitFor();
    expect(await name.isDisabled()).toBe(true);
    await field.fill('0x1234');
    await page.getByText('Это не адрес').waitFor();
    expect(await name.isDisabled()).toBe(true);
  });
});

// One recovery in chapters, by three people with browsers and wallets of their own.
describe('W05 a lost wallet is replaced, whoever closes the page in between', () => {
  const freshKey = generatePrivateKey();
  const next = privateKeyToAccount(freshKey);
  let link = '';

  it('the member names who may start it, and nobody else can', async () => {
    const memberId = world.memberIdOf('mid');
    const visitor = await world.visitor();
    await enterAs(visitor, 'mid');
    await nameRecovery(visitor, memberId, world.person('leader').wallet);
    expect(visitor.faults).toEqual([]);
  });

  it('the new wallet agrees by a signature that costs nothing; a wallet that was somebody’s cannot', async () => {
    const memberId = world.memberIdOf('mid');
    const taken = await world.visitorWithWallet(world.person('receiver').privateKey);
    await taken.visitor.goTo(`/recover?member=${memberId}`);
    await connectWallet(taken.visitor.page, 'Connect the new wallet');
    await taken.visitor.page.locator('[data-taken]').waitFor();
    expect(await taken.visitor.page.locator('[data-agree]').count()).toBe(0);

    const { visitor, wallet } = await world.visitorWithWallet(freshKey);
    const { page } = visitor;
    await visitor.goTo(`/recover?member=${memberId}`);
    await connectWallet(page, 'Connect the new wallet');
    wallet.manner = 'reject';
    await page.locator('[data-agree]').click();
    await page.locator('[data-fault="rejected"]').waitFor();
    wallet.manner = 'obey';
    await page.locator('[data-agree]').click();
    await page.locator('[data-recovery-stage="start"]').waitFor();
    expect(wallet.asked.filter((method) => method === 'eth_sendTransaction')).toEqual([]);
    await page.reload();
    await page.locator('[data-recovery-stage="start"]').waitFor();
    // This wallet was not named, so it is told which one was.
    await page.locator('[data-fault="notNamed"]').getByText(world.person('leader').wallet, { exact: false }).waitFor();
    expect(await page.locator('[data-start-recovery]').isDisabled()).toBe(true);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the link' }).click();
    link = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(visitor.faults).toEqual([]);
  });

  it('the named wallet starts it from another device, by the link', async () => {
    const { visitor, wallet } = await world.visitorWithWallet(world.person('leader').privateKey);
    const { page } = visitor;
    await page.goto(link);
    await page.locator('[data-recovery-stage="start"]').waitFor();
    expect(await page.locator('main').innerText()).toContain(next.address);
    await connectWallet(page, 'Choose a wallet');
    await page.locator('[data-start-recovery]').dblclick();
    await page.locator('[data-recovery-stage="wait"]').waitFor();
    expect(wallet.asked.filter((method) => method === 'eth_sendTransaction')).toHaveLength(1);
    expect(visitor.faults).toEqual([]);
  });

  it('the wallet in force is warned on the first page, and stops it', async () => {
    const visitor = await world.visitor();
    const { page, goTo } = visitor;
    await enterAs(visitor, 'mid');
    await goTo('/home');
    await page.locator('[data-recovery-banner]').getByRole('link', { name: 'Look and stop it' }).click();
    await page.locator('[data-recovery="running"]').getByText(next.address).waitFor();
    await page.locator('[data-cancel-recovery]').click();
    await page.locator('[data-recovery="running"]').waitFor({ state: 'detached' });
    await goTo(`/recover?member=${world.memberIdOf('mid')}`);
    await page.locator('[data-recovery-stage="agree"]').waitFor();
    expect(await memberOf(world.person('mid').wallet)).toBe(world.memberIdOf('mid'));
    expect(visitor.faults).toEqual([]);
  });

  it('started again and not stopped, it ends after seven days; the new wallet has the place and the old one nothing', async () => {
    const { wallet: lost } = world.person('mid');
    const memberId = world.memberIdOf('mid');
    const old = await world.visitor();
    await enterAs(old, 'mid');
    const visitor = await world.visitor();
    const { page } = visitor;
    await enterAs(visitor, 'leader');
    await page.goto(link);
    await page.locator('[data-start-recovery]').click();
    await page.locator('[data-recovery-stage="wait"]').waitFor();
    expect(await page.locator('[data-finish-recovery]').count()).toBe(0);
    await page.getByRole('button', { name: 'Move the demo clock 7 days' }).click();
    await page.locator('[data-recovery-stage="finish"]').waitFor();
    await page.reload();
    await page.locator('[data-finish-recovery]').click();
    await page.locator('[data-recovery-stage="done"]').waitFor();
    await page.reload();
    await page.locator('[data-recovery-stage="done"]').waitFor();
    expect(await memberOf(next.address)).toBe(memberId);
    expect(await memberOf(lost)).toBe(0);

    const owner = await world.visitorWithWallet(freshKey);
    await signInWith(owner.visitor);
    await owner.visitor.page.getByRole('heading', { name: world.person('mid').name }).waitFor();
    await old.goTo('/home');
    await old.page.waitForURL('**/sign-in*');
    expect([...visitor.faults, ...owner.visitor.faults]).toEqual([]);
  });

  it('is refused in words where nobody is named, and where there is no member', async () => {
    const { visitor } = await world.visitorWithWallet(generatePrivateKey());
    const { page, goTo } = visitor;
    await goTo(`/recover?member=${world.memberIdOf('leader')}`);
    await page.getByText('has named nobody').waitFor();
    await goTo('/recover?member=4000000');
    await page.locator('[role="alert"]').getByText('no member').waitFor();
  });
});
