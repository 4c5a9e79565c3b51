import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { buildTemplate } from './product.ts';

declare global {
  /** Set-ups are loaded once for each project; the demo world is built once for all of them. */
  var productTemplate: Promise<string> | undefined;
}

/** One demo world for all browser tests; each test file starts a copy of it. */
export default async function setup(project: TestProject): Promise<() => void> {
  globalThis.productTemplate ??= buildTemplate();
  const folder = await globalThis.productTemplate;
  project.provide('productTemplate', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
