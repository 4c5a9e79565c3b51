import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { address, time } from './values.ts';

const block = z.object({ number: z.int().min(0), time }).nullable();

export const indexerStatus = z
  .object({
    state: z.enum(['starting', 'catchingUp', 'live', 'stopped']),
    reason: z.string().nullable().meta({ description: 'Why it stopped, or what it waits for.' }),
    head: block,
    confirmed: block,
    finalized: block,
    lagBlocks: z.int().min(0).nullable(),
    contracts: z.array(z.object({ name: z.string(), address, seq: z.string().regex(/^\d{1,20}$/) })),
    holes: z.array(z.object({ contract: z.string(), expectedSeq: z.string(), foundSeq: z.string(), block: z.int().min(0) })),
  })
  .meta({ id: 'IndexerStatus' });

export const getIndexer = defineRoute({
  id: 'indexer.get',
  method: 'GET',
  path: '/indexer',
  permission: 'indexer.see',
  summary: 'How far the mirror has read the chain, and whether anything is missing.',
  response: indexerStatus,
});

export type IndexerStatus = z.infer<typeof indexerStatus>;
