import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { DemoPerson } from '#api/demo.ts';
import type { Hex } from '#kernel/hex.ts';
import { type RunningProduct, startProduct } from '#test/support/product.ts';
import { installWallet, type TestWallet } from './test-wallet.ts';
import { newVisitor, openBrowser, type Visitor } from './visitor.ts';

type Locale = 'en-GB' | 'ru-RU';

/** The product with its demo world and a browser, for the tests of one file. */
export interface DemoWorld {
  readonly product: RunningProduct;
  person(key: string): DemoPerson;
  /** The member number of one of the demo's partners. */
  memberIdOf(key: string): number;
  /** Path of the link that the guest of the demo is told to open. */
  guestLink(): string;
  visitor(locale?: Locale): Promise<Visitor>;
  /** Somebody with a wallet extension of their own. */
  visitorWithWallet(privateKey: Hex, locale?: Locale): Promise<{ visitor: Visitor; wallet: TestWallet }>;
}

/** Starts product and browser before the tests of the file and stops them afterwards. */
export function useDemoWorld(): DemoWorld {
  let product: RunningProduct | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const world: DemoWorld = {
    get product() {
      return started(product);
    },
    person(key) {
      const person = world.product.people.find((candidate) => candidate.key === key);
      if (person === undefined) throw new Error(`the demo has no ${key}`);
      return person;
    },
    memberIdOf(key) {
      const { memberId } = world.person(key);
      if (memberId === null) throw new Error(`${key} is no partner`);
      return memberId;
    },
    guestLink: () => /\/join\/[\w-]+/u.exec(world.person('guest').whatToTry.en)?.[0] ?? '',
    visitor: (locale) => newVisitor(started(browser), world.product.url, locale),
    async visitorWithWallet(privateKey, locale) {
      const visitor = await world.visitor(locale);
      const { rpcUrl, deployment } = world.product;
      return { visitor, wallet: await installWallet(visitor.page, privateKey, rpcUrl, deployment.chainId) };
    },
  };
  return world;
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the demo world runs only while tests of the file do');
  return part;
}
