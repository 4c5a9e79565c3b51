import { PATIENCE_MS, type Visitor } from './visitor.ts';

/*
 * What people do in the story, by what they see on the screen: roles and words of the English version, and the data-* marks where a
 * state has no words of its own.
 */

/** A partner signs an invitation. @returns the path of the link */
export async function makeInvitation({ page, goTo }: Visitor): Promise<string> {
  await goTo('/invitations');
  await page.getByRole('button', { name: 'Sign and make the link' }).click();
  const code = await page.locator('[data-invitation]').first().getAttribute('data-invitation');
  return `/join/${code ?? ''}`;
}

/** A newcomer looks who invites, says who they are, signs with a demo wallet, and enters. @returns their number */
export async function joinBy({ page, goTo }: Visitor, path: string, name: string, sponsor: string): Promise<number> {
  await goTo(path);
  await page.getByRole('heading', { name: `You are invited by ${sponsor}` }).waitFor();
  await page.getByRole('button', { name: 'Yes, my sponsor is' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('I have read and accept the terms').check();
  await page.getByLabel('I understand that my sponsor cannot be changed').check();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Create my demo wallet' }).click();
  await page.getByRole('button', { name: 'Sign and join' }).click();
  const welcome = await page.getByRole('heading', { name: 'Welcome, you are member №' }).textContent();
  await page.getByText(`Read back from the public record: your sponsor is ${sponsor}`).waitFor();
  await page.getByRole('button', { name: 'Open my cabinet' }).click();
  await page.waitForURL('**/home');
  return Number(/№\D*(\d+)/u.exec(welcome ?? '')?.[1] ?? Number.NaN);
}

/** Puts one piece into the cart, places the order and pays it; waits until its points stand on the chain for good. */
export async function buy({ page, goTo }: Visitor, sku: string, customer?: string): Promise<void> {
  await goTo('/shop');
  await page.locator(`[data-sku="${sku}"]`).getByRole('button', { name: 'Add one' }).click();
  if (customer !== undefined) {
    await page.getByText('For a customer', { exact: true }).click();
    await page.getByLabel('Name of the customer').fill(customer);
  }
  await page.getByRole('button', { name: 'Place the order' }).click();
  await page.getByRole('button', { name: 'Pay by demo card' }).click();
  await page.locator('[data-order-status="final"]').waitFor();
}

/** Places an order for one piece. @returns its path */
export async function order({ page, goTo }: Visitor, sku: string): Promise<string> {
  await goTo('/shop');
  await page.locator(`[data-sku="${sku}"]`).locator('[data-add]').click();
  await page.locator('[data-place]').click();
  await page.waitForURL('**/orders/*');
  return new URL(page.url()).pathname;
}

/** Pays an order with tokens: the page checks the price, the wallet permits exactly the sum and pays, the chain records the sale. */
export async function buyWithTokens(visitor: Visitor, sku: string): Promise<string> {
  const path = await order(visitor, sku);
  const { page } = visitor;
  await page.getByRole('button', { name: 'Pay with the wallet' }).click();
  await page.locator('[data-quote-check="fine"]').waitFor();
  await page.locator('[data-pay-wallet]').click();
  await page.locator('[data-order-status="final"]').waitFor();
  return path;
}

/** The administrator takes an order back; waits until the tokens are at the wallet again. */
export async function takeBack({ page, goTo }: Visitor, path: string): Promise<void> {
  await goTo(path);
  await page.getByRole('button', { name: 'Refund', exact: true }).click();
  await page.getByLabel('Reason').fill('Came back unopened');
  await page.getByRole('dialog').getByRole('button', { name: 'Refund', exact: true }).click();
  await page.locator('[data-money-back="done"]').waitFor();
}

/** A member names who may replace the wallet, and reads it back. */
export async function nameRecovery({ page, goTo }: Visitor, memberId: number, address: string): Promise<void> {
  await goTo(`/members/${memberId}`);
  await page.getByLabel('Address that may replace the wallet').fill(address);
  await page.getByRole('button', { name: 'Name this address' }).click();
  await page.locator(`[data-recovery-person="${address.toLowerCase()}"]`).waitFor();
}

/** A partner asks why a sum of the open period is what it is. @returns what is missing so far, line by line; undefined when nothing is said of it */
export async function readMissing({ page, goTo }: Visitor, period: number): Promise<string[] | undefined> {
  await goTo('/earnings');
  await page.locator(`[data-why="${period}"]`).first().click();
  const why = page.getByRole('dialog', { name: `Why: period ${period}` });
  await why.getByText('Sum of the lines').waitFor();
  if ((await why.locator('[data-missing]').count()) === 0) return undefined;
  return why.getByRole('region', { name: 'What is missing so far' }).getByRole('listitem').allInnerTexts();
}

/** The administrator calculates without storing and asks for the close. */
export async function askToClose({ page, goTo }: Visitor, period: number): Promise<void> {
  await goTo(`/console/periods/${period}`);
  await page.getByRole('button', { name: 'Calculate without storing' }).click();
  await page.getByRole('button', { name: `Ask to close period ${period}` }).click();
  await page.locator('[data-stage="approve"]').waitFor();
}

/** Whether the page offers the person who asked to agree as well. */
export async function mayAgreeAlone({ page }: Visitor): Promise<boolean> {
  await page.getByText('You asked for this yourself').waitFor();
  return page.getByRole('button', { name: 'Agree and close' }).isVisible();
}

/** The second person agrees; waits until the period is calculated. */
export async function agreeToClose({ page, goTo }: Visitor, period: number): Promise<void> {
  await goTo(`/console/periods/${period}`);
  await page.getByRole('button', { name: `Agree and close period ${period}` }).click();
  await page.locator('[data-stage="publish"]').waitFor({ timeout: PATIENCE_MS * 2 });
}

/** The administrator publishes the list; waits until the chain has it in review. */
export async function publish({ page, goTo }: Visitor, period: number): Promise<void> {
  await goTo(`/console/periods/${period}`);
  await page.getByRole('button', { name: 'Publish for review' }).click();
  await page.locator('[data-stage="review"]').waitFor();
}

/** The approver lets the review window pass on the demo clock, and accepts with their own wallet. */
export async function acceptAfterReview({ page, goTo }: Visitor, period: number): Promise<void> {
  await goTo(`/console/periods/${period}`);
  await page.locator('[data-stage="review"]').waitFor();
  await page.locator('[data-file-check="fine"]').waitFor();
  await page.getByRole('button', { name: 'Move the demo clock 3 days' }).click();
  await page.locator('[data-stage="accept"]').waitFor();
  await page.getByRole('button', { name: /^Accept/u }).click();
  await page.locator('[data-stage="claims"]').waitFor();
}

/** A member receives what is available. @returns the wallet that the page names */
export async function receive({ page, goTo }: Visitor): Promise<void> {
  await goTo('/receive');
  await page.locator('[data-offer="fine"]').waitFor();
  await page.getByRole('button', { name: 'Receive', exact: true }).click();
  await page.getByRole('heading', { name: 'The money has arrived' }).waitFor();
}
