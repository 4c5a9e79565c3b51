import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { buildTemplate } from './product.ts';

/** One demo world for all browser tests; each test file starts a copy of it. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = await buildTemplate();
  project.provide('productTemplate', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
