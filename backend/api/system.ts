import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { address, amountString, asOf, ppm, unsignedAmountString } from './values.ts';

export const deployment = z
  .object({
    network: z.string(),
    chainId: z.int().min(1),
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
    token: z.object({ address, symbol: z.string(), decimals: z.int().min(0).max(18) }),
    rpcUrl: z.url().meta({ description: 'A node that browsers may ask, to check this server against.' }),
    reviewWindowSeconds: z.int().min(0),
    finalityDepth: z.int().min(0),
    placementWidth: z.int().min(0),
    demo: z.boolean(),
  })
  .meta({ id: 'Deployment' });

/** The income disclosure: computed from everybody, those who earned nothing included. */
export const disclosure = z
  .object({
    members: z.int().min(0).meta({ description: 'All members but the company.' }),
    paidNothing: z.int().min(0),
    paidNothingPpm: ppm,
    median: unsignedAmountString,
    mean: unsignedAmountString,
    topDecile: z.object({
      members: z.int().min(0),
      mean: unsignedAmountString,
      sharePpm: ppm.meta({ description: 'Part of all earnings that the best paid tenth received.' }),
    }),
    total: amountString,
    throughPeriod: z
      .int()
      .min(0)
      .nullable()
      .meta({ description: 'Last period whose payouts are accepted; null before the first.' }),
    asOf,
  })
  .meta({ id: 'Disclosure' });

export const getDeployment = defineRoute({
  id: 'system.deployment',
  method: 'GET',
  path: '/deployment',
  permission: 'public',
  summary: 'Chain, contracts and token of this installation.',
  response: deployment,
});

export const getDisclosure = defineRoute({
  id: 'system.disclosure',
  method: 'GET',
  path: '/disclosure',
  permission: 'public',
  summary: 'What members really earn: share paid nothing, median, mean, top tenth.',
  response: disclosure,
});

export type DeploymentInfo = z.infer<typeof deployment>;
export type Disclosure = z.infer<typeof disclosure>;
