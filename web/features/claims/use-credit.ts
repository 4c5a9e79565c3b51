import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { type CreditOffer, withdrawCredit } from '#api/credits.ts';
import { callRoute } from '../../api/client.ts';
import { useAction } from '../../api/use-action.ts';
import { dropFlow, loadFlow, saveFlow } from '../../wallet/flow-storage.ts';

const creditFlow = z.object({ operationId: z.uuid(), amount: z.string() });

/** Asking the company to send instant credit. What was asked for survives a reload; asking again before it is final is one operation. */
export function useCredit(memberId: number) {
  const key = `credit:${memberId}`;
  const queryClient = useQueryClient();
  const [flow, setFlow] = useState(() => loadFlow(key, creditFlow));
  const request = useAction({
    mutationFn: async (offer: CreditOffer) => {
      const idempotencyKey = `credit-${memberId}-${offer.withdrawn}-${crypto.randomUUID()}`;
      const { operationId } = await callRoute(withdrawCredit, { params: { memberId } }, { idempotencyKey });
      return { operationId, amount: offer.available };
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
    await queryClient.invalidateQueries({ queryKey: ['credit', memberId] });
  };
  return { flow, request, finish };
}
