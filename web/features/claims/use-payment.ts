import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { createClaim, type ClaimOffer } from '#api/claims.ts';
import { type CreditOffer, withdrawCredit } from '#api/credits.ts';
import type { Operation } from '#api/operations.ts';
import { callRoute } from '../../api/client.ts';
import { useAction } from '../../api/use-action.ts';
import { dropFlow, loadFlow, saveFlow } from '../../wallet/flow-storage.ts';

const payment = z.object({ operationId: z.uuid(), amount: z.string(), wallet: z.string() });
/** What the company was asked to send, and the operation that sends it. */
export type Payment = z.infer<typeof payment>;

/** Asking for what accepted periods have brought. */
export function useClaim(memberId: number) {
  return usePayment(memberId, {
    kind: 'claim',
    ask: ({ root, cumulative }: ClaimOffer) => {
      if (root === null) throw new Error('nothing is accepted yet');
      return callRoute(createClaim, { params: { memberId }, body: { root, cumulative } });
    },
    amountOf: ({ claimable }) => claimable,
    changed: ['claim', 'claims', 'earnings'],
  });
}

/** Asking for what sales have credited at once. */
export function useCredit(memberId: number) {
  return usePayment(memberId, {
    kind: 'credit',
    ask: (_offer: CreditOffer) => callRoute(withdrawCredit, { params: { memberId } }),
    amountOf: ({ available }) => available,
    changed: ['credit'],
  });
}

/**
 * Asking the company to send money. What was asked for survives a reload. The server makes one operation of asking twice, and another
 * once that one has failed; a key in the request would give the failed one again.
 */
function usePayment<Offer extends { readonly wallet: string | null }>(
  memberId: number,
  {
    kind,
    ask,
    amountOf,
    changed,
  }: {
    /** Names it in the browser's storage. */
    kind: string;
    ask: (offer: Offer) => Promise<Operation>;
    amountOf: (offer: Offer) => string;
    /** First words of the queries whose answer is another one afterwards. */
    changed: readonly string[];
  },
) {
  const key = `${kind}:${memberId}`;
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Payment | null>(() => loadFlow(key, payment));
  const request = useAction({
    mutationFn: async (offer: Offer) => {
      const { operationId } = await ask(offer);
      return { operationId, amount: amountOf(offer), wallet: offer.wallet ?? '' };
    },
    onSuccess: (next) => {
      saveFlow(key, next);
      setAsked(next);
    },
  });
  const finish = async () => {
    dropFlow(key);
    setAsked(null);
    request.reset();
    await Promise.all(changed.map((name) => queryClient.invalidateQueries({ queryKey: [name, memberId] })));
  };
  return { asked, request, finish };
}
