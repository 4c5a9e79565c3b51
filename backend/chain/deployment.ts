import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { UplineError } from '#kernel/errors/index.ts';
import type { Address } from '#kernel/hex.ts';

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address')
  .transform((text) => text.toLowerCase() as Address);

export const deploymentSchema = z.object({
  network: z.string().min(1),
  chainId: z.int().positive(),
  /** Block of the first contract; nothing before it concerns us. */
  genesisBlock: z.int().min(0),
  contracts: z.object({
    accessManager: address,
    genealogy: address,
    enrollment: address,
    planRegistry: address,
    volumeLedger: address,
    payoutVault: address,
    checkout: address,
    token: address,
  }),
  roles: z.record(z.string(), address).default({}),
  reviewWindowSeconds: z.int().min(0),
  placementWidth: z.int().min(0).max(255),
});

/** Where the contracts of an installation are. Addresses in lower case. */
export type Deployment = z.infer<typeof deploymentSchema>;

/** @throws UplineError CHAIN.DEPLOYMENT_UNREADABLE naming the file and the fault */
export async function loadDeployment(file: string): Promise<Deployment> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new UplineError('CHAIN.DEPLOYMENT_UNREADABLE', { file, reason }, { cause: error });
  }
  const parsed = deploymentSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UplineError('CHAIN.DEPLOYMENT_UNREADABLE', {
    file,
    reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`,
  });
}
