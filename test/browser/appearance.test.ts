import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { order } from './acts.ts';
import { useDemoWorld } from './demo-world.ts';
import { screens } from './screens.ts';
import { enterAs, type Visitor } from './visitor.ts';

const world = useDemoWorld();
const visitors = new Map<string, Visitor>();
const complaints: string[] = [];

/** One browser a person and language, kept signed in. */
async function visitorFor(person: string | null, locale: 'en-GB' | 'ru-RU'): Promise<Visitor> {
  const key = `${String(person)} ${locale}`;
  const known = visitors.get(key);
  if (known !== undefined) return known;
  const visitor = await world.visitor(locale);
  visitor.page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('missing text')) complaints.push(message.text());
  });
  if (person !== null) await enterAs(visitor, person);
  visitors.set(key, visitor);
  return visitor;
}

/** The page forbids itself to evaluate text, so that it is asked from outside, again and again. */
const patience = { timeout: 20_000 } as const;
let unpaid: string | undefined;

/** Opens one of the screens as it is when its reader has something to decide. */
async function open(visitor: Visitor, path: string): Promise<void> {
  if (path !== '/orders/unpaid') {
    await visitor.goTo(path);
    await settled(visitor.page);
    return;
  }
  unpaid ??= await order(await visitorFor('leader', 'en-GB'), 'KIT-FAMILY');
  await visitor.goTo(unpaid);
  await visitor.page.locator('[data-quote]').click();
  await visitor.page.locator('[data-quote-check="fine"]').waitFor();
}

async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle').catch(() => page.waitForTimeout(1_500));
}

/** What ux.md keeps to "Details". */
const jargon = /\b(?:gas|nonce|RPC|Merkle|calldata|EOA|hash|root)\b|хеш|нонс|Меркл/iu;

/** What is read on the page itself, without "Details" and commands. */
async function plainText(page: Page): Promise<string> {
  const text = await page.evaluate(`(() => {
    const copy = document.querySelector('main').cloneNode(true);
    for (const part of copy.querySelectorAll('[data-details], code, pre')) part.remove();
    return copy.textContent;
  })()`);
  return String(text);
}

describe('W10 everybody can use every page', () => {
  it.each(screens)('axe finds nothing serious: %s %s', async (person, path) => {
    const visitor = await visitorFor(person, 'en-GB');
    for (const colorScheme of ['light', 'dark'] as const) {
      await visitor.page.setViewportSize({ width: 1280, height: 900 });
      await visitor.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(visitor, path);
      const { violations } = await new AxeBuilder({ page: visitor.page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
        .analyze();
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(
          ({ id, nodes }) =>
            `${colorScheme} ${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`,
        );
      expect(serious).toEqual([]);
    }
  });

  it('the team is walked by arrows with one tab stop', async () => {
    const { page, goTo } = await visitorFor('leader', 'en-GB');
    await goTo('/team');
    const tree = page.getByRole('tree');
    await tree.waitFor();
    expect(await tree.locator('[role="treeitem"][tabindex="0"]').count()).toBe(1);
    await tree.locator('[tabindex="0"]').focus();
    const here = 'document.activeElement.getAttribute("data-member")';
    // The focus follows in the next frame, when the row is drawn.
    for (let step = 0; step < 2; step += 1) {
      const before = await page.evaluate(here);
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => page.evaluate(here), patience).not.toBe(before);
      expect(await page.evaluate(here)).toBeTypeOf('string');
    }
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.getByRole('treeitem').count(), patience).toBe(1);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.getByRole('treeitem').count(), patience).toBeGreaterThan(1);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/members/2');
  });

  it('the main menu is reached and used without a mouse', async () => {
    const { page, goTo } = await visitorFor('leader', 'en-GB');
    await goTo('/home');
    await settled(page);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toContain('skip-link');
    await page.getByRole('navigation').getByRole('link', { name: 'Earnings' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/earnings');
  });
});

describe('W11 both languages fit a narrow phone', () => {
  it.each(screens)('320 px: no sideways scroll, nothing clipped, no key, no jargon: %s %s', async (person, path) => {
    for (const locale of ['ru-RU', 'en-GB'] as const) {
      const visitor = await visitorFor(person, locale);
      await visitor.page.setViewportSize({ width: 320, height: 640 });
      await open(visitor, path);
      const faults = await visitor.page.evaluate(`(() => {
        const found = [];
        const over = document.documentElement.scrollWidth - innerWidth;
        if (over > 0) found.push('page is ' + over + ' px too wide');
        for (const element of document.querySelectorAll('button, a, h1, h2, dd, td')) {
          if (element.closest('svg, [aria-hidden=true]') || element.clientWidth === 0) continue;
          const style = getComputedStyle(element);
          if (style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1) found.push('clipped: ' + element.textContent.slice(0, 60));
        }
        return found;
      })()`);
      expect(faults, locale).toEqual([]);
      expect(await visitor.page.locator('body').innerText()).not.toMatch(/\{\{|\b[a-z]+:[a-z]+\.[a-z]+/);
      expect(await plainText(visitor.page), locale).not.toMatch(jargon);
    }
  });

  it('no text is missing in either language', () => {
    expect(complaints).toEqual([]);
  });

  it('the language is switched at once and remembered', async () => {
    const { page, goTo } = await world.visitor('en-GB');
    await goTo('/');
    await page.getByRole('link', { name: 'Check the company' }).waitFor();
    await page.getByRole('button', { name: 'Русский язык' }).click();
    await page.getByRole('link', { name: 'Проверить компанию' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Проверить компанию' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
  });
});
