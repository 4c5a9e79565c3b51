import { z } from 'zod';
import { frontlineSort, memberSort } from '#api/genealogy.ts';
import { orderStatus } from '#api/orders.ts';

// What a page keeps in its address: filters survive a reload and can be sent to a colleague. Unreadable values fall away one by one.
const text = z.string().max(80).optional().catch(undefined);
const number = z.int().min(0).max(4_294_967_295).optional().catch(undefined);

export const signInSearch = z.object({ next: z.string().optional().catch(undefined) });

export const teamSearch = z.object({
  /** Whose team; absent: own. */
  top: number,
  view: z.enum(['list', 'picture']).optional().catch(undefined),
  period: number,
  find: text,
  depth: z.int().min(1).max(8).optional().catch(undefined),
  sort: frontlineSort.optional().catch(undefined),
});

export const proofSearch = z.object({ member: number, upline: number });

export const recoverSearch = z.object({ member: number });

export const memberListSearch = z.object({
  find: text,
  sort: memberSort.optional().catch(undefined),
  status: z.enum(['active', 'inactive']).optional().catch(undefined),
});

export const orderListSearch = z.object({ status: orderStatus.optional().catch(undefined), period: number });

export const plansSearch = z.object({ version: number });

export const auditSearch = z.object({ period: number });
