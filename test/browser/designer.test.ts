import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPlan } from '#engine/index.ts';
import { type RunningProduct, startProduct } from '#test/support/product.ts';
import { enterAs, newVisitor, openBrowser, type Visitor } from './visitor.ts';

let product: RunningProduct;
let browser: Browser;
let administrator: Visitor;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), openBrowser()]);
  administrator = await newVisitor(browser, product.url);
  await enterAs(administrator, 'administrator');
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const planText = (): ReturnType<Visitor['page']['locator']> => administrator.page.getByLabel('The plan as text');

async function begin(name: string, title: string): Promise<void> {
  await administrator.page.locator('select[data-start]').selectOption(name);
  await expect.poll(() => planText().inputValue()).toContain(title);
  await administrator.page.locator('[data-draft="sound"]').waitFor();
}

/** What axe finds serious in either theme. Fails where a narrow phone would have to scroll sideways. */
async function faultsOfLook(): Promise<string[]> {
  const { page } = administrator;
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
    // A label halfway between two colours has the contrast of neither.
    await page.evaluate(
      'Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished))',
    );
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    found.push(...serious.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`));
  }
  await page.setViewportSize({ width: 320, height: 640 });
  // The page is laid out anew in the frames after the window has changed.
  await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth'), { timeout: 10_000 }).toBe(0);
  await page.setViewportSize({ width: 1280, height: 900 });
  return found;
}

// One story in chapters: each goes on where the one before ended.
describe('an administrator designs a plan and tries it', () => {
  it('begins with the plan in force, which does not differ from itself', async () => {
    const { page, goTo } = administrator;
    await goTo('/console/designer');
    await page.locator('[data-draft="sound"]').waitFor();
    await page.locator('[data-differences="0"]').waitFor();
    await page.locator('[data-sample="calculated"]').waitFor();
  });

  it('breaks a rule in the text and sees what, where and what to do; the form shows it too', async () => {
    const { page } = administrator;
    await begin('hybrid', '"Hybrid"');
    const before = await planText().inputValue();
    await planText().fill(before.replace('"ratePpm": 80000', '"ratePpm": 8000000'));
    const fault = page.locator('[data-fault="bonuses.0.levels.0.ratePpm"]');
    await fault.waitFor();
    expect(await fault.innerText()).toContain('is not a rate within bounds');
    expect(await fault.innerText()).toMatch(/line \d+/u);
    expect(await page.locator('[data-try-past]').isDisabled()).toBe(true);
    await fault.getByRole('button').click();
    const field = page.getByLabel('Rate, %').first();
    await field.and(page.locator(':focus')).waitFor();
    expect(await field.inputValue()).toBe('800');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
  });

  it('mends it in the form, and the text follows', async () => {
    const { page } = administrator;
    await page.getByLabel('Rate, %').first().fill('7.5');
    await page.locator('[data-draft="sound"]').waitFor();
    expect(await planText().inputValue()).toContain('"ratePpm": 75000');
    await page.locator('[data-sample="calculated"]').waitFor();
  });

  it('is asked every open decision of a new bonus, and answers in the form', async () => {
    const { page } = administrator;
    await page.locator('[data-add-bonus]').click();
    await page.getByRole('menuitem', { name: 'Retail profit' }).click();
    const open = page.locator('[data-fault="bonuses.5.rounding"]');
    await page.getByRole('button', { name: 'Show all' }).click();
    await open.waitFor();
    expect(await open.innerText()).toContain('where does a fraction go?');
    expect(await faultsOfLook()).toEqual([]);
    const bonus = page.locator('[id="plan.bonuses.5"]');
    await bonus.getByLabel('Id', { exact: true }).fill('shop');
    await bonus.getByLabel('Name: English').fill('Retail profit');
    await bonus.getByLabel('Name: Russian').fill('Розничная прибыль');
    await bonus.getByLabel('Paid to who is').selectOption('active');
    await bonus.getByLabel('Rate, %').fill('20');
    await bonus.getByLabel('A fraction goes').selectOption('down');
    await page.locator('[data-draft="sound"]').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('[data-draft="faulty"]').waitFor();
    await page.getByRole('button', { name: 'Redo' }).click();
    await page.locator('[data-draft="sound"]').waitFor();
  });

  it('writes it as YAML, and takes the file home', async () => {
    const { page } = administrator;
    const data: unknown = JSON.parse(await planText().inputValue());
    await page.getByText('YAML', { exact: true }).click();
    await expect.poll(() => planText().inputValue()).toContain('format: upline.plan/1');
    await page.locator('[data-draft="sound"]').waitFor();
    await page.getByText('JSON', { exact: true }).click();
    await expect.poll(() => planText().inputValue()).toContain('"format": "upline.plan/1"');
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    const saved: unknown = JSON.parse(await readFile(await (await coming).path(), 'utf8'));
    expect(saved).toEqual(data);
    expect(checkPlan(saved).faults).toEqual([]);
  });

  it('tries it on the past of a chain without places, and is told why it cannot be', async () => {
    const { page } = administrator;
    await page.locator('[data-try-past]').click();
    await page.locator('[data-run-trial]').click();
    await page.getByRole('alert').getByText('PLAN.INVALID').waitFor();
    await page
      .getByRole('alert')
      .getByText(/walks the placement tree/)
      .waitFor();
  });

  it('tries another on the closed periods, beside what was really earned', async () => {
    const { page, goTo } = administrator;
    await goTo('/console/designer');
    await page.locator('[data-draft="sound"]').waitFor();
    await begin('unilevel', 'Unilevel with compression');
    await page.locator('[data-try-past]').click();
    await page.locator('[data-run-trial]').click();
    await page.locator('[data-trial="finished"]').waitFor();
    const totals = page.getByRole('table', { name: 'Totals' });
    await totals.getByText('Retail bonus').waitFor();
    expect(await page.getByRole('table', { name: 'Period by period' }).locator('tbody tr[data-index]').count()).toBe(3);
    expect(await page.getByRole('table', { name: 'Ten most changed members' }).locator('tbody tr[data-index]').count()).toBe(10);
    await page.getByRole('table', { name: 'Ten most changed members' }).getByText('№').first().waitFor();
    expect(await faultsOfLook()).toEqual([]);
  });

  it('lets a network grow, can stop it, and sees how far it is', async () => {
    const { page } = administrator;
    await page.getByText('A network that grows', { exact: true }).click();
    await page.getByLabel('Members at the start').fill('30000');
    await page.getByLabel('Members at most').fill('60000');
    await page.locator('[data-run-trial]').click();
    await page.getByText(/^Calculating: [1-9]\d* of 48$/u).waitFor();
    await page.locator('[data-cancel-trial]').click();
    await page.locator('[data-trial="cancelled"]').waitFor();

    await page.getByLabel('Members at the start').fill('100');
    await page.getByLabel('Members at most').fill('2000');
    await page.locator('[data-run-trial]').click();
    await page.locator('[data-trial="finished"]').waitFor();
    expect(await page.getByRole('table', { name: 'Month by month' }).getAttribute('aria-rowcount')).toBe('24');
    await page.getByLabel('Months').fill('100');
    await page.getByText('From 1 to 36').waitFor();
    expect(await page.locator('[data-run-trial]').isDisabled()).toBe(true);
  });

  it('finds the draft again after a reload', async () => {
    const { page, goTo } = administrator;
    await goTo('/console/designer');
    await page.locator('[data-draft="sound"]').waitFor();
    expect(JSON.parse(await planText().inputValue())).toMatchObject({ name: { en: 'Unilevel with compression' } });
  });

  it('publishes it from the next period on, with a level that is credited at once', async () => {
    const { page } = administrator;
    await page.locator('[data-to-publish]').click();
    await page.getByRole('button', { name: 'Add a level' }).click();
    const level = page.getByLabel('Level 1, %');
    await level.fill('100');
    await page.locator('[data-fault="overCap"]').waitFor();
    const understood = page.getByLabel('I understand that a published version can never be changed');
    await understood.check();
    expect(await page.locator('[data-publish]').isDisabled()).toBe(true);
    await level.fill('much');
    await page.getByText('From 0 to 100').waitFor();
    expect(await page.locator('[data-publish]').isDisabled()).toBe(true);
    await level.fill('2.5');
    await page.locator('[data-fault="overCap"]').waitFor({ state: 'detached' });
    expect(await faultsOfLook()).toEqual([]);
    await page.locator('[data-publish]').dblclick();
    await page.locator('[data-published="3"]').waitFor();
    await page.getByRole('link', { name: 'See it' }).click();
    await page.locator('[data-plan-check="same"]').waitFor();
    await page.getByText('2.5 %', { exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Unilevel with compression' }).waitFor();
  });

  it('has nothing left to publish after a reload', async () => {
    const { page, goTo } = administrator;
    await goTo('/console/publish');
    await page.locator('[data-first-period]').waitFor();
    await page.getByRole('button', { name: 'Add a level' }).click();
    await page.getByLabel('Level 1, %').fill('2.5');
    await page.locator('[data-published="3"]').waitFor();
  });

  it('and nothing went wrong on the way', () => {
    expect(administrator.faults).toEqual([]);
  });
});

describe('somebody without the right', () => {
  it('is led away from these pages, and sees them in no menu', async () => {
    const partner = await newVisitor(browser, product.url);
    await enterAs(partner, 'leader');
    for (const path of ['/console/designer', '/console/backtest', '/console/publish']) {
      await partner.goTo(path);
      await partner.page.waitForURL('**/home');
    }
    expect(await partner.page.getByRole('link', { name: 'Plan designer' }).count()).toBe(0);
    expect(partner.faults).toEqual([]);
  });
});
