import { z } from 'zod';

/** Every error answer (RFC 9457). `code` is for machines; `detail` and `cure` are in the language of Accept-Language. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    cure: z.string(),
    parameters: z.record(z.string(), z.union([z.string(), z.number()])),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;
