import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { createClaim, type ClaimOffer } from '#api/claims.ts';
import { callRoute } from '../../api/client.ts';
import { dropFlow, loadFlow, saveFlow } from '../../wallet/flow-storage.ts';
import { useAction } from '../../api/use-action.ts';

const claimFlow = z.object({ operationId: z.uuid(), amount: z.string(), wallet: z.string() });
export type ClaimFlow = z.infer<typeof claimFlow>;

/** Asking the company to send a claim. What was asked for survives a reload; asking twice for the same is one operation. */
export function useClaim(memberId: number) {
  const key = `claim:${memberId}`;
  const queryClient = useQueryClient();
  const [flow, setFlow] = useState<ClaimFlow | null>(() => loadFlow(key, claimFlow));
  const request = useAction({
    mutationFn: async (offer: ClaimOffer) => {
      if (offer.root === null) throw new Error('nothing is accepted yet');
      const operation = await callRoute(
        createClaim,
        { params: { memberId }, body: { root: offer.root, cumulative: offer.cumulative } },
        { idempotencyKey: `claim-${memberId}-${offer.root.slice(2, 18)}-${offer.cumulative}` },
      );
      return { operationId: operation.operationId, amount: offer.claimable, wallet: offer.wallet ?? '' };
    },
    onSuccess: (next) => {
      saveFlow(key, next);
      setFlow(next);
    },
  });
  const finish = async () => {
    dropFlow(key);
    setFlow(null);
    request.reset();
    await Promise.all(
      ['claim', 'claims', 'earnings'].map((name) => queryClient.invalidateQueries({ queryKey: [name, memberId] })),
    );
  };
  return { flow, request, finish };
}
