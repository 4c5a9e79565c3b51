import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '#scripts/checks/chromium.ts';

/** A window may wait for blocks, for finality and for the worker; a machine that does other things at once is slow. */
export const PATIENCE_MS = 90_000;

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium from CHROMIUM_PATH, else the one that is installed. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium: set CHROMIUM_PATH, or install the package chromium.');
  return chromium.launch({ executablePath, args: flags });
}

/** Somebody with a browser of their own: nothing is shared with the other visitors. Faults of the page's code are collected. */
export interface Visitor {
  readonly page: Page;
  readonly faults: readonly string[];
  goTo(path: string): Promise<void>;
}

export async function newVisitor(browser: Browser, url: string, locale: 'en-GB' | 'ru-RU' = 'en-GB'): Promise<Visitor> {
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  // What breaks while a page is drawn is caught by the page itself and only said aloud. Answers of the server are no faults of the code.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text());
  });
  return {
    page,
    faults,
    async goTo(path) {
      await page.goto(`${url}${path}`);
    },
  };
}

/** Signs in as one of the demo's people, by their card. */
export async function enterAs(visitor: Visitor, key: string): Promise<void> {
  await visitor.goTo('/sign-in');
  await visitor.page.locator(`[data-person="${key}"]`).click();
  await visitor.page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
}

/** Chooses the test wallet in the dialog that `button` opens. */
export async function connectWallet(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Test wallet' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** Signs in with the wallet extension of the page, in either language. */
export async function signInWith({ page, goTo }: Visitor): Promise<void> {
  await goTo('/sign-in');
  await page.locator('[data-choose-wallet]').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Test wallet' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.locator('[data-sign-in]').click();
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
}
